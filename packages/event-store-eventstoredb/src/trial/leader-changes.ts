/** A cluster whose leader changes in the midst of a script: it resigns, dies and comes back, or stops without a word while the others elect another. */

import fc from 'fast-check'
import type { Double, DoubleNode, ElectionTimes } from '@grid-governance/eventstoredb-double'
import { pause } from '../pause.ts'

export interface LeaderChange {
  /** Once so many calls more have come to the nodes than at the change before. */
  readonly afterCalls: number
  readonly by: 'resignation' | 'death' | 'stall'
  /** After how many milliseconds the one that died or stopped goes on. */
  readonly goneForMs: number
}

export interface ClusterScript {
  readonly changes: ReadonlyArray<LeaderChange>
  readonly election: ElectionTimes
  readonly uncommitted: 'kept' | 'lost'
  readonly lagMs: number
}

const shortly = fc.oneof(fc.constant(0), fc.nat(40), fc.nat(300))

export const clusterScripts: fc.Arbitrary<ClusterScript> = fc.record({
  changes: fc.array(fc.record({ afterCalls: fc.nat(80), by: fc.constantFrom('resignation' as const, 'death' as const, 'stall' as const), goneForMs: fc.nat(400) }), { minLength: 1, maxLength: 4 }),
  // Longer than the client looks for a node, now and then.
  election: fc.record({ unnoticedMs: shortly, leaderlessMs: fc.oneof({ weight: 9, arbitrary: shortly }, { weight: 1, arbitrary: fc.integer({ min: 1200, max: 3000 }) }), unreadyMs: shortly }),
  uncommitted: fc.constantFrom('kept' as const, 'lost' as const),
  lagMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })),
})

/** Plays the changes, and keeps nodes from staying dead; answers once told to stop and all nodes live under one leader. */
export async function changeLeaders(double: Double, changes: ReadonlyArray<LeaderChange>, stop: AbortSignal): Promise<number> {
  const back: Array<Promise<void>> = []
  let changed = 0
  for (const { afterCalls, by, goneForMs } of changes) {
    const from = double.log().length
    while (!stop.aborted && double.log().length < from + afterCalls) await tick(double, back)
    if (stop.aborted) break
    const leader = await leaderOf(double, back)
    changed += 1
    if (by === 'death') back.push(died(leader, goneForMs))
    else {
      if (by === 'stall') {
        leader.freeze()
        back.push(pause(goneForMs).then(leader.thaw))
      }
      double.nodes[(double.nodes.indexOf(leader) + 1 + afterCalls % 2) % 3]?.elect()
    }
  }
  while (!stop.aborted) await tick(double, back)
  for (const node of double.nodes) if (node.state() === 'dead') back.push(node.restart())
  await Promise.all(back)
  await leaderOf(double, back)
  return changed
}

/** Faults of the script may kill nodes, too; one that is dead for a while is started again. */
async function tick(double: Double, back: Array<Promise<void>>): Promise<void> {
  await pause(2)
  const living = double.nodes.filter((node) => node.state() !== 'dead').length
  if (living < 2) for (const node of double.nodes) if (node.state() === 'dead') back.push(node.restart())
}

async function leaderOf(double: Double, back: Array<Promise<void>>): Promise<DoubleNode> {
  for (;;) {
    const leader = double.nodes.find((node) => node.state() === 'leader')
    if (leader !== undefined) return leader
    await tick(double, back)
  }
}

async function died(node: DoubleNode, goneForMs: number): Promise<void> {
  await node.kill()
  await pause(goneForMs)
  await node.restart()
}

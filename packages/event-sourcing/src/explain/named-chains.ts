/** From writes to the chains of facts that they rest on. */

import { chainIdOf } from '../chain.ts'
import type { FactRun, Write } from './origins.ts'

/**
 * How far a fact rests on what it read. `before`: on what it had read when it wrote, which is nearly always enough. `all`: on everything that
 * it read; then every fact named does again just what it did, whatever is left out.
 */
export type Reach = 'before' | 'all'

/** The ids of all chains on which these writes rest, their own among them. */
export const chainsUnder = (writes: Iterable<Write>, reach: Reach, runsOf: ReadonlyMap<string, ReadonlyArray<FactRun>>): ReadonlySet<string> => {
  const chains = new Set<string>()
  const followed = new Map<FactRun, number>()
  const open = [...writes]
  for (let write = open.pop(); write !== undefined; write = open.pop()) {
    const chain = chainIdOf(write.run.event)
    if (reach === 'all' && !chains.has(chain)) for (const run of runsOf.get(chain) ?? []) follow(run, run.reads.length, followed, open)
    chains.add(chain)
    follow(write.run, write.readsBefore, followed, open)
  }
  return chains
}

function follow(run: FactRun, upTo: number, followed: Map<FactRun, number>, open: Write[]): void {
  const from = followed.get(run) ?? 0
  if (from >= upTo) return
  followed.set(run, upTo)
  open.push(...run.reads.slice(from, upTo))
}

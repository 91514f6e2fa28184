/** Watched runners and read models: how far, how far behind, how many models. */

import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { definePolicy, type Position } from '@grid-governance/event-sourcing'
import { memoryStore, type EventStore, type StoreUnavailable } from '@grid-governance/event-store'
import { memoryOutcomeStore, memoryReadModelStore, runPolicy, runProjection, type RunnerStatus } from '@grid-governance/subscriptions'
import { observedReadModels, observeRunner } from './index.ts'
import { listening, pointsOf, told, type Listening } from './listening.spec-parts.ts'
import { account, awarded, pointsCodec, pointsOfMembers, type PointsFact } from './points.spec-parts.ts'

const began = Date.UTC(2026, 10, 25)

describe('watched', () => {
  let sdk: Listening
  let now: number
  let log: EventStore
  beforeEach(() => {
    sdk = listening()
    now = began
    log = memoryStore(() => now)
  })
  afterEach(() => { sdk.stop() })

  const write = async (name: string): Promise<Position> => {
    const receipt = await log.append({ stream: account, expectedVersion: 'any', events: [awarded(name)] })()
    if (receipt._tag === 'Left') throw new Error(receipt.left.tag)
    return receipt.right.position
  }

  /** The gauges of a runner, by the end of their names. */
  const gaugesOf = async (name: string): Promise<Record<string, number>> => {
    const found: Record<string, number> = {}
    const collected = await sdk.collect()
    for (const { descriptor } of collected) {
      for (const [attributes, value] of pointsOf(collected, descriptor.name)) {
        if (attributes['grid_governance.runner'] === name) found[descriptor.name.replace('grid_governance.runner.', '')] = value
      }
    }
    return found
  }

  const at = (readTo: RunnerStatus['readTo'], phase: RunnerStatus['phase'] = 'live') => ({ status: (): RunnerStatus => ({ runner: 'pointsOfMembers@2', phase, readTo, events: 0 }) })

  it('a runner tells where it is, and how far behind in positions and in seconds', async () => {
    for (const name of ['a', 'b', 'c']) {
      await write(name)
      now += 10_000
    }
    observeRunner(at(0 as Position), log, { now: () => now })
    expect(await gaugesOf('pointsOfMembers@2')).toEqual({ running: 1, position: 0, 'lag.positions': 2, 'lag.time': 20, age: 30 })
  })

  it('a runner at the head is not behind, however long nothing was written', async () => {
    await write('a')
    now += 86_400_000
    observeRunner(at(0 as Position), log, { now: () => now })
    expect(await gaugesOf('pointsOfMembers@2')).toEqual({ running: 1, position: 0, 'lag.positions': 0, 'lag.time': 0, age: 86_400 })
  })

  it('a runner that has shown nothing yet has no position and no age', async () => {
    await write('a')
    observeRunner(at('beginning', 'catchingUp'), log, { now: () => now })
    expect(await gaugesOf('pointsOfMembers@2')).toEqual({ running: 1, 'lag.positions': 1, 'lag.time': 0 })
  })

  it.each(['stopped', 'failed'] as const)('a runner that %s does not run', async (phase) => {
    observeRunner(at('beginning', phase), log, { now: () => now })
    expect(await gaugesOf('pointsOfMembers@2')).toMatchObject({ running: 0 })
  })

  it('positions are not counted where the store does not declare them to be dense, and what cannot be read is not told', async () => {
    await write('a')
    const gone: StoreUnavailable = { tag: 'StoreUnavailable', reason: 'io', where: 'w', detail: 'd' }
    observeRunner(at(0 as Position), { ...log, declared: { ...log.declared, positionsDense: false } }, { now: () => now })
    expect(Object.keys(await gaugesOf('pointsOfMembers@2'))).toEqual(['position', 'lag.time', 'age', 'running'])
    sdk.stop()
    sdk = listening()
    const silent = { ...log, head: () => TE.left(gone), readAll: () => TE.left(gone), readAt: () => TE.left(gone) }
    observeRunner(at(0 as Position), silent, { now: () => now, readModels: { projections: () => TE.left(gone) } })
    expect(await gaugesOf('pointsOfMembers@2')).toEqual({ position: 0, running: 1 })
  })

  it('a projection and a policy are told side by side, blocked keys with them, until they are no longer observed', async () => {
    const models = observedReadModels(memoryReadModelStore(), { system: 'sqlite' })
    const failing = { ...pointsOfMembers, project: () => { throw new Error('王芳') } }
    const projection = await runProjection({ reader: log, codec: pointsCodec, projection: failing, mode: 'trusted', store: models })()
    const policy = await runPolicy({
      reader: log, codec: pointsCodec, mode: 'trusted', outcomes: memoryOutcomeStore(), send: () => TE.left('never asked'), mayBegin: true,
      policy: definePolicy<PointsFact, never>()({ name: 'thankMembers', startFrom: 'beginning', handles: ['PointsAwarded'], when: { PointsAwarded: () => [] } }),
    })()
    if (projection._tag === 'Left' || policy._tag === 'Left') throw new Error('not started')
    const stops = [observeRunner(projection.right, log, { now: () => now, readModels: models }), observeRunner(policy.right, log, { now: () => now })]
    const position = await write('a')
    await projection.right.untilPosition(position)()
    await policy.right.untilPosition(position)()
    expect(await gaugesOf('pointsOfMembers@2')).toMatchObject({ position: 0, 'lag.positions': 0, blocked_keys: 1, running: 1 })
    expect(await gaugesOf('policy thankMembers')).toEqual({ position: 0, 'lag.positions': 0, 'lag.time': 0, age: 0, running: 1 })
    for (const stop of stops) stop()
    await projection.right.stop()
    await policy.right.stop()
    now += 5000
    // What was told last stays with the SDK; it is not asked for any more.
    expect(await gaugesOf('pointsOfMembers@2')).toMatchObject({ age: 0, running: 1 })
  })

  it('read models tell how many models are saved and loaded, and count those that were saved', async () => {
    await write('a')
    const models = observedReadModels(memoryReadModelStore(), { system: 'sqlite' })
    const running = await runProjection({ reader: log, codec: pointsCodec, projection: pointsOfMembers, mode: 'trusted', store: models })()
    if (running._tag === 'Left') throw new Error(running.left.tag)
    await running.right.untilPosition(0 as Position)()
    await running.right.stop()
    await models.load(pointsOfMembers, ['M0042', 'M0043'])()
    expect(await models.save({ projection: pointsOfMembers, token: 99, checkpoint: undefined, models: [] })()).toMatchObject({ left: { tag: 'FencedOff' } })
    const call = (name: string) => ({ 'db.system.name': 'sqlite', 'db.operation.name': name, 'db.collection.name': 'pointsOfMembers@2' })
    expect(told(sdk.spans())).toEqual(expect.arrayContaining([
      ['readModels.save', { ...call('save'), 'grid_governance.models': 1, 'grid_governance.outcome': 'saved', 'grid_governance.bytes': 12 }],
      ['readModels.load', { ...call('load'), 'grid_governance.models': 1, 'grid_governance.outcome': 'loaded' }],
      ['readModels.save', { ...call('save'), 'grid_governance.models': 0, 'grid_governance.outcome': 'FencedOff', 'error.type': 'FencedOff' }],
    ]))
    expect(pointsOf(await sdk.collect(), 'grid_governance.saved_models')).toEqual([[{ ...call('save'), 'grid_governance.outcome': 'saved' }, 1]])
  })
})

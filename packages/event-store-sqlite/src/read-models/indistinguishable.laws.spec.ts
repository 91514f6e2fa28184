/** The law of read-model and outcome stores: no use of them can tell the file from the memory. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { CalendarDate, CommandId, EventId, Position, StreamName } from '@grid-governance/event-sourcing'
import { memoryOutcomeStore, memoryReadModelStore, type OutcomeStore, type ReadModelStore } from '@grid-governance/subscriptions'
import { openSqliteOutcomes, openSqliteReadModels } from './index.ts'
import { temporaryFiles } from './temporary-files.spec-parts.ts'

const path = temporaryFiles()
const runs = { numRuns: 60 }

/** One use of a store; `reopen` closes the file and opens it again. */
type Use<Store> = 'reopen' | ((store: Store) => Promise<unknown>)

const ids = fc.record({ name: fc.constantFrom('tree', 'roll'), version: fc.constantFrom(1, 2) })
const keys = fc.constantFrom('', 'g1', 'g2', 'ä', '😀', '\ufb33')
const blockage = { eventId: 'event', position: 3 as Position, error: 'it is "broken"' }
const checkpoints = fc.option(fc.record({ position: fc.nat(50), eventId: fc.constantFrom('e1', 'e2') }), { nil: undefined }) as
  fc.Arbitrary<{ position: Position, eventId: EventId } | undefined>
const positions = fc.nat(20) as fc.Arbitrary<unknown> as fc.Arbitrary<Position>
const days = fc.constantFrom('', '2023-12-31', '2024-01-01', '2024-02-01') as fc.Arbitrary<CalendarDate | ''>
const models = fc.record({
  key: keys, text: fc.option(fc.json()), shownUpTo: fc.constantFrom('', '2024-01-01') as fc.Arbitrary<CalendarDate | ''>, stale: fc.boolean(),
  blocked: fc.constantFrom(undefined, blockage), sinceSnapshot: fc.nat(9),
  newPlaces: fc.array(fc.record({ position: positions, day: days })), newChained: fc.array(fc.record({ chain: positions, position: positions }), { maxLength: 3 }),
})
const snapshotIds = fc.record({ key: keys, shownUpTo: days, shownTo: positions, position: positions })
const snapshotChanges = fc.record({
  snapshots: fc.uniqueArray(fc.record({ key: keys, shownUpTo: days, shownTo: positions, position: positions, text: fc.json() }), { maxLength: 4 }),
  spoiled: fc.array(fc.record({ key: keys, shownUpTo: days, shownTo: positions, position: positions, spoiledAt: positions }), { maxLength: 3 }),
  forgotten: fc.array(snapshotIds, { maxLength: 2 }), forgottenOf: fc.array(keys, { maxLength: 1 }),
}, { requiredKeys: [] })
const questions = fc.record({
  key: keys, asOf: days.filter((day) => day !== '') as fc.Arbitrary<CalendarDate>,
  known: fc.record({ upTo: fc.oneof(fc.constant('beginning' as const), positions), cutFrom: positions }, { requiredKeys: ['upTo'] }),
  from: fc.oneof(fc.constantFrom('snapshot' as const, 'snapshot' as const, 'beginning' as const), fc.record({ shownUpTo: days, shownTo: positions })),
}, { requiredKeys: ['key', 'known', 'from'] })

type SnapshotChanges = typeof snapshotChanges extends fc.Arbitrary<infer Changes> ? Changes : never

const packedBy = ({ packing }: ReadModelStore, { snapshots, ...others }: SnapshotChanges) =>
  ({ ...others, ...(snapshots && { snapshots: snapshots.map((one) => ({ ...one, text: packing.pack(one.text) })) }) })

const tokens = fc.integer({ min: 1, max: 6 })
const holds = fc.option(fc.record({ at: fc.nat(9), until: fc.nat(9), ifHeld: fc.constantFrom('refuse' as const, 'takeOver' as const) }), { nil: undefined })
const skips = fc.uniqueArray(fc.record({
  key: keys, position: fc.nat(3) as fc.Arbitrary<unknown> as fc.Arbitrary<Position>, eventId: fc.constant('e1' as EventId), reason: fc.string(), actor: fc.constant('O-1'), at: fc.nat(99),
}), { maxLength: 3, selector: ({ key, position }) => `${position} ${key}` })
const skipping = fc.record({ skips, withdrawn: skips, heldUntil: fc.nat(9) }, { requiredKeys: [] })

describe('a read-model store in a file', () => {
  const uses: fc.Arbitrary<Use<ReadModelStore>> = fc.oneof(
    fc.constant('reopen' as const),
    fc.tuple(ids, holds).map(([id, hold]) => (store: ReadModelStore) => store.claim(id, hold)()),
    fc.tuple(ids, tokens).map(([id, token]) => (store: ReadModelStore) => store.release(id, token)()),
    fc.tuple(ids, tokens, checkpoints, fc.array(models, { maxLength: 4 }), skipping, snapshotChanges).map(([projection, token, checkpoint, changed, more, snapshots]) =>
      (store: ReadModelStore) => store.save({ projection, token, checkpoint, models: changed, ...more, ...packedBy(store, snapshots) })()),
    fc.tuple(ids, questions).map(([id, question]) => (store: ReadModelStore) => store.factsFor(id, question)()),
    ids.map((id) => (store: ReadModelStore) => store.snapshots(id)()),
    fc.tuple(ids, snapshotIds).map(([id, snapshot]) => (store: ReadModelStore) => store.snapshotText(id, snapshot)()),
    fc.tuple(ids, fc.array(keys)).map(([{ name }, wanted]) => async (store: ReadModelStore) => {
      const loaded = await store.loadActive(name, [...new Set(wanted)])()
      return E.isLeft(loaded) || loaded.right === undefined ? loaded : { ...loaded.right, models: [...loaded.right.models].sort((left, right) => left.key < right.key ? -1 : 1) }
    }),
    fc.tuple(ids, fc.nat(4)).map(([id, count]) => (store: ReadModelStore) => store.spreadKeys(id, count)()),
    fc.constant((store: ReadModelStore) => store.skips()()),
    fc.record({ projection: ids, caughtUpTo: fc.constantFrom('beginning' as const, 3 as Position, 30 as Position), allow: fc.record({ behind: fc.boolean(), blocked: fc.boolean() }) })
      .map((request) => (store: ReadModelStore) => store.switchTo(request)()),
    fc.record({ built: ids, token: tokens, replaced: ids }).filter(({ built, replaced }) => built.name !== replaced.name || built.version !== replaced.version)
      .map((replacement) => (store: ReadModelStore) => store.replace(replacement)()),
    fc.tuple(ids, fc.array(keys)).map(([id, wanted]) => async (store: ReadModelStore) => {
      const loaded = await store.load(id, [...new Set(wanted)])()
      return E.isLeft(loaded) ? loaded : { ...loaded.right, models: [...loaded.right.models].sort((left, right) => left.key < right.key ? -1 : 1) }
    }),
    fc.tuple(ids, keys).map(([id, key]) => (store: ReadModelStore) => store.positionsOf(id, key)()),
    fc.record({ projection: ids, which: fc.constantFrom('all' as const, 'stale' as const, 'blocked' as const), maxCount: fc.integer({ min: 1, max: 4 }), after: fc.option(keys, { nil: '' }) })
      .map((request) => (store: ReadModelStore) => store.keys(request)()),
    fc.tuple(ids, fc.boolean()).map(([id, active]) => (store: ReadModelStore) => store.drop(id, { active })()),
    fc.constant((store: ReadModelStore) => store.projections()()),
  )

  it('answers every use as the one in memory does', () => fc.assert(fc.asyncProperty(fc.array(uses, { maxLength: 40 }), async (steps) => {
    await compare(steps, memoryReadModelStore(), path(), openSqliteReadModels)
  }), runs))
})

describe('an outcome store in a file', () => {
  const senders = fc.record({ kind: fc.constantFrom('policy' as const, 'process' as const), name: fc.constantFrom('notice', 'review') })
  const commandIds = fc.constantFrom('c1', 'c2', 'c3') as fc.Arbitrary<CommandId>
  const outcomes = fc.record({
    commandId: commandIds, cause: fc.constant('e1' as EventId), stream: fc.constant('grid-a' as StreamName), reason: fc.string(),
    outcome: fc.constantFrom(
      { outcome: 'nothingToDo' as const }, { outcome: 'rejected' as const, rejection: { type: 'Refused', rule: 'I4', figure: 3 } },
      { outcome: 'accepted' as const, stream: 'grid-a' as StreamName, position: 7 as Position },
    ),
  })
  const bookmarks = checkpoints.map((checkpoint) => checkpoint ?? 'beginning' as const)
  const progress = fc.option(fc.record({ begunAfter: bookmarks, doneUpTo: bookmarks }), { nil: undefined })
  const uses: fc.Arbitrary<Use<OutcomeStore>> = fc.oneof(
    fc.constant('reopen' as const),
    senders.map((sender) => (store: OutcomeStore) => store.claim(sender)()),
    fc.constant((store: OutcomeStore) => store.senders()()),
    fc.tuple(senders, fc.integer({ min: 1, max: 3 }), progress, fc.array(outcomes, { maxLength: 3 })).map(([sender, token, to, recorded]) =>
      (store: OutcomeStore) => store.save({ sender, token, progress: to, outcomes: recorded })()),
    fc.tuple(senders, fc.array(commandIds)).map(([sender, wanted]) => async (store: OutcomeStore) => {
      const known = await store.outcomesOf(sender, wanted)()
      return E.isLeft(known) ? known : [...known.right].sort((left, right) => left.commandId < right.commandId ? -1 : 1)
    }),
    fc.tuple(senders, fc.nat(2), fc.integer({ min: 1, max: 3 })).map(([sender, skip, maxCount]) => (store: OutcomeStore) => store.list(sender, { skip, maxCount })()),
  )

  it('answers every use as the one in memory does', () => fc.assert(fc.asyncProperty(fc.array(uses, { maxLength: 40 }), async (steps) => {
    await compare(steps, memoryOutcomeStore(), path(), openSqliteOutcomes)
  }), runs))
})

async function compare<Store, Opened extends Store & { readonly close: () => () => Promise<unknown> }>(
  steps: ReadonlyArray<Use<Store>>, memory: Store, at: string, open: (options: { readonly path: string, readonly mode: 'create' }) => () => Promise<E.Either<unknown, Opened>>,
): Promise<void> {
  let file = await opened(open, at)
  for (const step of steps) {
    if (step === 'reopen') {
      await file.close()()
      file = await opened(open, at)
    } else expect(await step(file)).toEqual(await step(memory))
  }
  await file.close()()
}

async function opened<Opened>(open: (options: { readonly path: string, readonly mode: 'create' }) => () => Promise<E.Either<unknown, Opened>>, at: string): Promise<Opened> {
  const result = await open({ path: at, mode: 'create' })()
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

/** A projection that runs on two files, the log and its read models: stopped, resumed, taken over, and compared with a rebuild. */

import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { describe, expect, it } from 'vitest'
import {
  dated, defineProjection, derivedId, EntryVoidedData, eventIdOf, fact, factCodec, list, sealInClear,
  type FactOf, type JsonObject, type Position, type StreamName,
} from '@grid-governance/event-sourcing'
import type { EventStore } from '@grid-governance/event-store'
import { rebuild, runProjection, type ReadModelStore } from '@grid-governance/subscriptions'
import { openSqliteStore } from '../open-sqlite-store.ts'
import { openSqliteReadModels } from './index.ts'
import { temporaryFiles } from './temporary-files.spec-parts.ts'

const facts = {
  BuildingsCounted: fact(1, dated({ grids: list(t.string), buildings: t.Int })),
  EntryVoided:      fact(1, EntryVoidedData),
}
const codec = factCodec(facts)
const counts = defineProjection<FactOf<typeof facts>>()({
  name: 'counts',
  version: 1,
  handles: ['BuildingsCounted'],
  keys: (event) => event.data.grids,
  initial: (): { lines: string[] } => ({ lines: [] }),
  project: { BuildingsCounted: (file, { data }) => { file.lines.push(`${data.effectiveOn} ${data.entryId} ${data.buildings}`) } },
})

const path = temporaryFiles()
const stream = 'grid-made.up' as StreamName

const open = async () => {
  let now = Date.UTC(2024, 0, 1)
  return { log: await right(openSqliteStore({ path: path(), mode: 'create', synchronous: 'NORMAL', now: () => { now += 1000; return now } })), models: path() }
}

let appends = 0

async function write(log: EventStore, ...written: ReadonlyArray<{ readonly type: string, readonly data: JsonObject }>): Promise<Position> {
  appends += 1
  const commandId = derivedId('sample', String(appends))
  const [first, ...others] = written.map(({ type, data }, index) => ({
    eventId: eventIdOf(commandId, stream, index), type, schemaVersion: 1, data,
    metadata: { actor: { ref: 'made-up', role: 'clerk' }, append: { index, of: written.length }, commandDigest: 'none', commandId, correlationId: commandId },
  }))
  if (first === undefined) throw new Error('nothing to write')
  return (await right(log.append({ stream, expectedVersion: 'any', events: [first, ...others] }))).position
}

const counted = (entryId: string, effectiveOn: string, grids: ReadonlyArray<string>, buildings: number, chain: { readonly root?: string, readonly corrects?: string } = {}) =>
  ({ type: 'BuildingsCounted', data: { buildings, effectiveOn, entryId, grids: [...grids], kind: chain.root === undefined ? 'change' : 'correction', ...chain } })

const takenBack = (entryId: string, root: string) =>
  ({ type: 'EntryVoided', data: { corrects: root, entryId, kind: 'correction', reason: { ...sealInClear('made up') }, root } })

async function savedTexts(models: ReadModelStore): Promise<ReadonlyArray<readonly [string, string | null]>> {
  const keys = await right(models.keys({ projection: counts, which: 'all', maxCount: 100 }))
  return (await right(models.load(counts, keys))).models.map(({ key, text }) => [key, text] as const)
}

async function rebuiltTexts(log: EventStore): Promise<ReadonlyArray<readonly [string, string]>> {
  const { models } = await right(rebuild({ reader: log, codec, projection: counts, mode: 'checked' }))
  return [...models].map(([key, model]) => [key, JSON.stringify(model)] as const).sort()
}

async function right<A>(task: () => Promise<E.Either<unknown, A>>): Promise<A> {
  const result = await task()
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

describe('a projection that runs on files', () => {
  it.each(['checked', 'trusted'] as const)('has, after stops and restarts, late facts, corrections and voids, to the byte the models of a rebuild, read %s', async (mode) => {
    const { log, models } = await open()
    const parts = [
      [counted('e1', '2024-01-01', ['g1', 'g2'], 1), counted('e2', '2024-03-01', ['g1'], 2)],
      [counted('e3', '2024-02-01', ['g1'], 3)],
      [counted('e4', '2024-01-01', ['g3'], 4, { root: 'e1', corrects: 'e1' }), counted('e5', '2024-04-01', ['g2'], 5)],
      [takenBack('e6', 'e3')],
    ]
    for (const part of parts) {
      const store = await right(openSqliteReadModels({ path: models, mode: 'create' }))
      const runner = await right(runProjection({ reader: log, codec, projection: counts, mode, store }))
      const position = await write(log, ...part)
      expect(await runner.untilPosition(position)()).toBe('reached')
      await runner.stop()
      expect(await savedTexts(store)).toEqual(await rebuiltTexts(log))
      await right(store.close())
    }
    await right(log.close())
  })

  it('is taken over by a runner of another connection; the one before is refused', async () => {
    const { log, models } = await open()
    const stores = [await right(openSqliteReadModels({ path: models, mode: 'create' })), await right(openSqliteReadModels({ path: models, mode: 'readWrite' }))] as const
    const first = await right(runProjection({ reader: log, codec, projection: counts, mode: 'checked', store: stores[0] }))
    await first.untilPosition(await write(log, counted('e1', '2024-01-01', ['g1'], 1)))()
    const second = await right(runProjection({ reader: log, codec, projection: counts, mode: 'checked', store: stores[1] }))
    await second.untilPosition(await write(log, counted('e2', '2024-01-02', ['g1'], 2)))()
    expect(await first.ended()).toMatchObject({ left: { tag: 'FencedOff', current: 2 } })
    await second.stop()
    expect(await savedTexts(stores[0])).toEqual(await rebuiltTexts(log))
    for (const store of [...stores, log]) await right(store.close())
  })

  it('notices that another log was put in the place of its own', async () => {
    const { log, models } = await open()
    const other = await open()
    const store = await right(openSqliteReadModels({ path: models, mode: 'create' }))
    const runner = await right(runProjection({ reader: log, codec, projection: counts, mode: 'checked', store }))
    await runner.untilPosition(await write(log, counted('e1', '2024-01-01', ['g1'], 1)))()
    await runner.stop()
    expect(await runProjection({ reader: other.log, codec, projection: counts, mode: 'checked', store })()).toMatchObject({ left: { tag: 'CheckpointNotInLog', found: undefined } })
    for (const each of [store, log, other.log]) await right(each.close())
  })
})

/** Whatever row a step has come to when its process is killed: all of the step is left, or nothing. Readers elsewhere see no step by halves. */

import { once } from 'node:events'
import { copyFileSync, existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ReadModelStore } from '@grid-governance/subscriptions'
import type { Database } from '../database.ts'
import { ran } from '../trial/appends.ts'
import { firstWord, started } from '../trial/child-processes.ts'
import { openSqliteReadModels, type SqliteReadModelStore } from './index.ts'
import { openKeptFile } from './kept-file.ts'
import { mostRecentBytes } from './sql/create-read-models.ts'
import { readModelsFormat, storeOn } from './sqlite-read-model-store.ts'
import { temporaryFiles } from './temporary-files.spec-parts.ts'

const path = temporaryFiles()
const keys = ['g1', 'g2', 'g3', 'g4']
const ids = [['tree', 1], ['tree', 2], ['tree~anew', 1]] as const

/** More places than a model keeps beside itself: they are handed on. */
const many = Array.from({ length: mostRecentBytes / 2 }, (_, position) => ({ position: position as never, day: '' as const }))

/** Three projections with tokens 1 to 3, of which the first answers; each model says of which it is. */
const prepared = async (): Promise<string> => {
  const at = path()
  const store = await opened(at)
  for (const [place, [name, version]] of ids.entries()) {
    const projection = { name, version }
    const { token } = await ran(store.claim(projection))
    expect(token).toBe(place + 1)
    await ran(store.save({
      projection, token, checkpoint: { position: 1, eventId: 'event-1' } as never,
      models: keys.slice(0, 3).map((key) => ({ key, text: `{"of":"${name}@${version}"}`, shownUpTo: '', stale: false, blocked: undefined, sinceSnapshot: 0, newPlaces: key === 'g1' ? many : [{ position: 1 as never, day: '' as const }], newChained: [{ chain: 1 as never, position: 1 as never }] })),
      snapshots: [1, 2].map((at) => ({ key: 'g1', shownUpTo: '', shownTo: at, position: at, text: store.packing.pack(`{"of":"${name}@${version}"}`) }) as never),
      skips: [{ key: 'g2', position: 2, eventId: 'event-2', reason: `of ${name}@${version}`, actor: 'O-1', at: 1 } as never],
    }))
  }
  await ran(store.switchTo({ projection: { name: 'tree', version: 1 }, caughtUpTo: 'beginning' }))
  await ran(store.close())
  return at
}

const opened = (at: string): Promise<SqliteReadModelStore> => ran(openSqliteReadModels({ path: at, mode: 'create' }))

/** All that the file holds, as its readers see it. */
const contentsOf = async (at: string): Promise<unknown> => {
  const store = await opened(at)
  const contents = {
    projections: await ran(store.projections()), active: await ran(store.loadActive('tree', keys)), skips: await ran(store.skips()),
    models: await Promise.all(ids.map(([name, version]) => modelsOf(store, { name, version }))),
  }
  await ran(store.close())
  return contents
}

const modelsOf = async (store: ReadModelStore, id: { readonly name: string, readonly version: number }): Promise<unknown> =>
  [await ran(store.load(id, keys)), await Promise.all(keys.map((key) => ran(store.positionsOf(id, key)))),
  await ran(store.snapshots(id)), await Promise.all(keys.map((key) => ran(store.factsFor(id, { key, known: { upTo: 9 as never }, from: { shownUpTo: '', shownTo: 0 as never } }))))]

/** What can be done in one step. */
const steps: Readonly<Record<string, (store: ReadModelStore) => () => Promise<unknown>>> = {
  switch: (store) => store.switchTo({ projection: { name: 'tree', version: 2 }, caughtUpTo: 'beginning' }),
  drop: (store) => store.drop({ name: 'tree', version: 1 }, { active: true }),
  replace: (store) => store.replace({ built: { name: 'tree~anew', version: 1 }, token: 3, replaced: { name: 'tree', version: 1 } }),
  save: (store) => store.save({
    projection: { name: 'tree', version: 2 }, token: 2, checkpoint: { position: 9, eventId: 'event-9' } as never, heldUntil: 5,
    models: ['g1', 'g4'].map((key) => ({ key, text: '{"saved":true}', shownUpTo: '', stale: false, blocked: undefined, sinceSnapshot: 0, newPlaces: key === 'g4' ? many : [{ position: 9 as never, day: '' as const }], newChained: [{ chain: 1 as never, position: 9 as never }] })),
    snapshots: [{ key: 'g4', shownUpTo: '', shownTo: 9, position: 9, text: store.packing.pack('{}') } as never], spoiled: [{ key: 'g1', shownUpTo: '', shownTo: 1, position: 1, spoiledAt: 9 } as never],
    forgotten: [{ key: 'g1', shownUpTo: '', shownTo: 2, position: 2 } as never],
    skips: [{ key: 'g1', position: 9, eventId: 'event-9', reason: 'made up', actor: 'O-1', at: 1 } as never], withdrawn: [{ key: 'g2', position: 2 as never }],
  }),
}

/** Does a step; answers copies of the files as a killed process would leave them, one for each row that was changed. */
async function filesAtEachRow(at: string, step: string): Promise<ReadonlyArray<string>> {
  const copies: string[] = []
  const store = await ran(openKeptFile(readModelsFormat, { path: at, mode: 'readWrite' }, (database, file) => {
    atEachRow(database, () => { copies.push(copyOf(at)) })
    return storeOn(database, file, at)
  }))
  await steps[step]?.(store)()
  await ran(store.close())
  return copies
}

/** By triggers that only this connection has. */
function atEachRow(database: Database, look: () => void): void {
  database.function('a_row_was_changed', () => {
    look()
    return 0
  })
  for (const table of ['projections', 'active', 'models', 'places', 'chained', 'snapshots', 'skips']) {
    for (const change of ['INSERT', 'UPDATE', 'DELETE']) {
      database.exec(`CREATE TEMP TRIGGER look_${change}_${table} AFTER ${change} ON main.${table} BEGIN SELECT a_row_was_changed(); END`)
    }
  }
}

function copyOf(at: string): string {
  const copy = path()
  for (const ending of ['', '-wal']) if (existsSync(at + ending)) copyFileSync(at + ending, copy + ending)
  return copy
}

describe('a process that is killed between any two statements', () => {
  it.each([['switch', 1], ['drop', 11], ['replace', 13], ['save', 13]])('of a %s leaves what was before', async (step, rows) => {
    const at = await prepared()
    const before = await contentsOf(at)
    const copies = await filesAtEachRow(at, step)
    expect(copies).toHaveLength(rows)
    for (const copy of copies) expect(await contentsOf(copy)).toEqual(before)
    expect(await contentsOf(at)).not.toEqual(before)
  })
})

describe('a reader beside a process that switches', { timeout: 60_000 }, () => {
  it('gets models of one version in each answer', async () => {
    const at = await prepared()
    const child = started('switching-process.ts', at)
    expect(await firstWord(child)).toBe('switching')
    const store = await opened(at)
    for (let answer = 0; answer < 500; answer += 1) {
      const { version, models, skips } = await ran(store.loadActive('tree', keys)) ?? { version: 0, models: [], skips: [] }
      expect([models.map(({ text }) => text), skips.map(({ reason }) => reason)]).toEqual([Array(3).fill(`{"of":"tree@${version}"}`), [`of tree@${version}`]])
      await new Promise((resolve) => { setImmediate(resolve) })
    }
    child.kill('SIGKILL')
    await once(child, 'close')
    await ran(store.close())
  })
})

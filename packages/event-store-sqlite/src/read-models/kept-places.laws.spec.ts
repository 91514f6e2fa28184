/** The law of places: however many facts a key has, and in however many runs a file keeps where they are, it answers every question as a store in memory does. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CalendarDate, Position } from '@grid-governance/event-sourcing'
import { memoryReadModelStore, type ChainedPlace, type FactPlace, type FactsRequest, type ReadModelStore } from '@grid-governance/subscriptions'
import { connect, query } from '../database.ts'
import { ran } from '../trial/appends.ts'
import { openSqliteReadModels } from './index.ts'
import { mostRecentBytes } from './sql/create-read-models.ts'
import { temporaryFiles } from './temporary-files.spec-parts.ts'

const path = temporaryFiles()
const projection = { name: 'tree', version: 1 }
const keys = ['g1', 'g2']
const manyDays = ['', ...Array.from({ length: 60 }, (_, place) => new Date(Date.UTC(2023, 11, 1) + place * 86_400_000).toISOString().slice(0, 10))] as ReadonlyArray<CalendarDate | ''>

const numbers = { positions: fc.nat(2000) as fc.Arbitrary<unknown> as fc.Arbitrary<Position>, days: fc.constantFrom(...manyDays) }
const places: fc.Arbitrary<ReadonlyArray<FactPlace>> = fc.oneof(
  fc.array(fc.record({ position: numbers.positions, day: numbers.days }), { maxLength: 5 }),
  // As a log tells them: one place after another, of days that go on, some of them late and some without a day.
  fc.record({ from: fc.nat(1500), count: fc.integer({ min: 30, max: 900 }), aDay: fc.integer({ min: 5, max: 50 }), lateEvery: fc.integer({ min: 7, max: 90 }) }).map(({ from, count, aDay, lateEvery }) =>
    Array.from({ length: count }, (_, index) => ({ position: (from + index) as Position, day: dayOf(Math.floor((from + index) / aDay) - (index % lateEvery === 0 ? 9 : 0), index % 97 === 0) }))),
)
const chained: fc.Arbitrary<ReadonlyArray<ChainedPlace>> = fc.array(fc.record({ chain: fc.constantFrom(1, 2, 3), position: numbers.positions }), { maxLength: 6 }) as never
const saves = fc.array(fc.record({ key: fc.constantFrom(...keys), newPlaces: places, newChained: chained }), { minLength: 1, maxLength: 8 })
const questions: fc.Arbitrary<FactsRequest> = fc.record({
  key: fc.constantFrom(...keys), asOf: numbers.days.filter((day) => day !== ''),
  known: fc.record({ upTo: numbers.positions, cutFrom: numbers.positions }, { requiredKeys: ['upTo'] }),
  from: fc.oneof(fc.constantFrom('snapshot' as const, 'beginning' as const), fc.record({ shownUpTo: numbers.days, shownTo: numbers.positions })),
}, { requiredKeys: ['key', 'known', 'from'] }) as fc.Arbitrary<FactsRequest>

function dayOf(number: number, none: boolean): CalendarDate | '' {
  return none ? '' : manyDays[Math.max(1, Math.min(number, manyDays.length - 1))] ?? ''
}

it('keeps every place, and finds those that a question wants, however they came', async () => {
  let handedOn = 0
  await fc.assert(fc.asyncProperty(saves, fc.array(questions, { minLength: 8, maxLength: 20 }), async (saved, asked) => {
    const memory = memoryReadModelStore()
    const at = path()
    const file = await ran(openSqliteReadModels({ path: at, mode: 'create' }))
    expect(await answers(file, saved, asked)).toEqual(await answers(memory, saved, asked))
    await ran(file.close())
    const { most, runs } = lookAt(at)
    expect(most).toBeLessThanOrEqual(mostRecentBytes)
    handedOn += runs
  }), { numRuns: 100 })
  expect(handedOn).toBeGreaterThan(200)
})

it('has few rows of places for a key to which facts come one by one', async () => {
  const at = path()
  const file = await ran(openSqliteReadModels({ path: at, mode: 'create' }))
  const { token } = await ran(file.claim(projection))
  for (let position = 0; position < 2000; position += 1) {
    const newPlaces = [{ position: position as Position, day: dayOf(Math.floor(position / 40), false) }]
    await ran(file.save({ projection, token, checkpoint: undefined, models: [{ ...model('g1'), newPlaces }] }))
  }
  expect(await ran(file.positionsOf(projection, 'g1'))).toHaveLength(2000)
  await ran(file.close())
  expect(lookAt(at).runs).toBeLessThan(16)
})

async function answers(store: ReadModelStore, saved: ReadonlyArray<{ readonly key: string, readonly newPlaces: ReadonlyArray<FactPlace>, readonly newChained: ReadonlyArray<ChainedPlace> }>, asked: ReadonlyArray<FactsRequest>): Promise<unknown> {
  const { token } = await ran(store.claim(projection))
  for (const { key, ...more } of saved) await ran(store.save({ projection, token, checkpoint: undefined, models: [{ ...model(key), ...more }] }))
  const found: unknown[] = []
  for (const key of keys) found.push(await ran(store.positionsOf(projection, key)))
  for (const question of asked) found.push(await ran(store.factsFor(projection, question)))
  return found
}

function model(key: string) {
  return { key, text: '{}', shownUpTo: '' as const, stale: false, blocked: undefined, sinceSnapshot: 0, newPlaces: [], newChained: [] }
}

/** The most bytes of places that stand beside a model, and how many runs were handed on. */
function lookAt(at: string): { readonly most: number, readonly runs: number } {
  const database = connect({ path: at, access: 'readOnly', busyTimeoutMs: 50 })
  const [most = 0, runs = 0] = query<readonly [number, number]>(database, 'SELECT (SELECT max(length(recent)) FROM models), (SELECT count(*) FROM places)').get() ?? []
  database.close()
  return { most, runs }
}

/** The file of a clock: with it a process says the same as without, and reads only what is new; what is wrong with it costs nothing but time. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startDouble, type Double } from '@grid-governance/eventstoredb-double'
import { readClockFile, type ClockState } from './clock-file.ts'
import { openEventStoreDb, type EventStoreDbStore } from './index.ts'
import { begins, eventsOf, histories, logWith, must, transferred, write } from './trial/transferred.ts'

let folder: string
let clockFile: string
let double: Double
let now: number

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'clock-file-'))
  clockFile = join(folder, 'clock.json')
  now = begins
  double = await startDouble({ now: () => now })
})
afterEach(async () => {
  await double.stop()
  rmSync(folder, { recursive: true, force: true })
})

const using = async <A>(work: (store: EventStoreDbStore) => Promise<A>, file = clockFile, on: Double = double): Promise<A> => {
  const store = must(await openEventStoreDb({ connectionString: on.connectionString, ...(file === '' ? {} : { clockFile: file }) })())
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** All that depends on times. */
const saidBy = async (store: EventStoreDbStore, instants: ReadonlyArray<number>): Promise<unknown> => ({
  // Asked first, before the events are read.
  known: await Promise.all(instants.map(async (instant) => must(await store.prefixKnownAt(instant)()))),
  head: must(await store.head()()),
  times: (await eventsOf(store)).map(({ recordedAt }) => recordedAt),
})

const withoutFile = (instants: ReadonlyArray<number>, on: Double): Promise<unknown> => using((store) => saidBy(store, instants), '', on)

const kept = (): ClockState => readClockFile(clockFile) as ClockState

describe('a process that opens the log with the file', () => {
  it('says what one without it says, however the clock of the server went and whenever it was opened and closed', { timeout: 120_000 }, async () => {
    const steps = fc.array(fc.oneof(
      { weight: 4, arbitrary: fc.record({ laterMs: fc.integer({ min: -5000, max: 9000 }), stream: fc.nat(2) }) },
      { weight: 1, arbitrary: fc.constant('again' as const) },
    ), { maxLength: 24 })
    await fc.assert(fc.asyncProperty(steps, fc.array(fc.integer({ min: -5000, max: 60_000 }), { maxLength: 6 }), async (all, later) => {
      rmSync(clockFile, { force: true })
      let instant = begins
      const own = await startDouble({ now: () => instant })
      const instants = later.map((milliseconds) => begins + milliseconds)
      try {
        for (const [place, step] of all.entries()) {
          if (step === 'again') expect(await using((store) => saidBy(store, instants), clockFile, own)).toEqual(await withoutFile(instants, own))
          else {
            instant += step.laterMs
            await using((store) => write(store, `gridMap-${step.stream}`, [`${place}`]), '', own)
          }
        }
        expect(await using((store) => saidBy(store, instants), clockFile, own)).toEqual(await withoutFile(instants, own))
      } finally {
        await own.stop()
      }
    }), { numRuns: 25 })
  })

  it('goes on from what it says, and does not look at what lies before', async () => {
    await using((store) => write(store, 'gridMap-0', ['a', 'b', 'c']))
    await using((store) => store.head()())
    expect(kept()).toMatchObject({ count: 3, newest: begins, steps: [] })
    // Planted: so that it shows whether it was believed.
    writeFileSync(clockFile, JSON.stringify({ ...kept(), newest: begins + 77_000 }))
    await using(async (store) => { expect(must(await store.head()()).recordedAt).toBe(begins + 77_000) })
  })

  it('saves what it has read when it is closed, whole or not at all', async () => {
    await using((store) => write(store, 'gridMap-0', ['a']))
    await using((store) => store.head()())
    await using((store) => write(store, 'gridMap-0', ['b']))
    await using((store) => store.head()())
    expect(kept().count).toBe(2)
    expect(readdirSync(folder)).toEqual(['clock.json'])
  })

  it('works without it where it cannot be written', async () => {
    const nowhere = join(folder, 'no such folder', 'clock.json')
    await using((store) => write(store, 'gridMap-0', ['a']), nowhere)
    await using(async (store) => { expect(must(await store.head()()).recordedAt).toBe(begins) }, nowhere)
  })
})

describe('a file that is not to be believed is passed over', () => {
  const planted = { newest: begins + 77_000 }

  it.each<readonly [string, () => string]>([
    ['is no JSON', () => `${readFileSync(clockFile, 'utf8').slice(0, 40)}`],
    ['has another form', () => JSON.stringify({ ...kept(), ...planted, form: 'grid-governance-clock/2' })],
    ['lacks a part', () => JSON.stringify({ ...kept(), ...planted, marks: undefined })],
    ['is of another log', () => JSON.stringify({ ...kept(), ...planted, lastEventId: '60262aa1-0221-5105-8b28-bfec0c3c28dd' })],
    ['is of a place that the log does not have', () => JSON.stringify({ ...kept(), ...planted, lastPosition: kept().lastPosition + 1_000_000 })],
    ['was made under another marker', () => JSON.stringify({ ...kept(), ...planted, standing: 'sealed 1 2 3' })],
  ])('one that %s', async (_, text) => {
    await using((store) => write(store, 'gridMap-0', ['a', 'b']))
    await using((store) => store.head()())
    writeFileSync(clockFile, text())
    await using(async (store) => { expect(must(await store.head()()).recordedAt).toBe(begins) })
    expect(kept()).toMatchObject({ count: 2, newest: begins })
  })
})

it('of a log that was transferred, the original times count on with the file', { timeout: 60_000 }, async () => {
  await fc.assert(fc.asyncProperty(histories, async (history) => {
    rmSync(clockFile, { force: true })
    const source = await logWith(history)
    const own = await startDouble({ now: () => Date.parse('2026-05-01T00:00:00Z') })
    try {
      await transferred(source, own)
      const instants = (await eventsOf(source)).map(({ recordedAt }) => recordedAt)
      const expected = await withoutFile(instants, own)
      expect(await using((store) => saidBy(store, instants), clockFile, own)).toEqual(expected)
      expect(await using((store) => saidBy(store, instants), clockFile, own)).toEqual(expected)
      await using((store) => write(store, 'gridMap-0', ['afterwards']), '', own)
      expect(await using((store) => saidBy(store, instants), clockFile, own)).toEqual(await withoutFile(instants, own))
    } finally {
      await own.stop()
    }
  }), { numRuns: 10 })
})

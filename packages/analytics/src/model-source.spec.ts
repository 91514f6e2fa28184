/** Models rebuilt from a log: of one day and one place, page by page, also while the log grows. */

import * as t from 'io-ts'
import { describe, expect, it } from 'vitest'
import {
  column, dated, defineProjection, defineTable, derivedId, fact, factCodec, type CalendarDate, type FactOf, type Position, type StreamName,
} from '@grid-governance/event-sourcing'
import { memoryStore, type EventStore } from '@grid-governance/event-store'
import { openAnalytics, type Analytics } from './analytics.ts'
import { rebuiltModels, type RebuiltModelsOptions } from './model-source.ts'
import { must, rowsOf, says } from './trial/shop.ts'

const facts = { BookLent: fact(1, dated({ reader: t.string })) }
const codec = factCodec(facts)
const loans = defineProjection<FactOf<typeof facts>>()({
  name: 'loans', version: 1, handles: ['BookLent'], keys: ({ data }) => [data.reader], initial: () => ({ books: 0 }),
  project: { BookLent: (model, { data }) => { if (data.reader === 'nobody') throw new Error('nobody reads'); model.books += 1 } },
})
const columns = { reader: column.text(says), books: column.integer(says) }
const readers = defineTable({ name: 'readers', says, projection: loans, columns, rows: ({ books }, reader) => [{ reader, books }] })
const everReaders = defineTable({ name: 'ever_readers', says, projection: loans, days: 'all', columns, rows: ({ books }, reader) => [{ reader, books }] })

describe('tables over a log', () => {
  it('are as of a day, and of all days where they say so', async () => {
    const log = await lent(['Li', '2019-01-01'], ['Li', '2020-01-01'], ['Wang', '2021-01-01'])
    const library = await filled(log, { asOf: '2020-06-30' })
    // A model of which every fact takes effect later is as it began.
    expect(await rowsOf(library, 'FROM readers')).toEqual([['Li', 2], ['Wang', 0]])
    expect(await rowsOf(library, 'FROM ever_readers')).toEqual([['Li', 2], ['Wang', 1]])
    expect(await rowsOf(library, `SELECT projection, as_of, known_at_position FROM standpoint WHERE table_name = 'readers'`)).toEqual([['loans@1', '2020-06-30', 2]])
    await library.close()
  })

  it('are as known at a position and at an instant', async () => {
    const log = await lent(['Li', '2019-01-01'], ['Li', '2019-01-01'], ['Wang', '2019-01-01'])
    const byPosition = await filled(log, { knownAt: { position: 1 as Position } })
    expect(await rowsOf(byPosition, 'FROM readers')).toEqual([['Li', 2]])
    expect(byPosition.standpoint).toEqual({ asOf: '2026-01-01', position: 1, recordedAt: 2000 })
    const byInstant = await filled(log, { knownAt: { instant: 1999 } })
    expect(await rowsOf(byInstant, 'FROM readers')).toEqual([['Li', 1]])
    const before = await filled(log, { knownAt: { instant: 1 } })
    expect(await rowsOf(before, 'SELECT count(*) FROM readers')).toEqual([[0]])
    expect(before.standpoint).toEqual({ asOf: '2026-01-01', position: 'beginning' })
    for (const one of [byPosition, byInstant, before]) await one.close()
  })

  it('are all of the same place in a log that grows meanwhile', async () => {
    const log = await lent(['Li', '2019-01-01'])
    const library = await filled(log, { onRead: () => { void lend(log, 'Wang', '2019-01-01', 'meanwhile') } })
    expect(await rowsOf(library, 'FROM readers')).toEqual([['Li', 1]])
    expect(await rowsOf(library, 'FROM ever_readers')).toEqual([['Li', 1]])
    await library.close()
  })

  it('come in pages of models, and name the models that are blocked', async () => {
    const log = await lent(...['Li', 'Wang', 'Zhao', 'nobody', 'Qian'].map((reader) => [reader, '2019-01-01'] as const))
    const library = await filled(log, { pageSize: 2 })
    expect(await rowsOf(library, 'SELECT reader FROM readers')).toEqual([['Li'], ['Wang'], ['Zhao'], ['Qian']])
    expect(library.tables[0]).toEqual({ name: 'readers', projection: 'loans@1', rows: 4, blocked: ['nobody'] })
    await library.close()
  })
})

async function filled(reader: EventStore, own: Partial<Omit<RebuiltModelsOptions, 'asOf'>> & { readonly asOf?: string }): Promise<Analytics> {
  const source = rebuiltModels({ reader, codec, mode: 'trusted', ...own, asOf: (own.asOf ?? '2026-01-01') as CalendarDate })
  return must(await openAnalytics({ tables: [readers, everReaders], source })())
}

/** A log whose clock goes on by a second with every fact. */
async function lent(...loansOf: ReadonlyArray<readonly [reader: string, day: string]>): Promise<EventStore> {
  let now = 0
  const log = memoryStore(() => { now += 1000; return now })
  for (const [index, [reader, day]] of loansOf.entries()) await lend(log, reader, day, String(index))
  return log
}

async function lend(log: EventStore, reader: string, day: string, name: string): Promise<void> {
  const stream = `bookCopy-${name}` as StreamName
  const data = { entryId: name, kind: 'change', effectiveOn: day, reader }
  await log.append({ stream, expectedVersion: 'noStream', events: [{ eventId: derivedId(name), type: 'BookLent', schemaVersion: 1, data, metadata: {} }] })()
}

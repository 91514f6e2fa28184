/** What pages of whole appends promise. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { EventReader } from '@grid-governance/event-store'
import { appendPages, appendPlaceOf, prefixKnownAt, type AppendPage, type AppendPagesRequest } from './index.ts'
import { histories, writeHistory } from './arbitraries.ts'
import { at, flagged, leftOf, remarked, rightOf, sampleStore, write } from './builders.ts'

const pagesOf = async (reader: EventReader, request: Partial<AppendPagesRequest> = {}): Promise<ReadonlyArray<AppendPage>> => {
  const pages: AppendPage[] = []
  for await (const page of appendPages(reader, { after: 'beginning', ...request })) {
    if (E.isLeft(page)) throw new Error(JSON.stringify(page.left))
    pages.push(page.right)
  }
  return pages
}

describe('a page of the log', () => {
  it('never ends inside an append, whatever its size and whatever a filter lets pass', () => fc.assert(
    fc.asyncProperty(histories(10), fc.integer({ min: 1, max: 5 }), fc.option(fc.subarray(['BuildingsCounted', 'RemarkMade', 'FlagHoisted', 'EntryVoided']), { nil: undefined }), async (history, pageSize, types) => {
      const log = sampleStore()
      await writeHistory(log, history)
      const filter = types === undefined ? {} : { filter: { types } }
      const pages = await pagesOf(log, { pageSize, ...filter })
      const appends = pages.map((page) => page.events.map((event) => `${event.stream} ${event.streamVersion - appendPlaceOf(event).index}`))
      expect(new Set(appends.flat()).size).toBe(appends.reduce((sum, page) => sum + new Set(page).size, 0))
      expect(pages.flatMap((page) => page.events)).toEqual((await rightOf(log.readAll({ after: 'beginning', maxCount: 1000, ...filter }))).events)
      expect(pages.map((page) => page.last)).toEqual(pages.map((_, index) => index === pages.length - 1))
      expect(pages.at(-1)?.readTo).toBe((await rightOf(log.head())).after)
    }), { numRuns: 150 }))

  it('is as long as its append where that is longer than a page', async () => {
    const log = sampleStore()
    await write(log, 'a', flagged('1'), flagged('2'), flagged('3'), flagged('4'))
    await write(log, 'a', flagged('5'))
    expect((await pagesOf(log, { pageSize: 1 })).map((page) => page.events.length)).toEqual([4, 1])
  })

  it('may be read on from: nothing is left out and nothing comes twice', async () => {
    const log = sampleStore()
    for (const flag of ['1', '2', '3']) await write(log, 'a', flagged(flag), flagged(`${flag}b`))
    const [first] = await pagesOf(log, { pageSize: 3 })
    const rest = await pagesOf(log, { after: first?.readTo ?? 'beginning' })
    expect([first?.events.length, rest.flatMap((page) => page.events).length]).toEqual([2, 4])
  })

  it('of an empty log is empty, and the last', async () => {
    expect(await pagesOf(sampleStore())).toEqual([{ events: [], readTo: 'beginning', last: true }])
  })

  it('gives way to the failure of the store, and nothing comes after it', async () => {
    const log = sampleStore()
    const results = []
    for await (const page of appendPages(log, { after: 'beginning', pageSize: 0 })) results.push(page)
    expect(results).toEqual([E.left(await leftOf(log.readAll({ after: 'beginning', maxCount: 0 })))])
  })
})

describe('the prefix known at a moment', () => {
  const threeAppends = async () => {
    const log = sampleStore()
    await write(log, 'a', flagged('0'))
    await write(log, 'a', remarked('g1', '1'), flagged('2'), remarked('g1', '3'))
    await write(log, 'b', flagged('4'))
    return log
  }

  it.each([[0, 1], [1, 1], [2, 1], [3, 4], [4, 5], [99, 5]])('at position %i has %i events: a position inside an append is taken back to the end of the one before', async (position, count) => {
    const log = await threeAppends()
    const prefix = await rightOf(prefixKnownAt(log, { position: at(position) }))
    const pages = await pagesOf(log, { prefix, pageSize: 2 })
    expect(pages.flatMap((page) => page.events).length).toBe(count)
    expect([0, 1, 2, 3, 4].filter(prefix.includes).length).toBe(count)
  })

  it('leaves out a cut append also where a filter lets none of its later events pass', async () => {
    const log = await threeAppends()
    const prefix = await rightOf(prefixKnownAt(log, { position: at(2) }))
    expect((await pagesOf(log, { prefix, filter: { types: ['FlagHoisted'] } })).flatMap((page) => page.events).length).toBe(1)
  })

  it('is empty before the first event and the whole log after the last', async () => {
    const log = await threeAppends()
    const before = await rightOf(prefixKnownAt(log, { instant: 0 }))
    const after = await rightOf(prefixKnownAt(log, { instant: Date.UTC(2100, 0) }))
    expect((await pagesOf(log, { prefix: before })).flatMap((page) => page.events).length).toBe(0)
    expect((await pagesOf(log, { prefix: after })).flatMap((page) => page.events).length).toBe(5)
  })
})

/** A made-up domain for the specs of this package: shelves are labelled and their books counted, by dates, with corrections. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { CalendarDate } from './calendar-date.ts'
import type { Command, Decider, DecisionContext, Rejection } from './decider.ts'
import { dated, EntryVoidedData } from './entry.ts'
import { fact, factMakers, type FactOf } from './fact.ts'
import { factCodec } from './fact-codec.ts'
import type { EntryId } from './identifiers.ts'
import { defineProjection } from './projection.ts'
import { sealInClear } from './sealed.ts'
import { list, shape, wholeNumber } from './shape.ts'
import { at, emptyTimeline, file, fileElsewhere, type Timeline } from './timeline.ts'
import type { Upcaster } from './upcaster.ts'

const table = {
  ShelfLabelled: fact(1, dated({ shelf: t.string, label: shape({ zh: t.string }, { en: t.string }) })),
  BooksCounted: fact(2, dated({ shelves: list(t.string), books: wholeNumber })),
  ShelfRemarked: fact(1, shape({ shelf: t.string, text: t.string })),
  EntryVoided: fact(1, EntryVoidedData),
}

export type ShelfFact = FactOf<typeof table>
export const make = factMakers(table)

/** The first shape of BooksCounted knew one shelf only; StockTaken counted and remarked at once, and is no longer written. */
export const upcasters: ReadonlyArray<Upcaster> = [
  { type: 'BooksCounted', from: 1, upcast: (data) => {
    const { shelf, ...rest } = data as { readonly shelf: string }
    return [{ type: 'BooksCounted', schemaVersion: 2, data: { ...rest, shelves: [shelf] } }]
  } },
  { type: 'StockTaken', from: 1, upcast: (data) => {
    const { entryId, effectiveOn, shelf, books, remark } = data as Readonly<Record<string, unknown>>
    return [
      { type: 'BooksCounted', schemaVersion: 1, data: { entryId, kind: 'change', effectiveOn, shelf, books } },
      ...(remark === null ? [] : [{ type: 'ShelfRemarked', schemaVersion: 1, data: { shelf, text: remark } }]),
    ]
  } },
]

export const codec = factCodec(table, upcasters)

export const day = (text: string): CalendarDate => text as CalendarDate
export const entry = (text: string): EntryId => text as EntryId

/** Builders: a test names only what matters to it. */
export const labelled = (entryId: string, effectiveOn: string, zh: string, more: { readonly shelf?: string, readonly root?: string, readonly corrects?: string } = {}) =>
  make.ShelfLabelled({ ...dates(entryId, effectiveOn, more), shelf: more.shelf ?? 's1', label: { zh } })
export const counted = (entryId: string, effectiveOn: string, books: number, more: { readonly shelves?: ReadonlyArray<string>, readonly root?: string, readonly corrects?: string } = {}) =>
  make.BooksCounted({ ...dates(entryId, effectiveOn, more), shelves: more.shelves ?? ['s1'], books })
export const takenBack = (entryId: string, root: string, corrects: string) =>
  make.EntryVoided({ entryId: entry(entryId), kind: 'correction', root: entry(root), corrects: entry(corrects), reason: sealInClear('made up') })
export const remarked = (text: string, shelf = 's1') => make.ShelfRemarked({ shelf, text })

function dates(entryId: string, effectiveOn: string, { root, corrects }: { readonly root?: string, readonly corrects?: string }) {
  return {
    entryId: entry(entryId), kind: root === undefined ? 'change' as const : 'correction' as const, effectiveOn: day(effectiveOn),
    ...(root === undefined || corrects === undefined ? {} : { root: entry(root), corrects: entry(corrects) }),
  }
}

const shelves = ['s1', 's2', 's3']
const arbitraryDay = fc.integer({ min: 1, max: 9 }).map((number) => `2024-02-0${number}`)

/** Facts of every type. */
export const arbitraryFacts: fc.Arbitrary<ShelfFact> = fc.oneof(
  fc.record({ on: arbitraryDay, shelf: fc.constantFrom(...shelves), zh: fc.constantFrom('甲', '乙', '丙') }).map(({ on, shelf, zh }): ShelfFact => labelled('e', on, zh, { shelf })),
  fc.record({ on: arbitraryDay, own: fc.subarray(shelves, { minLength: 1 }), books: fc.nat(50) }).map(({ on, own, books }): ShelfFact => counted('e', on, books, { shelves: own })),
  fc.constantFrom(...shelves).map((shelf): ShelfFact => remarked('dusty', shelf)),
)
export const allFacts: fc.Arbitrary<ShelfFact> = fc.oneof(arbitraryFacts, fc.constant<ShelfFact>(takenBack('e9', 'e1', 'e1')))

/** A shelf as it stands on a day. */
export interface Shelf {
  label: { zh: string, en?: string } | null
  books: number
  counts: { [entryId: string]: number }
  remarks: number
}

export const shelfProjection = defineProjection<ShelfFact>()({
  name: 'shelf',
  version: 1,
  handles: ['ShelfLabelled', 'BooksCounted', 'ShelfRemarked'],
  keys: (event) => 'shelves' in event.data ? event.data.shelves : [event.data.shelf],
  initial: (): Shelf => ({ label: null, books: 0, counts: {}, remarks: 0 }),
  project: {
    ShelfLabelled: (shelf, { data }) => { shelf.label = { ...data.label } },
    BooksCounted: (shelf, { data }) => {
      shelf.books = data.books
      shelf.counts[data.entryId] = data.books
    },
    ShelfRemarked: (shelf) => { shelf.remarks += 1 },
  },
})

/** The same question, answered from timelines. */
export interface ShelfHistory {
  readonly shelf: string
  labels: Timeline<string>
  books: Timeline<number>
}

export const historyProjection = defineProjection<ShelfFact>()({
  name: 'shelfHistory',
  version: 1,
  order: 'recorded',
  handles: ['ShelfLabelled', 'BooksCounted', 'EntryVoided'],
  keys: (event) => event.type === 'BooksCounted' ? event.data.shelves : event.type === 'ShelfLabelled' ? [event.data.shelf] : [],
  initial: (shelf): ShelfHistory => ({ shelf, labels: emptyTimeline(), books: emptyTimeline() }),
  project: {
    ShelfLabelled: (shelf, event) => event.data.shelf === shelf.shelf ? file(shelf.labels, event, event.data.label.zh) : fileElsewhere(shelf.labels, event),
    BooksCounted: (shelf, event) => event.data.shelves.includes(shelf.shelf) ? file(shelf.books, event, event.data.books) : fileElsewhere(shelf.books, event),
    EntryVoided: (shelf, event) => {
      const own = [shelf.labels, shelf.books].find((timeline) => timeline.chains[event.data.root] !== undefined)
      if (own !== undefined) file<string | number>(own, event)
    },
  },
})

export const historyAnswers = (shelf: ShelfHistory, asOf: CalendarDate): unknown => ({ label: at(shelf.labels, asOf) ?? null, books: at(shelf.books, asOf) ?? null })

export type ShelfCommand =
  | Command<'LabelShelf', { readonly shelf: string, readonly zh: string }>
  | Command<'CountBooks', { readonly books: number }>
  | Command<'TakeBackCount', { readonly entryId: EntryId }>
  | Command<'CloseRoom', Record<never, never>>

export type ShelfRejection =
  | (Rejection<'RoomClosed'>)
  | (Rejection<'TooManyBooks'> & { readonly books: number, readonly most: number })
  | (Rejection<'UnknownCount'> & { readonly entryId: string })

export interface Room {
  readonly labels: Readonly<Record<string, string>>
  readonly counts: ReadonlyArray<{ readonly entryId: string, readonly tip: string, readonly books: number }>
  readonly remarks: number
}

export const mostBooks = 100

/** The rules of one room: no shelf is labelled twice alike, no count exceeds `mostBooks`, and a remark "closed" ends it. */
export const roomDecider: Decider<ShelfCommand, Room, ShelfFact, ShelfRejection, { readonly guests: number }> = {
  category: 'room',
  initialState: { labels: {}, counts: [], remarks: 0 },
  isTerminal: (room) => room.remarks > 0,
  decide: (command, room, context) => room.remarks > 0 ? E.left({ type: 'RoomClosed', rule: 'R1' }) : decideOpen(command, room, context),
  evolve: (room, one) => {
    switch (one.type) {
      case 'ShelfLabelled': return { ...room, labels: { ...room.labels, [one.data.shelf]: one.data.label.zh } }
      case 'BooksCounted': return { ...room, counts: [...room.counts, { entryId: one.data.entryId, tip: one.data.entryId, books: one.data.books }] }
      case 'ShelfRemarked': return { ...room, remarks: room.remarks + 1 }
      case 'EntryVoided': return { ...room, counts: room.counts.filter((count) => count.entryId !== one.data.root) }
    }
  },
}

function decideOpen(command: ShelfCommand, room: Room, context: DecisionContext<{ readonly guests: number }>): E.Either<ShelfRejection, ReadonlyArray<ShelfFact>> {
  const fields = { entryId: context.entryId(0), kind: 'change' as const, effectiveOn: context.decidedOn }
  switch (command.type) {
    case 'LabelShelf': {
      const { shelf, zh } = command.data
      return E.right(room.labels[shelf] === zh ? [] : [make.ShelfLabelled({ ...fields, shelf, label: { zh } })])
    }
    case 'CountBooks': {
      const { books } = command.data
      return books > mostBooks ? E.left({ type: 'TooManyBooks', rule: 'R2', books, most: mostBooks }) : E.right([make.BooksCounted({ ...fields, shelves: ['s1'], books })])
    }
    case 'TakeBackCount': {
      const { entryId } = command.data
      return room.counts.some((count) => count.entryId === entryId)
        ? E.right([make.EntryVoided({ entryId: context.entryId(0), kind: 'correction', root: entryId, corrects: entryId, reason: sealInClear(`${context.evidence.guests} guests`) })])
        : E.left({ type: 'UnknownCount', rule: 'R3', entryId })
    }
    case 'CloseRoom': return E.right([remarked('closed')])
  }
}

export const arbitraryCommands = (room: Room): fc.Arbitrary<ShelfCommand> => fc.oneof(
  fc.record({ shelf: fc.constantFrom(...shelves), zh: fc.constantFrom('甲', '乙') }).map((data): ShelfCommand => ({ type: 'LabelShelf', data })),
  { weight: 3, arbitrary: fc.nat(mostBooks + 20).map((books): ShelfCommand => ({ type: 'CountBooks', data: { books } })) },
  fc.constantFrom(...room.counts.map(({ entryId }) => entryId), 'nobody').map((entryId): ShelfCommand => ({ type: 'TakeBackCount', data: { entryId: entry(entryId) } })),
  { weight: 1, arbitrary: fc.constant<ShelfCommand>({ type: 'CloseRoom', data: {} }) },
)

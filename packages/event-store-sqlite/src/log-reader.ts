/** Reads the log: one stream, the whole log by pages, single positions, its end, and what was known at an instant. */

import * as E from 'fp-ts/lib/Either.js'
import type { After, Position } from '@grid-governance/event-sourcing'
import { chainStart, instantProblems, logReadProblems, streamReadProblems, type EventFilter, type InvalidRead, type LogHead, type LogPage, type ReadAllRequest, type ReadStreamRequest, type SparingHint, type StoredEvent, type StreamPage } from '@grid-governance/event-store'
import { query, type Database, type Query } from './database.ts'
import { storedEventOf, type EventRow } from './event-row.ts'
import type { Names } from './names.ts'
import type { StreamHeads } from './stream-heads.ts'
import { sparingEventsOf, type Spared, type SparedRow, type SparingRow } from './sparing-event.ts'
import { streamWalk } from './stream-walk.ts'
import { eventColumns, sparingColumns } from './sql/event-columns.ts'
import { selectEventsAt } from './sql/select-events-at.ts'
import { selectFilteredPage } from './sql/select-filtered-page.ts'
import { selectLastPosition } from './sql/select-last-position.ts'
import { selectLogEnd } from './sql/select-log-end.ts'
import { selectLogPage } from './sql/select-log-page.ts'
import { selectRecordedAt } from './sql/select-recorded-at.ts'
import { selectSparedColumnsAt } from './sql/select-spared-columns-at.ts'
import { selectSparedColumns } from './sql/select-spared-columns.ts'

/** The reads, without their TaskEither; they throw what `attempt` knows. */
export interface LogReader {
  readonly readStream: (request: ReadStreamRequest) => E.Either<InvalidRead, StreamPage>
  readonly readAll: (request: ReadAllRequest) => E.Either<InvalidRead, LogPage>
  readonly readAt: (positions: ReadonlyArray<Position>, hint?: SparingHint) => ReadonlyArray<StoredEvent>
  readonly head: () => LogHead
  readonly prefixKnownAt: (instant: number) => E.Either<InvalidRead, After>
  readonly lastPosition: () => number
}

/** How many events a filtered page looks at before it answers with what it has, so that one call never takes long. */
const mostLookedAt = 100_000

/** `ofPart`: pages leave out the streams that were noted to be passed over. */
export const logReader = (database: Database, names: Names, heads: StreamHeads, ofPart = false): LogReader => {
  const walk = streamWalk(database)
  const full = pagesOf<EventRow>(database, eventColumns, ofPart)
  const sparing = pagesOf<SparingRow>(database, sparingColumns, ofPart)
  const sparedBetween = query<SparedRow>(database, selectSparedColumns)
  const sparedAt = query<SparedRow>(database, selectSparedColumnsAt)
  const sparedOf = (position: number): ReadonlyArray<SparedRow> => sparedBetween.all(position, position)
  const ofPage: Spared = { of: sparedOf, ofAll: (rows) => sparedBetween.all(rows[0]?.[0] ?? 0, rows.at(-1)?.[0] ?? 0) }
  const ofPlaces: Spared = { of: sparedOf, ofAll: (rows) => sparedAt.all(JSON.stringify(rows.map(([position]) => position))) }
  const eventsAt = query<EventRow>(database, selectEventsAt(eventColumns))
  const sparingAt = query<SparingRow>(database, selectEventsAt(sparingColumns))
  const logEnd = query<[number, number, string]>(database, selectLogEnd)
  const last = query<[number | null]>(database, selectLastPosition)
  const recordedAt = query<[number, number]>(database, selectRecordedAt)
  const toEvents = (rows: ReadonlyArray<EventRow>): StoredEvent[] => rows.map((row) => storedEventOf(names, row))

  /** Reads a page with the statement that `choose` picks. */
  const readRows = (isSparing: boolean | undefined, choose: <Row extends ReadonlyArray<unknown>>(pages: Pages<Row>) => ReadonlyArray<Row>): StoredEvent[] =>
    isSparing === true ? sparingEventsOf(names, choose(sparing), ofPage) : toEvents(choose(full))

  const readAt = (positions: ReadonlyArray<Position>, { sparing: isSparing }: SparingHint = {}): ReadonlyArray<StoredEvent> => {
    const wanted = JSON.stringify([...new Set(positions)].sort((left, right) => left - right))
    return isSparing === true ? sparingEventsOf(names, sparingAt.all(wanted), ofPlaces) : toEvents(eventsAt.all(wanted))
  }

  const lastPosition = (): number => last.get()?.[0] ?? -1

  const readStream = (request: ReadStreamRequest): E.Either<InvalidRead, StreamPage> => {
    const problems = streamReadProblems(request)
    if (problems.length > 0) return invalidRead(problems)
    heads.refresh()
    const head = heads.headOf(request.stream)
    if (head === undefined || head.version === 0) return E.right({ events: [], streamVersion: 0, endOfStream: true })
    const backwards = request.direction === 'backwards'
    const newest = backwards ? Math.min(request.from ?? head.version, head.version) : Math.min(head.version, (request.from ?? 1) + request.maxCount - 1)
    const oldest = backwards ? Math.max(1, newest - request.maxCount + 1) : request.from ?? 1
    const events = toEvents(walk.rows(head, newest, oldest))
    return E.right({
      events: backwards ? events : events.reverse(),
      streamVersion: head.version,
      endOfStream: backwards ? oldest === 1 : newest === head.version,
    })
  }

  const readAll = (request: ReadAllRequest): E.Either<InvalidRead, LogPage> => {
    const problems = logReadProblems(request)
    if (problems.length > 0) return invalidRead(problems)
    const after = request.after === 'beginning' ? -1 : request.after
    const upTo = request.upTo ?? Number.MAX_SAFE_INTEGER
    return E.right(request.filter === undefined && !ofPart
      ? readPage(after, upTo, request)
      : readFiltered(after, upTo, request, request.filter ?? {}))
  }

  const readPage = (after: number, upTo: number, { maxCount, sparing: isSparing }: ReadAllRequest): LogPage => {
    const events = readRows(isSparing, (pages) => pages.whole.all(after, upTo, maxCount))
    const readTo = events.at(-1)?.globalPosition ?? after
    return { events, readTo: placeOf(readTo), endOfLog: events.length < maxCount || readTo >= Math.min(upTo, lastPosition()) }
  }

  const readFiltered = (after: number, upTo: number, { maxCount, sparing: isSparing }: ReadAllRequest, filter: EventFilter): LogPage => {
    const end = Math.min(upTo, lastPosition())
    const window = Math.min(end, after + mostLookedAt)
    const types = idsOf(filter.types, names.typeId)
    const categories = idsOf(filter.categories, names.categoryId)
    const nothingPasses = types?.length === 0 || categories?.length === 0
    const events = nothingPasses ? [] : readRows(isSparing, (pages) => pages.filtered(types, categories).all(after, window, maxCount, json(types), json(categories)))
    const readTo = events.length === maxCount ? events.at(-1)?.globalPosition ?? after : Math.max(after, nothingPasses ? end : window)
    return { events, readTo: placeOf(readTo), endOfLog: readTo >= end }
  }

  const head = (): LogHead => {
    const end = logEnd.get()
    return end === undefined
      ? { after: 'beginning', recordedAt: undefined, link: chainStart }
      : { after: end[0] as Position, recordedAt: end[1], link: end[2] }
  }

  /** A binary search, since the time of recording never goes back. */
  const prefixKnownAt = (instant: number): E.Either<InvalidRead, After> => {
    const problems = instantProblems(instant)
    if (problems.length > 0) return invalidRead(problems)
    let known = -1
    let unknown = lastPosition() + 1
    while (unknown - known > 1) {
      const middle = known + Math.floor((unknown - known) / 2)
      const event = recordedAt.get(middle)
      if (event !== undefined && event[1] > instant) unknown = event[0]
      else known = middle
    }
    return E.right(placeOf(known))
  }

  return {
    readStream,
    readAll,
    readAt,
    head,
    prefixKnownAt,
    lastPosition,
  }
}

/** The statements that read a page of the log, with the same columns. */
interface Pages<Row extends ReadonlyArray<unknown>> {
  readonly whole: Query<Row>
  readonly filtered: (types: unknown, categories: unknown) => Query<Row>
}

/** Prepares the statement for each combination of filters once. */
function pagesOf<Row extends ReadonlyArray<unknown>>(database: Database, columns: string, streams: boolean): Pages<Row> {
  const both = query<Row>(database, selectFilteredPage(columns, { types: true, categories: true, streams }))
  const byType = query<Row>(database, selectFilteredPage(columns, { types: true, categories: false, streams }))
  const byCategory = query<Row>(database, selectFilteredPage(columns, { types: false, categories: true, streams }))
  const neither = query<Row>(database, selectFilteredPage(columns, { types: false, categories: false, streams }))
  return {
    whole: query<Row>(database, selectLogPage(columns)),
    filtered: (types, categories) =>
      types === undefined
        ? categories === undefined ? neither : byCategory
        : categories === undefined ? byType : both,
  }
}

/** The numbers of those names that the log knows; undefined where there is no such filter. */
function idsOf(filter: ReadonlyArray<string> | undefined, idOf: (name: string) => number | undefined): ReadonlyArray<number> | undefined {
  return filter?.map(idOf).filter((id) => id !== undefined)
}

function json(ids: ReadonlyArray<number> | undefined): string | null {
  return ids === undefined ? null : JSON.stringify(ids)
}

function placeOf(position: number): After {
  return position < 0 ? 'beginning' : position as Position
}

function invalidRead(problems: ReadonlyArray<string>): E.Left<InvalidRead> {
  return { _tag: 'Left', left: { tag: 'InvalidRead', problems } }
}

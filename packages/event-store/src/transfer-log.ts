/** Moves a log to another store on its stored form: compares what is there already, writes the rest in order, reads it all back, and only then seals it. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { After, EventId, JsonObject } from '@grid-governance/event-sourcing'
import type { AppendFailure, ReadFailure } from './failures.ts'
import { chainStart, nextLink } from './hash-chain.ts'
import type { AppendRequest, EventReader, LogHead } from './port.ts'
import { maxAppendBytes, maxAppendEvents } from './prepare-append.ts'
import { leafText, type EventToAppend, type StoredEvent } from './stored-event.ts'

/** What a log, or a prefix of one, comes to; the same in every store, since it knows no positions. */
export interface LogDigest {
  readonly count: number
  /** The id of the last event; undefined where there is none. */
  readonly lastEventId: EventId | undefined
  /** The head of the hash chain over all leaves, in hex; 64 zeros for an empty log. */
  readonly link: string
}

/** A store while a log is moved into it. Nobody else is to write to it; it is no log for others until it is sealed. */
export interface TransferTarget<F> {
  /** What was written so far, with the times that were given. */
  readonly reader: Pick<EventReader, 'readAll'>
  /** What an earlier transfer that came to its end left here; then nothing is written. */
  readonly sealed: LogDigest | undefined
  /** Appends, and keeps the time of recording that is given (milliseconds since 1970). Asked for one after another, in the order of the log. */
  readonly append: (request: AppendRequest, recordedAt: number) => TaskEither<AppendFailure, unknown>
  /** Makes a log of it, which was found to be the source's. Sealing twice is fine. */
  readonly seal: (digest: LogDigest) => TaskEither<F, void>
}

export interface TransferOptions<F> {
  readonly source: Pick<EventReader, 'readAll' | 'head' | 'declared'>
  readonly target: TransferTarget<F>
  /** Told after every page. */
  readonly onProgress?: (progress: TransferProgress) => void
  readonly pageSize?: number
}

/** `moving` compares and writes, `verifying` reads the target once through. `total` is unknown where positions do not tell it. */
export interface TransferProgress {
  readonly step: 'moving' | 'verifying'
  readonly done: number
  readonly total: number | undefined
}

export interface TransferReport {
  readonly digest: LogDigest
  readonly streams: number
  /** How many events this run wrote. */
  readonly written: number
  /** An earlier run had come to its end: nothing was written. */
  readonly alreadyThere: boolean
  /** Where the log ends in the target; undefined where it was there already and may have gone on. */
  readonly after: After | undefined
}

/** An event by its place in its stream. */
export type EventPlace = Pick<StoredEvent, 'stream' | 'streamVersion' | 'eventId'>

/** The target holds something else than the source at a place (from 0) of the log; nothing was written after that. */
export interface TargetDiffers {
  readonly tag: 'TargetDiffers'
  readonly place: number
  /** Undefined where the source has no more events. */
  readonly expected: EventPlace | undefined
  readonly found: EventPlace
}

/**
 * The source cannot be moved as it is. foreign: an event was not written through the port, so that its bytes are not known; clockBack: its
 * time lies before that of the event before; otherChain: the source's own chain says something else
 * than its events; cutShort: reading ended before the head that the source had named.
 */
export interface SourceUnsound {
  readonly tag: 'SourceUnsound'
  readonly problem: 'foreign' | 'clockBack' | 'otherChain' | 'cutShort'
  /** The place in the log, from 0. */
  readonly place: number
}

/** Read back, the target is not what was written; it was not sealed. */
export interface CopyDiffers {
  readonly tag: 'CopyDiffers'
  readonly source: LogDigest
  readonly target: LogDigest
}

/** The target is whole, and another log than the source; nothing was written. */
export interface TargetSealed {
  readonly tag: 'TargetSealed'
  readonly source: LogDigest
  readonly target: LogDigest
}

export type TransferFailure = ReadFailure | AppendFailure | TargetDiffers | SourceUnsound | CopyDiffers | TargetSealed

/**
 * Moves the log as it is now. After any failure, or a kill, the same call goes on where it was; what was sealed is not touched again, and the
 * same source is answered with `alreadyThere`.
 */
export const transferLog = <F>(options: TransferOptions<F>): TaskEither<TransferFailure | F, TransferReport> => async () => {
  const head = await options.source.head()()
  if (E.isLeft(head)) return head
  return options.target.sealed === undefined ? await move(options, head.right) : await compareSealed(options, head.right, options.target.sealed)
}

async function move<F>(options: TransferOptions<F>, head: LogHead): Promise<E.Either<TransferFailure | F, TransferReport>> {
  const { target, pageSize = pageSizeUnlessTold } = options
  const held = heldEvents(target.reader, pageSize)
  let written = 0
  const source = await foldSource(options, head, async (events, place) => {
    const there = await held.next(events.length)
    if (E.isLeft(there)) return there.left
    const difference = firstDifference(events, there.right, place)
    if (difference !== undefined) return difference
    const rest = events.slice(there.right.length)
    written += rest.length
    return await writeAll(target, rest)
  })
  if (E.isLeft(source)) return source
  const { digest, streams } = source.right
  const beyond = await held.next(1)
  if (E.isLeft(beyond)) return beyond
  if (beyond.right[0] !== undefined) return E.left({ tag: 'TargetDiffers', place: digest.count, expected: undefined, found: placeOf(beyond.right[0]) })
  const copy = await foldTarget(options, digest)
  if (E.isLeft(copy)) return copy
  if (!sameDigest(copy.right.digest, digest)) return E.left({ tag: 'CopyDiffers', source: digest, target: copy.right.digest })
  const sealed = await target.seal(digest)()
  return E.isLeft(sealed) ? sealed : E.right({ digest, streams, written, alreadyThere: false, after: copy.right.after })
}

async function compareSealed<F>(options: TransferOptions<F>, head: LogHead, sealed: LogDigest): Promise<E.Either<TransferFailure, TransferReport>> {
  const source = await foldSource(options, head, async () => undefined)
  if (E.isLeft(source)) return source
  const { digest, streams } = source.right
  return sameDigest(digest, sealed) ? E.right({ digest, streams, written: 0, alreadyThere: true, after: undefined }) : E.left({ tag: 'TargetSealed', source: digest, target: sealed })
}

const pageSizeUnlessTold = 500

/** Reads the source up to its head, as far as it is sound, and lets `work` have each page; the fold must come to the source's own chain. */
async function foldSource<F>(
  { source, pageSize = pageSizeUnlessTold, onProgress }: TransferOptions<F>, head: LogHead, work: PageWork<TransferFailure>,
): Promise<E.Either<TransferFailure, Folded>> {
  const total = source.declared.positionsDense ? head.after === 'beginning' ? 0 : head.after + 1 : undefined
  let newest = 0
  const folded = await foldLog<TransferFailure>({
    reader: source, pageSize, isWhole: ({ after }) => after === head.after, ...(head.after === 'beginning' ? {} : { upTo: head.after }),
    work: async (events, place) => {
      for (const [index, event] of events.entries()) {
        if (event.foreign === true) return unsound('foreign', place + index)
        if (event.recordedAt < newest) return unsound('clockBack', place + index)
        newest = event.recordedAt
      }
      const failure = await work(events, place)
      onProgress?.({ step: 'moving', done: place + events.length, total })
      return failure
    },
  })
  if (E.isLeft(folded)) return folded
  const { after, digest } = folded.right
  if (after !== head.after) return E.left(unsound('cutShort', digest.count))
  return head.link !== undefined && head.link !== digest.link ? E.left(unsound('otherChain', digest.count)) : folded
}

async function foldTarget<F>({ target, pageSize = pageSizeUnlessTold, onProgress }: TransferOptions<F>, expected: LogDigest): Promise<E.Either<TransferFailure, Folded>> {
  return await foldLog<TransferFailure>({
    reader: target.reader, pageSize, isWhole: ({ digest }) => digest.count >= expected.count,
    work: async (events, place) => { onProgress?.({ step: 'verifying', done: place + events.length, total: expected.count }); return undefined },
  })
}

type PageWork<F> = (events: ReadonlyArray<StoredEvent>, place: number) => Promise<F | undefined>

interface Folded {
  readonly digest: LogDigest
  readonly streams: number
  readonly after: After
}

interface FoldRequest<F> {
  readonly reader: Pick<EventReader, 'readAll'>
  readonly pageSize: number
  readonly upTo?: Exclude<After, 'beginning'>
  /** Whether the end that was reached is the one that is known to be there. */
  readonly isWhole: (folded: Folded) => boolean
  readonly work: PageWork<F>
}

/** A reading over a network may be cut short without a word, and then says that the log ends there: it is asked again so often. */
const askAgain = 3

async function foldLog<F>({ reader, pageSize, upTo, isWhole, work }: FoldRequest<F>): Promise<E.Either<F | ReadFailure, Folded>> {
  const streams = new Set<string>()
  let digest: LogDigest = { count: 0, lastEventId: undefined, link: chainStart }
  let [readTo, after]: [After, After] = ['beginning', 'beginning']
  for (let atEnd = 0; ;) {
    const page = await reader.readAll({ after: readTo, maxCount: pageSize, ...(upTo === undefined ? {} : { upTo }) })()
    if (E.isLeft(page)) return page
    const failure = await work(page.right.events, digest.count)
    if (failure !== undefined) return E.left(failure)
    for (const event of page.right.events) {
      digest = { count: digest.count + 1, lastEventId: event.eventId, link: nextLink(digest.link, event) }
      streams.add(event.stream)
      after = event.globalPosition
    }
    readTo = page.right.readTo
    if (!page.right.endOfLog) continue
    const folded = { digest, streams: streams.size, after }
    atEnd = page.right.events.length > 0 ? 0 : atEnd + 1
    if (isWhole(folded) || atEnd > askAgain) return E.right(folded)
  }
}

/** What the target held before anything was written, some events at a time. */
function heldEvents(reader: Pick<EventReader, 'readAll'>, pageSize: number): { readonly next: (count: number) => Promise<E.Either<ReadFailure, ReadonlyArray<StoredEvent>>> } {
  let waiting: ReadonlyArray<StoredEvent> = []
  let readTo: After = 'beginning'
  let ended = false
  return {
    next: async (count) => {
      while (waiting.length < count && !ended) {
        const page = await reader.readAll({ after: readTo, maxCount: pageSize })()
        if (E.isLeft(page)) return page
        waiting = [...waiting, ...page.right.events]
        readTo = page.right.readTo
        ended = page.right.endOfLog
      }
      const taken = waiting.slice(0, count)
      waiting = waiting.slice(count)
      return E.right(taken)
    },
  }
}

function firstDifference(events: ReadonlyArray<StoredEvent>, there: ReadonlyArray<StoredEvent>, place: number): TargetDiffers | undefined {
  const index = there.findIndex((found, at) => found.foreign === true || leafText(found) !== leafText(events[at] as StoredEvent))
  const [expected, found] = [events[index], there[index]]
  return expected === undefined || found === undefined ? undefined : { tag: 'TargetDiffers', place: place + index, expected: placeOf(expected), found: placeOf(found) }
}

async function writeAll<F>(target: TransferTarget<F>, events: ReadonlyArray<StoredEvent>): Promise<AppendFailure | undefined> {
  for (const group of groupsOf(events)) {
    const appended = await target.append(requestOf(group), group[0].recordedAt)()
    if (E.isLeft(appended)) return appended.left
  }
  return undefined
}

type Group = readonly [StoredEvent, ...StoredEvent[]]

/** Neighbours of one stream and one time are one append, within the limits of the port. */
function groupsOf(events: ReadonlyArray<StoredEvent>): ReadonlyArray<Group> {
  const groups: Array<[StoredEvent, ...StoredEvent[]]> = []
  let bytes = 0
  for (const event of events) {
    const group = groups.at(-1)
    const size = Buffer.byteLength(event.data)
    const joins = group !== undefined && group[0].stream === event.stream && group[0].recordedAt === event.recordedAt && group.length < maxAppendEvents && bytes + size <= maxAppendBytes
    if (joins) group.push(event)
    else groups.push([event])
    bytes = joins ? bytes + size : size
  }
  return groups
}

function requestOf([first, ...others]: Group): AppendRequest {
  return { stream: first.stream, expectedVersion: first.streamVersion - 1, events: [toAppend(first), ...others.map(toAppend)] }
}

function toAppend({ eventId, type, schemaVersion, metadata, data }: StoredEvent): EventToAppend {
  return { eventId, type, schemaVersion, metadata: JSON.parse(metadata) as JsonObject, data: JSON.parse(data) as JsonObject }
}

function placeOf({ stream, streamVersion, eventId }: StoredEvent): EventPlace {
  return { stream, streamVersion, eventId }
}

function sameDigest(one: LogDigest, other: LogDigest): boolean {
  return one.count === other.count && one.link === other.link
}

function unsound(problem: SourceUnsound['problem'], place: number): SourceUnsound {
  return { tag: 'SourceUnsound', problem, place }
}

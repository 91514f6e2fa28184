/** Appends a group of requests in one transaction: each is judged on its own, all that may be written are durable together. */

import * as E from 'fp-ts/lib/Either.js'
import type { EventId, Position, StreamName } from '@grid-governance/event-sourcing'
import { chainStart, clockToleranceMs, judgeAppend, prepareAppend, type AppendFailure, type AppendReceipt, type AppendRequest, type PreparedEvent, type StreamIds } from '@grid-governance/event-store'
import { query, type Database } from './database.ts'
import { leafBytes } from './leaf-bytes.ts'
import type { Names } from './names.ts'
import type { StreamHead, StreamHeads } from './stream-heads.ts'
import { markEvery, streamWalk } from './stream-walk.ts'
import { insertEvent } from './sql/insert-event.ts'
import { insertStreamMark } from './sql/insert-stream-mark.ts'
import { isRefused, wasLocked } from './sqlite-failures.ts'
import { saveHeadsReach } from './sql/save-heads-reach.ts'
import { saveStreamHead } from './sql/save-stream-head.ts'
import { selectLogEnd } from './sql/select-log-end.ts'

export interface GroupAnswer {
  /** One answer for each request of the group, in its order. */
  readonly answers: ReadonlyArray<E.Either<AppendFailure, AppendReceipt>>
  readonly written: number
}

export interface LogWriter {
  /** Throws what `attempt` knows when the transaction failed; then nothing of the group was written, or at worst its outcome is unknown. */
  readonly appendGroup: (group: ReadonlyArray<AppendRequest>) => GroupAnswer
  /** Saves where the streams end, in a transaction of its own; throws as `appendGroup`. */
  readonly saveHeads: () => void
}

/** The end of the log, moved on with every event. */
interface Tail {
  position: number
  recordedAt: number
  link: string
}

export const logWriter = (database: Database, names: Names, heads: StreamHeads, now: () => number): LogWriter => {
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const rollback = database.prepare('ROLLBACK')
  const logEnd = query<[number, number, string]>(database, selectLogEnd)
  const insert = database.prepare(insertEvent)
  const insertMark = database.prepare(insertStreamMark)
  const saveHead = database.prepare(saveStreamHead)
  const saveReach = database.prepare(saveHeadsReach)
  const walk = streamWalk(database)
  const linked = leafBytes()
  let tail: Tail | undefined
  let generation: number | undefined

  const appendGroup = (group: ReadonlyArray<AppendRequest>): GroupAnswer => appendAlone(group) ?? appendTogether(group)

  const appendTogether = (group: ReadonlyArray<AppendRequest>): GroupAnswer => inTransaction(() => {
    const end = refreshedTail()
    const before = end.position
    const answers = group.map((request) => appendOne(end, request))
    return { answers, written: end.position - before }
  }, ({ written }) => written > 0)

  /**
   * One event of a known type, for a stream that is remembered to be at the expected version, is one insert, a transaction of its own and
   * the cheapest there is: if another connection has written since, the position is taken and the database refuses it. Undefined where
   * there is more to do, or it was refused; then nothing was written.
   */
  const appendAlone = (group: ReadonlyArray<AppendRequest>): GroupAnswer | undefined => {
    const [request] = group
    if (tail === undefined || request === undefined || group.length > 1 || request.events.length !== 1) return undefined
    const head = heads.remembered(request.stream)
    if (head === undefined || head.version !== request.expectedVersion || (head.version + 1) % markEvery === 0 || !names.remembersType(request.events[0].type)) return undefined
    const prepared = prepareAppend(request)
    if (E.isLeft(prepared)) return { answers: [prepared], written: 0 }
    const eventIds = prepared.right.map((event) => event.eventId)
    try {
      const answer = write(tail, request.stream, head, prepared.right, eventIds)
      return { answers: [answer], written: E.isLeft(answer) ? 0 : 1 }
    } catch (error) {
      if (isRefused(error)) return undefined
      // What is remembered is as good as before where another writer was at it; to find it all again would make the wait longer.
      if (!wasLocked(error)) forget()
      throw error
    }
  }

  const saveHeads = (): void => {
    inTransaction(() => {
      refreshedTail()
      const { heads: ends, reach } = heads.toSave()
      for (const head of ends) saveHead.get(head.id, head.version, head.position)
      saveReach.get(reach)
    }, () => true)
    heads.saved()
  }

  const inTransaction = <A>(work: () => A, wrote: (result: A) => boolean): A => {
    begin.get()
    try {
      const result = work()
      if (wrote(result)) commit.get()
      else rollback.get()
      return result
    } catch (error) {
      forget()
      if (database.isTransaction) rollback.get()
      throw error
    }
  }

  /** What this connection remembers holds as long as no other connection, in this process or another, has committed. */
  const refreshedTail = (): Tail => {
    const current = heads.refresh()
    if (current === generation && tail !== undefined) return tail
    generation = current
    const end = logEnd.get()
    tail = end === undefined ? { position: -1, recordedAt: 0, link: chainStart } : { position: end[0], recordedAt: end[1], link: end[2] }
    return tail
  }

  const forget = (): void => {
    tail = undefined
    heads.forget()
    names.forget()
  }

  /** The stored text is made here and not when the append was asked for, so that a group of thousands does not hold all of it at once. */
  const appendOne = (end: Tail, request: AppendRequest): E.Either<AppendFailure, AppendReceipt> => {
    const prepared = prepareAppend(request)
    if (E.isLeft(prepared)) return prepared
    const events = prepared.right
    const head = heads.headOf(request.stream)
    const eventIds = events.map((event) => event.eventId)
    const verdict = judgeAppend(request.expectedVersion, idsOfStream(head), eventIds)
    switch (verdict.verdict) {
      case 'conflict': return E.left({ tag: 'WrongExpectedVersion', stream: request.stream, expected: request.expectedVersion, actual: head?.version ?? 0 })
      case 'repeated': return E.right(repeatedReceipt(request.stream, head as StreamHead, verdict.firstVersion, eventIds))
      case 'write': return write(end, request.stream, head, events, eventIds)
    }
  }

  const write = (end: Tail, stream: StreamName, known: StreamHead | undefined, events: ReadonlyArray<PreparedEvent>, eventIds: ReadonlyArray<EventId>): E.Either<AppendFailure, AppendReceipt> => {
    const clock = now()
    if (clock < end.recordedAt - clockToleranceMs) return E.left({ tag: 'ClockBehindLog', clock, log: end.recordedAt })
    const recordedAt = Math.max(clock, end.recordedAt)
    const head = known ?? heads.begin(stream, names.newStreamId(stream))
    const firstVersion = head.version + 1
    for (const event of events) writeEvent(end, stream, head, event, recordedAt)
    return E.right({ stream, firstVersion, streamVersion: head.version, position: end.position as Position, eventIds, repeated: false })
  }

  const writeEvent = (end: Tail, stream: StreamName, head: StreamHead, { eventId, type, schemaVersion, metadata, data }: PreparedEvent, recordedAt: number): void => {
    const version = head.version + 1
    const position = end.position + 1
    const leaf = linked(end.link, { stream, streamVersion: version, eventId, type, schemaVersion, recordedAt, metadata, data })
    insert.get(position, head.id, version, head.position, eventId, names.typeIdFor(type), schemaVersion, recordedAt, leaf.metadata, leaf.data, leaf.link)
    if (version % markEvery === 0) insertMark.run(head.id, version, position)
    heads.advance(head, position)
    end.position = position
    end.recordedAt = recordedAt
    end.link = leaf.link
  }

  const idsOfStream = (head: StreamHead | undefined): StreamIds => {
    let versions: Map<EventId, number> | undefined
    return {
      version: head?.version ?? 0,
      idsFrom: (version, count) =>
        head === undefined ? [] : walk.ids(head, Math.min(head.version, version + count - 1), version).map((placed) => placed.eventId).reverse(),
      versionOf: (eventId) => (versions ??= firstVersions(head)).get(eventId),
    }
  }

  /** Newest first, so that the first version of a doubled id is what remains. */
  const firstVersions = (head: StreamHead | undefined): Map<EventId, number> =>
    new Map(head === undefined ? [] : walk.ids(head, head.version, 1).map((placed) => [placed.eventId, placed.version]))

  const repeatedReceipt = (stream: StreamName, head: StreamHead, firstVersion: number, eventIds: ReadonlyArray<EventId>): AppendReceipt => {
    const streamVersion = firstVersion + eventIds.length - 1
    const last = walk.ids(head, streamVersion, streamVersion)[0]
    return { stream, firstVersion, streamVersion, position: last?.position as Position, eventIds, repeated: true }
  }

  return { appendGroup, saveHeads }
}

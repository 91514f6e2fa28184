/** The event store in one SQLite file: opens it and puts its parts together. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { StreamName } from '@grid-governance/event-sourcing'
import { prepareAppend, type AppendFailure, type AppendReceipt, type AppendRequest, type EventStore, type StoreUnavailable } from '@grid-governance/event-store'
import { appendQueue, closedStore, type AppendQueue } from './append-queue.ts'
import { checkedReads } from './checked-reads.ts'
import { copyLog, type CopyFailure } from './copy-log.ts'
import { query, type Database } from './database.ts'
import { housekeeping, type Housekeeping } from './housekeeping.ts'
import { openLogFile, type LogFile, type LogFileOptions } from './log-file.ts'
import type { LogReport, PinnedHead, VerifyOptions } from './log-report.ts'
import { logReader } from './log-reader.ts'
import { logWatch } from './log-watch.ts'
import { logWriter } from './log-writer.ts'
import { namesOf, type Names } from './names.ts'
import { attempt, attemptTask, patiently, unavailable } from './sqlite-failures.ts'
import { streamHeads, type StreamHeads } from './stream-heads.ts'
import { verifyLog } from './verify-log.ts'
import { passOverOtherStreams } from './workers/streams-of-part.ts'

export interface SqliteStoreOptions {
  readonly path: string
  /** `create` opens the log and makes it first where there is none; `readWrite` and `readOnly` expect it to be there. */
  readonly mode: 'readWrite' | 'readOnly' | 'create'
  /** FULL (default): an answered append survives a power cut. NORMAL: it survives a crash of the process; a power cut may take the last ones. */
  readonly synchronous?: 'FULL' | 'NORMAL'
  /** Milliseconds since 1970; what `recordedAt` is taken from. */
  readonly now: () => number
  /** How long to wait for another process that holds the lock before failing with `locked`; 5,000 ms unless told. */
  readonly busyTimeoutMs?: number
  /** How often `waitBeyond` looks for appends of other processes; 50 ms unless told. */
  readonly pollEveryMs?: number
  /** Permissions of a new file; 0o640 unless told. */
  readonly fileMode?: number
  /**
   * Checks each event that is read against its link and the one before it, so that an altered event fails the read with `corrupt`. What a
   * read leaves out, it does not check: `verify` checks all.
   */
  readonly checkReads?: boolean
}

export interface SqliteEventStore extends EventStore {
  readonly path: string
  /** `immutable`: the directory may not be written, so the file is read on the promise that nobody writes to it. */
  readonly access: LogFile['access']
  /** Checks everything that the file holds now: links, versions, clock, and what is derived from them. */
  readonly verify: (options?: VerifyOptions) => TaskEither<StoreUnavailable, LogReport>
  /**
   * Copies the log as it is at one moment, while appends go on, to a file that does not exist yet; the copy is verified before it gets its
   * name. Answers with its head, to be kept outside of the machine.
   */
  readonly backup: (to: string, options?: VerifyOptions) => TaskEither<CopyFailure, PinnedHead>
  /** Folds the WAL into the file; afterwards everything appended so far is durable, also at NORMAL. */
  readonly settle: () => TaskEither<StoreUnavailable, void>
  /** Writes what is waiting, folds the WAL and lets go of the file. Closing twice is fine. */
  readonly close: () => TaskEither<StoreUnavailable, void>
}

const defaultBusyTimeoutMs = 5000

/** Opens a log. Fails with the reasons of StoreUnavailable; see the README of this package for each. */
export const openSqliteStore = (options: SqliteStoreOptions): TaskEither<StoreUnavailable, SqliteEventStore> => {
  const busyTimeoutMs = options.busyTimeoutMs ?? defaultBusyTimeoutMs
  const fileOptions: LogFileOptions = { path: options.path, mode: options.mode, synchronous: options.synchronous ?? 'FULL', fileMode: options.fileMode ?? 0o640 }
  return patiently(busyTimeoutMs, () => {
    const file = openLogFile(fileOptions)
    return E.isLeft(file) ? file : attempt(options.path, () => {
      const store = storeOn(file.right, options, busyTimeoutMs)
      return options.checkReads === true ? { ...store, ...checkedReads(store, file.right.database, options.path) } : store
    })
  })
}

/** Opens a log for reading, of whose pages the streams that are not of a part are left out. */
export const openPartOfLog = (
  { path, checkReads = false }: Pick<SqliteStoreOptions, 'path' | 'checkReads'>, isRead: (stream: StreamName) => boolean,
): TaskEither<StoreUnavailable, SqliteEventStore> => patiently(defaultBusyTimeoutMs, () => {
  const file = openLogFile({ path, mode: 'readOnly', synchronous: 'FULL', fileMode: 0 })
  return E.isLeft(file) ? file : attempt(path, () => {
    passOverOtherStreams(file.right.database, isRead)
    const store = storeOn(file.right, { path, mode: 'readOnly', now: () => 0 }, defaultBusyTimeoutMs, true)
    return checkReads ? { ...store, ...checkedReads(store, file.right.database, path) } : store
  })
})

/** A store on a file that is open. */
export function storeOn({ database, access }: LogFile, { path, now, pollEveryMs = 50 }: SqliteStoreOptions, busyTimeoutMs: number, ofPart = false): SqliteEventStore {
  const names = namesOf(database)
  const heads = streamHeads(database)
  const reader = logReader(database, names, heads, ofPart)
  const dataVersion = query<[number]>(database, 'PRAGMA data_version')
  const watch = logWatch({ lastPosition: reader.lastPosition, dataVersion: () => dataVersion.get()?.[0] ?? 0, pollEveryMs })
  const writing = access === 'readWrite' ? writingParts(database, names, heads, path, now, busyTimeoutMs, watch.appended) : undefined
  let closed = false

  const reading = <F extends { readonly tag: string }, A>(work: () => E.Either<F, A>): TaskEither<F | StoreUnavailable, A> =>
    patiently(busyTimeoutMs, () => closed ? E.left(closedStore(path)) : E.flatten(attempt<E.Either<F | StoreUnavailable, A>>(path, work)))

  const append = (request: AppendRequest): TaskEither<AppendFailure, AppendReceipt> => () =>
    writing === undefined ? Promise.resolve(refusedToRead(request)) : writing.queue.append(request)

  /** What is wrong with the request is told first, as by every store. */
  const refusedToRead = (request: AppendRequest): E.Either<AppendFailure, AppendReceipt> => {
    const prepared = prepareAppend(request)
    return E.isLeft(prepared) ? prepared : E.left(unavailable('readOnly', path, 'the log was opened for reading only'))
  }

  const close = (): E.Either<StoreUnavailable, void> => {
    if (closed) return E.right(undefined)
    writing?.queue.close()
    watch.close()
    writing?.house.stop()
    // What cannot be saved now is found again at the next opening.
    if (writing !== undefined) attempt(path, writing.house.finish)
    closed = true
    return attempt(path, () => { database.close() })
  }

  return {
    path,
    access,
    declared: { name: 'sqlite', positionsDense: true, keepsChain: true, filtersOn: 'store', clockBehindLog: 'refused', noticesOthersWithinMs: pollEveryMs },
    append,
    readStream: (request) => reading(() => reader.readStream(request)),
    readAll: (request) => reading(() => reader.readAll(request)),
    readAt: (positions, hint) => reading(() => E.right(reader.readAt(positions, hint))),
    head: () => reading(() => E.right(reader.head())),
    prefixKnownAt: (instant) => reading(() => reader.prefixKnownAt(instant)),
    waitBeyond: (after, waitOptions) => () => closed ? Promise.resolve('timeout') : watch.waitBeyond(after, waitOptions),
    verify: (verifyOptions = {}) => () => closed ? Promise.resolve(E.left(closedStore(path))) : attemptTask(path, () => verifyLog(database, verifyOptions)),
    backup: (to, copyOptions = {}) => () => closed ? Promise.resolve(E.left(closedStore(path))) : copyLog(path, to, { ...copyOptions, busyTimeoutMs })(),
    settle: () => reading(() => writing === undefined || writing.house.finish() ? E.right(undefined) : E.left(unavailable('locked', path, 'other processes keep the WAL busy'))),
    close: () => async () => close(),
  }
}

interface WritingParts {
  readonly queue: AppendQueue
  readonly house: Housekeeping
}

function writingParts(database: Database, names: Names, heads: StreamHeads, path: string, now: () => number, busyTimeoutMs: number, appended: () => void): WritingParts {
  const writer = logWriter(database, names, heads, now)
  const house = housekeeping(database, writer, heads)
  const queue = appendQueue({
    where: path,
    write: (group) => attempt(path, () => writer.appendGroup(group)),
    afterCommit: (events) => {
      appended()
      house.committed(events)
    },
    busyTimeoutMs,
  })
  return { queue, house }
}

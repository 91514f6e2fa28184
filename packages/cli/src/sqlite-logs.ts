/** Logs in SQLite files; the store is loaded when the first log is opened. */

import { dirname } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Position } from '@grid-governance/event-sourcing'
import type { StoreUnavailable } from '@grid-governance/event-store'
import type { CopyFailure, PinnedHead as StorePin, SqliteEventStore, SqliteStoreOptions } from '@grid-governance/event-store-sqlite'
import type { CopyNotWritten, FileUnusable, HeadDiffers, LogDamaged, PinnedHead } from './failure.ts'
import { outcomesBeside } from './outcomes-beside.ts'
import type { AuditableLog, Inspect, Logs, ReadableLog, WritableLog } from './ports.ts'

type LogCopyFailure = StoreUnavailable | FileUnusable | CopyNotWritten | LogDamaged | HeadDiffers

export interface SqliteLogsOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** How long to wait for another process that writes; the store's own patience unless given. */
  readonly busyTimeoutMs?: number
  /** Whether a name is taken: new logs are never made over something. */
  readonly isThere: (path: string) => Promise<boolean>
}

/** What can be done with files alone; a log is moved between them and databases as well (`transfer-logs.ts`). */
export type FileLogs = Omit<Logs, 'transfer'>

/** Logs in the files of this machine. */
export const sqliteLogs = ({ now, busyTimeoutMs, isThere }: SqliteLogsOptions): FileLogs => {
  const patience = busyTimeoutMs === undefined ? {} : { busyTimeoutMs }
  const open = (path: string, mode: SqliteStoreOptions['mode'], checkReads = true): TE.TaskEither<StoreUnavailable, SqliteEventStore> => async () =>
    await (await sqlite()).openSqliteStore({ path, mode, now, checkReads, ...patience })()
  const ifNew = (path: string): TE.TaskEither<FileUnusable, void> => async () => await isThere(path) ? E.left(taken(path)) : await inFolder(path)()
  const inFolder = (path: string): TE.TaskEither<FileUnusable, void> => async () =>
    await isThere(dirname(path)) ? E.right(undefined) : E.left({ tag: 'FileUnusable', path, reason: 'noFolder', detail: dirname(path) })
  return {
    create: (path) => pipe(ifNew(path), TE.flatMap(() => open(path, 'create')), TE.map(writable)),
    open: (path) => pipe(open(path, 'readWrite'), TE.map(writable)),
    read: (path) => pipe(open(path, 'readOnly'), TE.map(readable)),
    audit: (path) => pipe(open(path, 'readOnly', false), TE.map((log) => ({ ...auditable(log), outcomes: outcomesFor(path, isThere, patience) }))),
    backup: (path, target) => pipe(
      inFolder(target),
      TE.flatMap(() => open(path, 'readOnly')),
      TE.flatMap((log) => closing(log, pipe(log.backup(target), TE.mapLeft((failure) => copyFailure(failure, path, target, 'backedUp'))))),
      TE.map(headOf),
    ),
    restore: (copy, target, pinned) => pipe(
      inFolder(target),
      TE.flatMap(() => pipe(
        TE.fromTask(sqlite),
        TE.flatMap(({ restoreLog }) => restoreLog(copy, target, pinned === undefined ? {} : { pinnedHead: pinOf(pinned) })),
        TE.bimap((failure) => copyFailure(failure, copy, target, 'restored'), headOf),
      )),
    ),
  }
}

async function sqlite() {
  return await import('@grid-governance/event-store-sqlite')
}

function writable(store: SqliteEventStore): WritableLog {
  return { store, close: async () => { await store.close()() } }
}

function readable(store: SqliteEventStore): ReadableLog {
  return { path: store.path, reader: store, close: async () => { await store.close()() } }
}

function auditable(store: SqliteEventStore): AuditableLog {
  return { ...readable(store), inspect: inspectBy(store) }
}

function outcomesFor(log: string, isThere: SqliteLogsOptions['isThere'], patience: { readonly busyTimeoutMs?: number }): NonNullable<ReadableLog['outcomes']> {
  const open = namedOutcomes(isThere, patience)
  return (named) => async () => {
    if (named !== undefined) return await open(named)()
    return await isThere(outcomesBeside(log)) ? await open(outcomesBeside(log))() : E.right(undefined)
  }
}

/** Outcomes in the file of a name, which must be there. */
export const namedOutcomes = (isThere: SqliteLogsOptions['isThere'], patience: { readonly busyTimeoutMs?: number }): (path: string) => ReturnType<NonNullable<ReadableLog['outcomes']>> =>
  (path) => async () => {
    if (!await isThere(path)) return E.left({ tag: 'FileUnusable', path, reason: 'missing', detail: 'no such file' })
    const opened = await (await sqlite()).openSqliteOutcomes({ path, mode: 'readOnly', ...patience })()
    return E.isLeft(opened)
      ? E.left({ tag: 'FileUnusable', path, reason: 'other', detail: opened.left.detail })
      : E.right({ outcomesOf: opened.right.outcomesOf, close: async () => { await opened.right.close()() } })
  }

function inspectBy(store: SqliteEventStore): Inspect {
  return ({ pinned, onProgress }) => pipe(
    store.verify({ ...(pinned === undefined ? {} : { pinnedHead: pinOf(pinned) }), onProgress: ({ verified, total }) => { onProgress(verified, total) } }),
    TE.map(({ head, streams, findings, findingsInAll }) => ({ events: head.count, streams, findings, inAll: findingsInAll })),
  )
}

function closing<F, A>(log: SqliteEventStore, work: TE.TaskEither<F, A>): TE.TaskEither<F, A> {
  return async () => {
    try {
      return await work()
    } finally {
      await log.close()()
    }
  }
}

/** A missing head is told apart from damage: it may be a sound copy of another moment, or of another log. */
function copyFailure(failure: CopyFailure, path: string, target: string, use: LogDamaged['use']): LogCopyFailure {
  if (failure.tag === 'TargetExists') return taken(failure.path)
  if (failure.tag === 'StoreUnavailable') return failure.where === target ? notWritten(failure) : failure
  const { findings, findingsInAll } = failure.report
  const [first] = findings
  if (first === undefined) throw new Error('a log was called damaged without a finding')
  return first.tag === 'PinnedHeadMissing' && findingsInAll === 1
    ? { tag: 'HeadDiffers', path, pinned: { position: Number(first.pinned.position), link: first.pinned.link }, found: headOf(first.found) }
    : { tag: 'LogDamaged', path, use, first, findings: findingsInAll }
}

function notWritten({ where, reason, detail }: StoreUnavailable): CopyNotWritten {
  return { tag: 'CopyNotWritten', path: where, reason: reason === 'full' ? 'full' : reason === 'readOnly' ? 'notAllowed' : 'other', detail }
}

/** This store counts positions from 0 without gaps, so a position says how many events there are. */
function pinOf({ position, link }: PinnedHead): StorePin {
  return { count: position + 1, position: position as Position, link }
}

function headOf({ position, link }: StorePin): PinnedHead | undefined {
  return position === 'beginning' ? undefined : { position, link }
}

function taken(path: string): FileUnusable {
  return { tag: 'FileUnusable', path, reason: 'exists', detail: 'it is there already' }
}

/** A log file as the target of a transfer: written under a draft's name, which is gone on with after an interruption, and named once it is whole. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { AppendFailure, LogDigest, ReadFailure, StoreUnavailable, TransferTarget } from '@grid-governance/event-store'
import { nameVerified, type CopyFailure } from './copy-log.ts'
import { isThere, removeFile, sizeOf } from './database.ts'
import { openSqliteStore, type SqliteEventStore } from './open-sqlite-store.ts'
import { unavailable } from './sqlite-failures.ts'

export interface SqliteTarget extends TransferTarget<CopyFailure> {
  /** Lets go of the file. What was written stays in the draft until it is sealed. */
  readonly close: () => Promise<void>
}

export interface SqliteTargetOptions {
  /** The file that is to be made; a log that is there already is `sealed`, and is never written to. */
  readonly path: string
  /** How long to wait for another process that holds the lock before failing with `locked`; 5,000 ms unless told. */
  readonly busyTimeoutMs?: number
  /** Permissions of the file; 0o640 unless told. */
  readonly fileMode?: number
}

/** What the file is called until it is whole. */
export const draftOf = (path: string): string => `${path}.transfer`

/** Opens a file for `transferLog`. Fails with the reasons of StoreUnavailable; a file that is there and is no sound log is refused and left as it is. */
export const openSqliteTarget = (options: SqliteTargetOptions): TaskEither<StoreUnavailable, SqliteTarget> => async () => {
  const { path } = options
  if (isThere(path)) return await sealedTarget(options)
  const leftBehind = ['-wal', '-journal'].find((ending) => sizeOf(path + ending) > 0)
  if (leftBehind !== undefined) return E.left(unavailable('foreign', path, `the ${leftBehind.slice(1)} of a lost database lies beside it, in ${path}${leftBehind}`))
  return await draftTarget(options)
}

async function draftTarget({ path, ...options }: SqliteTargetOptions): Promise<E.Either<StoreUnavailable, SqliteTarget>> {
  const draft = draftOf(path)
  // Appends come one after another, each with its time: the clock of this store is that of the append at hand.
  let recordedAt = 0
  const opened = await openSqliteStore({ ...options, path: draft, mode: 'create', synchronous: 'NORMAL', now: () => recordedAt })()
  if (E.isLeft(opened)) return E.left(ofTarget(opened.left, path))
  const store = opened.right
  return E.right({
    reader: store,
    sealed: undefined,
    append: (request, time) => async () => {
      recordedAt = time
      return E.mapLeft((failure: AppendFailure) => failure.tag === 'StoreUnavailable' ? ofTarget(failure, path) : failure)(await store.append(request)())
    },
    seal: (digest) => async () => await seal(store, { path, draft }, digest),
    close: async () => { await store.close()() },
  })
}

/** Closed, so that all is in the file; verified; named. The draft's name goes last. */
async function seal(store: SqliteEventStore, { path, draft }: { readonly path: string, readonly draft: string }, { count, link }: LogDigest): Promise<E.Either<CopyFailure, void>> {
  const head = await store.head()()
  if (E.isLeft(head)) return E.left(unreadable(head.left))
  const settled = await store.settle()()
  if (E.isLeft(settled)) return E.left(ofTarget(settled.left, path))
  const closed = await store.close()()
  if (E.isLeft(closed)) return E.left(ofTarget(closed.left, path))
  const named = await nameVerified({ from: path, to: path, draft }, { pinnedHead: { count, position: head.right.after, link } })
  if (E.isLeft(named)) return named
  for (const ending of ['', '-wal', '-shm', '-journal']) removeFile(draft + ending)
  return E.right(undefined)
}

/** A log that is there: what it comes to, after it was verified. */
async function sealedTarget({ path, ...options }: SqliteTargetOptions): Promise<E.Either<StoreUnavailable, SqliteTarget>> {
  const opened = await openSqliteStore({ ...options, path, mode: 'readOnly', now: () => 0 })()
  if (E.isLeft(opened)) return opened
  const store = opened.right
  const close = async (): Promise<void> => { await store.close()() }
  const sealed = await digestOfLog(store)
  if (E.isRight(sealed)) return E.right({ reader: store, sealed: sealed.right, append: () => { throw new Error('a sealed target is not written to') }, seal: () => async () => E.right(undefined), close })
  await close()
  return sealed
}

async function digestOfLog(store: SqliteEventStore): Promise<E.Either<StoreUnavailable, LogDigest>> {
  const report = await store.verify()()
  if (E.isLeft(report)) return report
  const { head: { count, position, link }, findingsInAll } = report.right
  if (findingsInAll > 0) return E.left(unavailable('corrupt', store.path, `verify has ${findingsInAll} findings`))
  const last = await store.readAt(position === 'beginning' ? [] : [position])()
  return E.isLeft(last) ? E.left(unreadable(last.left)) : E.right({ count, link, lastEventId: last.right[0]?.eventId })
}

/** What is asked here is a question that every store can answer. */
function unreadable(failure: ReadFailure): StoreUnavailable {
  if (failure.tag === 'InvalidRead') throw new Error(failure.problems.join('; '))
  return failure
}

/** The draft is a name of ours that nobody asked for; only what is wrong with what is in it is told of it. */
function ofTarget(failure: StoreUnavailable, path: string): StoreUnavailable {
  return inTheFile.includes(failure.reason) ? failure : { ...failure, where: path, detail: failure.detail.replaceAll(draftOf(path), path) }
}

const inTheFile: ReadonlyArray<StoreUnavailable['reason']> = ['foreign', 'corrupt', 'newerFormat', 'olderFormat']

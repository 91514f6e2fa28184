/** What an error of SQLite or of the file system means to the caller of a store: one table for each. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { StoreUnavailable } from '@grid-governance/event-store'
import { isSqliteError } from './database.ts'

type Reason = StoreUnavailable['reason']

/** Found while reading: what the file says cannot be. Thrown inside this package only, and always caught by `attempt`. */
export class DamagedLog extends Error {}

/** Primary result codes of SQLite (https://sqlite.org/rescode.html). A code that is not here is a defect of ours and is thrown on. */
const reasonOfResultCode: Readonly<Record<number, Reason>> = {
  3: 'readOnly', // SQLITE_PERM
  5: 'locked', // SQLITE_BUSY
  6: 'locked', // SQLITE_LOCKED
  8: 'readOnly', // SQLITE_READONLY
  10: 'io', // SQLITE_IOERR
  11: 'corrupt', // SQLITE_CORRUPT
  13: 'full', // SQLITE_FULL
  14: 'io', // SQLITE_CANTOPEN
  15: 'locked', // SQLITE_PROTOCOL: the race for the WAL's locks was lost many times
  19: 'corrupt', // SQLITE_CONSTRAINT: a trigger refused our own write, so the file is not what it was a moment ago
  23: 'readOnly', // SQLITE_AUTH
  26: 'foreign', // SQLITE_NOTADB
}

/** Extended result codes that mean something else than their primary code. */
const reasonOfExtendedCode: Readonly<Record<number, Reason>> = {
  4874: 'full', // SQLITE_IOERR_SHMSIZE: no room for the index of the WAL
}

/** Error codes of the file system and of node. */
const reasonOfSystemCode: Readonly<Record<string, Reason>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EACCES: 'readOnly',
  EPERM: 'readOnly',
  EROFS: 'readOnly',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EIO: 'io',
  EISDIR: 'foreign',
  EMFILE: 'io',
  ENFILE: 'io',
  ERR_INVALID_STATE: 'closed', // node:sqlite: the connection was closed while a verification was under way
}

/** How long to wait before a locked file is tried again. */
export const retryLockedAfterMs = 5

/** Runs work on a file; failures of the world come back as Left, defects are thrown on. */
export const attempt = <A>(where: string, work: () => A): E.Either<StoreUnavailable, A> => {
  try {
    return E.right(work())
  } catch (error) {
    return E.left(unavailableFrom(where, error))
  }
}

/** As `attempt`, for work that takes its time. */
export const attemptTask = async <A>(where: string, work: () => Promise<A>): Promise<E.Either<StoreUnavailable, A>> => {
  try {
    return E.right(await work())
  } catch (error) {
    return E.left(unavailableFrom(where, error))
  }
}

/** Tries again while the file is locked, without blocking the process, until `busyTimeoutMs` have passed. */
export const patiently = <F extends { readonly tag: string }, A>(busyTimeoutMs: number, work: () => E.Either<F | StoreUnavailable, A>): TaskEither<F | StoreUnavailable, A> =>
  async () => {
    const deadline = performance.now() + busyTimeoutMs
    for (;;) {
      const result = work()
      if (!isLocked(result) || performance.now() >= deadline) return result
      await new Promise((resolve) => { setTimeout(resolve, retryLockedAfterMs) })
    }
  }

/** What an error means; rethrows what is not a failure of the world. */
export const unavailableFrom = (where: string, error: unknown): StoreUnavailable => {
  const reason = reasonOf(error)
  if (reason === undefined) throw error
  return unavailable(reason, where, (error as Error).message)
}

export const unavailable = (reason: Reason, where: string, detail: string): StoreUnavailable => ({ tag: 'StoreUnavailable', reason, where, detail })

export const isLocked = (result: E.Either<{ readonly tag: string }, unknown>): boolean =>
  E.isLeft(result) && result.left.tag === 'StoreUnavailable' && (result.left as StoreUnavailable).reason === 'locked'

/** Whether another connection held the lock, so that a statement did nothing: SQLITE_BUSY, SQLITE_LOCKED. */
export const wasLocked = (error: unknown): boolean => reasonOf(error) === 'locked'

/** Whether a constraint or a trigger refused a statement: SQLITE_CONSTRAINT. */
export const isRefused = (error: unknown): boolean => isSqliteError(error) && (error.errcode & 0xff) === 19

function reasonOf(error: unknown): Reason | undefined {
  if (error instanceof DamagedLog) return 'corrupt'
  if (isSqliteError(error)) return reasonOfExtendedCode[error.errcode] ?? reasonOfResultCode[error.errcode & 0xff]
  if (!(error instanceof Error) || !('code' in error)) return undefined
  // A number in the file beyond the safe integers: nothing that this package wrote.
  if (error.code === 'ERR_OUT_OF_RANGE' && error.message.startsWith('Value is too large')) return 'corrupt'
  return reasonOfSystemCode[String(error.code)]
}

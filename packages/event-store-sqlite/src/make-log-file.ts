/** Makes the file of a new log under a draft's name; it gets its own once it is whole, so that no log is ever there by halves. */

import * as E from 'fp-ts/lib/Either.js'
import type { StoreUnavailable } from '@grid-governance/event-store'
import { connect, giveName, isThere, makeFile, removeFile, sizeOf } from './database.ts'
import { makeLog } from './log-format.ts'
import { attempt, unavailable } from './sqlite-failures.ts'

/**
 * Makes a log where no file is; does nothing where one is, or where another process is first. Fails with `full` and the other reasons of the
 * file system, and then leaves nothing behind; with `foreign` where a WAL or a journal of a lost database lies, which SQLite would take for
 * that of the new one.
 */
export const makeLogFile = (path: string, permissions: number): E.Either<StoreUnavailable, void> => {
  const leftBehind = ['-wal', '-journal'].find((ending) => sizeOf(path + ending) > 0)
  if (isThere(path)) return E.right(undefined)
  if (leftBehind !== undefined) return E.left(unavailable('foreign', path, `the ${leftBehind.slice(1)} of a lost database lies beside it, in ${path}${leftBehind}`))
  const draft = `${path}.draft-${process.pid}-${drafts += 1}`
  try {
    return attempt(path, () => {
      makeFile(draft, permissions)
      makeLogIn(draft)
      giveName(draft, path)
    })
  } finally {
    for (const ending of ['', '-journal']) removeFile(draft + ending)
  }
}

let drafts = 0

function makeLogIn(draft: string): void {
  const database = connect({ path: draft, access: 'readWrite', busyTimeoutMs: 0 })
  try {
    makeLog(database)
  } finally {
    database.close()
  }
}

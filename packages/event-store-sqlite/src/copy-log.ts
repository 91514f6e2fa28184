/** Backup and restore: a copy of the whole log as of one moment, verified before it gets its name, never over a file that is there. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { StoreUnavailable } from '@grid-governance/event-store'
import { failureOfCopy, type CopyFiles } from './copy-failures.ts'
import { connect, copyDatabase, giveName, isThere, makeFile, removeFile, type Database } from './database.ts'
import { openLogFile } from './log-file.ts'
import type { LogReport, PinnedHead, VerifyOptions } from './log-report.ts'
import { attempt, attemptTask, patiently } from './sqlite-failures.ts'
import { verifyLog } from './verify-log.ts'

/** A copy is never written over anything. */
export interface TargetExists {
  readonly tag: 'TargetExists'
  readonly path: string
}

/** The copy does not verify, and was thrown away; see what the report found. */
export interface LogDamaged {
  readonly tag: 'LogDamaged'
  readonly where: string
  readonly report: LogReport
}

export type CopyFailure = StoreUnavailable | TargetExists | LogDamaged

export interface RestoreOptions extends VerifyOptions {
  /** How long to wait while another process holds a lock; 5,000 ms unless told. */
  readonly busyTimeoutMs?: number
}

/**
 * Puts a backup in the place of a lost log. Refuses to overwrite, checks every link and the pinned head, and only then gives the
 * copy its name. Answers with its head.
 */
export const restoreLog = (from: string, to: string, options: RestoreOptions = {}): TaskEither<CopyFailure, PinnedHead> =>
  copyLog(from, to, options)

/** Copies the log of a file to another file, which is one whole file without a WAL and can be read from anywhere. */
export const copyLog = (from: string, to: string, options: RestoreOptions): TaskEither<CopyFailure, PinnedHead> => async () => {
  if (occupied(to)) return E.left({ tag: 'TargetExists', path: to })
  const draft = `${to}.draft-${process.pid}-${drafts += 1}`
  try {
    const copied = await copyTo({ from, to, draft }, options.busyTimeoutMs ?? 5000)
    return E.isLeft(copied) ? copied : await nameVerified({ from, to, draft }, options)
  } finally {
    for (const ending of endings) removeFile(draft + ending)
  }
}

/** Gives a draft that nobody has open its name once it verifies; answers with its head. The draft's own name stays. */
export const nameVerified = async (files: CopyFiles, options: VerifyOptions): Promise<E.Either<CopyFailure, PinnedHead>> => {
  const report = await verifyDraft(files, options)
  return E.isLeft(report) || report.right.findingsInAll === 0 ? E.chain(named(files.draft, files.to))(report) : E.left({ tag: 'LogDamaged', where: files.from, report: report.right })
}

/** A log file, and what SQLite may put beside it. */
const endings = ['', '-wal', '-shm', '-journal']
let drafts = 0
const permissions = 0o640

/** A WAL that was left behind would be taken for that of the new file. */
function occupied(path: string): boolean {
  return endings.some((ending) => isThere(path + ending))
}

async function copyTo(files: CopyFiles, busyTimeoutMs: number): Promise<E.Either<StoreUnavailable, void>> {
  const { from, draft } = files
  const source = await patiently<StoreUnavailable, { readonly database: Database }>(busyTimeoutMs, () =>
    openLogFile({ path: from, mode: 'readOnly', synchronous: 'FULL', fileMode: permissions }))()
  if (E.isLeft(source)) return source
  const made = attempt(draft, () => makeFile(draft, permissions))
  const copied: E.Either<StoreUnavailable, void> = E.isLeft(made) ? made : await attemptTask(draft, () => copyDatabase(source.right.database, draft))
  source.right.database.close()
  return E.mapLeft((failure: StoreUnavailable) => failureOfCopy(failure, files))(copied)
}

/** Takes the draft out of WAL mode, so that it is one file, and verifies what is in it. */
async function verifyDraft(files: CopyFiles, options: VerifyOptions): Promise<E.Either<StoreUnavailable, LogReport>> {
  const { draft } = files
  const freed = attempt(draft, () => { withoutWal(draft) })
  const file = E.isLeft(freed) ? freed : openLogFile({ path: draft, mode: 'readOnly', synchronous: 'FULL', fileMode: permissions })
  if (E.isLeft(file)) return E.left(failureOfCopy(file.left, files))
  const report = await attemptTask(draft, () => verifyLog(file.right.database, options))
  file.right.database.close()
  return E.mapLeft((failure: StoreUnavailable) => failureOfCopy(failure, files))(report)
}

function withoutWal(path: string): void {
  const database = connect({ path, access: 'readWrite', busyTimeoutMs: 0 })
  try {
    database.exec('PRAGMA journal_mode = DELETE')
  } finally {
    database.close()
  }
}

function named(draft: string, to: string): (report: LogReport) => E.Either<CopyFailure, PinnedHead> {
  return (report) => {
    const done = attempt(to, () => giveName(draft, to))
    if (E.isLeft(done)) return done
    return done.right ? E.right(report.head) : E.left({ tag: 'TargetExists', path: to })
  }
}

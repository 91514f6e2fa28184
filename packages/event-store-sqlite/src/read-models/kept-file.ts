/** A file beside the log while it is in use: work on it waits for its lock without blocking the process, and ends when it is closed. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { StoreUnavailable } from '@grid-governance/event-store'
import type { Database } from '../database.ts'
import { attempt, patiently, unavailable } from '../sqlite-failures.ts'
import { openSideFile, type SideFileFormat } from './side-file.ts'

/** How a file beside the log is opened. */
export interface KeptFileOptions {
  readonly path: string
  /** `create` opens the file and makes it first where there is none; the other two expect it to be there. */
  readonly mode: 'create' | 'readWrite' | 'readOnly'
  /** How long to wait for another process that holds the lock before failing with `locked`; 5,000 ms unless told. */
  readonly busyTimeoutMs?: number
  /** Permissions of a new file; 0o640 unless told. */
  readonly fileMode?: number
}

export interface KeptFile {
  /** Runs work on the file; failures of the world come back as Left. */
  readonly run: <F extends { readonly tag: string }, A>(work: () => E.Either<F, A>) => TaskEither<F | StoreUnavailable, A>
  /** Lets go of the file. Closing twice is fine. */
  readonly close: () => TaskEither<StoreUnavailable, void>
}

/** Opens a file, and makes of it what `use` says. */
export const openKeptFile = <Store>(
  format: SideFileFormat, { path, mode, busyTimeoutMs = 5000, fileMode = 0o640 }: KeptFileOptions, use: (database: Database, file: KeptFile) => Store,
): TaskEither<StoreUnavailable, Store> => patiently(busyTimeoutMs, () => {
  const opened = openSideFile(format, { path, mode, fileMode })
  return E.isLeft(opened) ? opened : attempt(path, () => use(opened.right, keptFile(opened.right, path, busyTimeoutMs)))
})

function keptFile(database: Database, path: string, busyTimeoutMs: number): KeptFile {
  let closed = false
  return {
    run: <F extends { readonly tag: string }, A>(work: () => E.Either<F, A>) => patiently<F, A>(busyTimeoutMs, () =>
      closed
        ? E.left(unavailable('closed', path, 'it was closed'))
        : E.flatten(attempt<E.Either<F | StoreUnavailable, A>>(path, work))),
    close: () => async () => {
      if (closed) return E.right(undefined)
      closed = true
      return attempt(path, () => { database.close() })
    },
  }
}

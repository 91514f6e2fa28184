/** Logs in SQLite files; the store is loaded when the first log is opened. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { StoreUnavailable } from '@grid-governance/event-store'
import type { SqliteEventStore, SqliteStoreOptions } from '@grid-governance/event-store-sqlite'
import type { FileUnusable } from './failure.ts'
import type { Logs } from './ports.ts'

/** `isThere` tells whether a name is taken: new logs and copies are never written over something. */
export const sqliteLogs = (now: () => number, isThere: (path: string) => Promise<boolean>): Logs => {
  const open = (path: string, mode: SqliteStoreOptions['mode']): TE.TaskEither<StoreUnavailable, SqliteEventStore> => async () =>
    await (await import('@grid-governance/event-store-sqlite')).openSqliteStore({ path, mode, now })()
  const ifNew = (path: string): TE.TaskEither<FileUnusable, void> => async () =>
    await isThere(path) ? E.left({ tag: 'FileUnusable', path, reason: 'exists', detail: 'it is there already' }) : E.right(undefined)
  return {
    create: (path) => pipe(ifNew(path), TE.flatMap(() => open(path, 'create')), TE.map(opened)),
    open: (path) => pipe(open(path, 'readWrite'), TE.map(opened)),
    read: (path) => pipe(open(path, 'readOnly'), TE.map((store) => ({ reader: store, close: closeOf(store) }))),
    backup: () => { throw new Error('not there yet') },
    restore: () => { throw new Error('not there yet') },
  }
}

function opened(store: SqliteEventStore): { readonly store: SqliteEventStore, readonly close: () => Promise<void> } {
  return { store, close: closeOf(store) }
}

function closeOf(store: SqliteEventStore): () => Promise<void> {
  return async () => { await store.close()() }
}

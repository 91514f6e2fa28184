/** Read models in SQLite files beside the logs; the store is loaded when the first file is opened. */

import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { StoreUnavailable } from '@grid-governance/event-store'
import type { SqliteReadModelStore } from '@grid-governance/event-store-sqlite'
import type { ModelFiles } from './ports.ts'

/** Read models in the files of this machine; `busyTimeoutMs` is how long to wait for another process that writes. */
export const sqliteModels = (patience: { readonly busyTimeoutMs?: number }): ModelFiles => ({
  open: (path, mode) => pipe(
    opened(path, mode, patience),
    TE.map((store) => ({ store, begunAnew: store.begunAnew, close: async () => { await store.close()() } })),
  ),
})

function opened(path: string, mode: Parameters<ModelFiles['open']>[1], patience: { readonly busyTimeoutMs?: number }): TE.TaskEither<StoreUnavailable, SqliteReadModelStore> {
  return async () => await (await import('@grid-governance/event-store-sqlite')).openSqliteReadModels({ path, mode, ...patience })()
}

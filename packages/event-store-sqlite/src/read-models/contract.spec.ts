/** Read models in a SQLite file keep their contract, over two connections and over restarts. */

import { readModelStoreContract } from '@grid-governance/event-store-contract'
import { ran } from '../trial/appends.ts'
import { openSqliteReadModels, type SqliteReadModelStore } from './index.ts'
import { temporaryFiles } from './temporary-files.spec-parts.ts'

const path = temporaryFiles()

readModelStoreContract({
  name: 'the SQLite file',
  open: async () => {
    const at = path()
    const opened: SqliteReadModelStore[] = []
    const open = async (): Promise<SqliteReadModelStore> => {
      const store = await ran(openSqliteReadModels({ path: at, mode: 'create' }))
      opened.push(store)
      return store
    }
    return {
      store: await open(),
      second: open,
      reopen: open,
      close: async () => { for (const store of opened) await ran(store.close()) },
    }
  },
})

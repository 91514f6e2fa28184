/** How the specs open logs: each in a folder of its own under the system's temporary folder. */

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Harness, OpenedWriter } from '@grid-governance/event-store-contract'
import { connect, query } from '../database.ts'
import { openSqliteStore, type SqliteEventStore, type SqliteStoreOptions } from '../open-sqlite-store.ts'
import { createLog } from '../sql/create-log.ts'

/** A folder for one test: in memory where the system has such a place, since hundreds of small logs would wait for the disk. */
export const newFolder = (): string => mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'event-store-sqlite-'))

/** The store, or the error that kept it from opening. */
export const opened = async (options: Partial<SqliteStoreOptions> & Pick<SqliteStoreOptions, 'path'>): Promise<SqliteEventStore> => {
  const result = await openSqliteStore({ mode: 'create', now: Date.now, synchronous: 'NORMAL', ...options })()
  if (result._tag === 'Left') throw new Error(`${result.left.reason}: ${result.left.detail}`)
  return result.right
}

/** What the contract suite needs. */
export const sqliteHarness: Harness = {
  name: 'the SQLite store',
  numRuns: 50,
  open: async () => {
    const folder = newFolder()
    const path = join(folder, 'log.sqlite')
    const stores: SqliteEventStore[] = []
    let instant = 0
    const open = async (): Promise<SqliteEventStore> => {
      const store = await opened({ path, now: () => instant })
      stores.push(store)
      return store
    }
    const store = await open()
    return {
      store,
      setNow: (now) => { instant = now },
      reopen: async () => {
        await store.close()()
        return open()
      },
      secondWriter: open,
      processes: { module: import.meta.url, argument: path },
      close: async () => {
        for (const each of stores) await each.close()()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}

/** Each writer process of the contract suite opens the log by this. */
export const openWriter = async (path: string): Promise<OpenedWriter> => {
  const store = await opened({ path })
  return { store, close: async () => { await store.close()() } }
}

/** Does to a closed log what only somebody with the file in his hands can do: its triggers are put aside, then put back. */
export const tamper = (path: string, sql: string): void => {
  const database = connect({ path, access: 'readWrite', busyTimeoutMs: 100 })
  for (const [name] of query<[string]>(database, "SELECT name FROM sqlite_schema WHERE type = 'trigger'").all()) database.exec(`DROP TRIGGER ${name}`)
  database.exec(sql)
  for (const trigger of createLog.filter((statement) => statement.startsWith('CREATE TRIGGER'))) database.exec(trigger)
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
}

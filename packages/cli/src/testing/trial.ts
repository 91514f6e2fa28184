/** A trial of gridgov: the real command line on made-up files and logs in memory, at a clock that the test sets. */

import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { memoryStore, type EventStore, type StoreUnavailable } from '@grid-governance/event-store'
import type { FileUnusable } from '../failure.ts'
import type { Files, Logs, Ports } from '../ports.ts'
import { run } from '../run.ts'
import type { Language } from '../words/language.ts'

/** What one use of gridgov printed, and how it ended. */
export interface Printed {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Trial {
  /** Runs `gridgov` with these words. */
  readonly gridgov: (...words: ReadonlyArray<string>) => Promise<Printed>
  readonly writeFile: (path: string, content: string | Uint8Array) => void
  readonly setNow: (instant: string) => void
  /** The log under a name, for looking into it or tampering with it. */
  readonly log: (path: string) => EventStore
  /** Puts another store in the place of a log. */
  readonly replaceLog: (path: string, store: EventStore) => void
  readonly countEvents: (path: string) => Promise<number>
}

/** A machine with nothing on it. Its clock begins on 2019-01-02 and goes on by a millisecond with every look. */
export const newTrial = (language: Language = 'en'): Trial => {
  const texts = new Map<string, Uint8Array>()
  const stores = new Map<string, EventStore>()
  let instant = Date.parse('2019-01-02T09:00:00+08:00')
  const now = (): number => { instant += 1; return instant }
  const files: Files = {
    read: (path) => {
      const bytes = texts.get(path)
      return bytes === undefined ? TE.left({ tag: 'FileUnusable', path, reason: 'missing', detail: 'ENOENT' }) : TE.right(bytes)
    },
  }
  return {
    gridgov: async (...words) => {
      const [out, err]: [string[], string[]] = [[], []]
      const ports: Ports = { now, language, print: (text) => { out.push(text) }, complain: (text) => { err.push(text) }, files, logs: memoryLogs(stores, now) }
      const code = await run(words, ports)
      return { code, out: out.join('\n'), err: err.join('\n') }
    },
    writeFile: (path, content) => { texts.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content) },
    setNow: (text) => { instant = Date.parse(text) },
    log: (path) => {
      const store = stores.get(path)
      if (store === undefined) throw new Error(`there is no log ${path}`)
      return store
    },
    replaceLog: (path, store) => { stores.set(path, store) },
    countEvents: async (path) => {
      const store = stores.get(path)
      const page = store === undefined ? undefined : await store.readAll({ after: 'beginning', maxCount: 100_000 })()
      return page !== undefined && E.isRight(page) ? page.right.events.length : 0
    },
  }
}

/** Logs that live as long as the test. Backups are files of a real store and are tried there. */
function memoryLogs(stores: Map<string, EventStore>, now: () => number): Logs {
  const closing = { close: () => Promise.resolve() }
  const there = (path: string): TE.TaskEither<StoreUnavailable, EventStore> => {
    const store = stores.get(path)
    return store === undefined ? TE.left({ tag: 'StoreUnavailable', reason: 'missing', where: path, detail: 'no such file' }) : TE.right(store)
  }
  return {
    create: (path) => {
      if (stores.has(path)) return TE.left<FileUnusable>({ tag: 'FileUnusable', path, reason: 'exists', detail: 'it is there already' })
      const store = memoryStore(now)
      stores.set(path, store)
      return TE.right({ store, ...closing })
    },
    open: (path) => TE.map((store: EventStore) => ({ store, ...closing }))(there(path)),
    read: (path) => TE.map((store: EventStore) => ({ reader: store, ...closing }))(there(path)),
    backup: () => { throw new Error('memory has no files to copy') },
    restore: () => { throw new Error('memory has no files to copy') },
  }
}

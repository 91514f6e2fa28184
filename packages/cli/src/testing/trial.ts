/** A trial of gridgov: the real command line on made-up files and logs in memory, at a clock that the test sets. */

import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { memoryReadModelStore, type ReadModelStore } from '@grid-governance/subscriptions'
import { memoryStore, type AppendFailure, type EventStore, type StoreUnavailable } from '@grid-governance/event-store'
import type { FileUnusable } from '../failure.ts'
import type { Files, Logs, ModelFiles, Ports } from '../ports.ts'
import { run } from '../run.ts'
import type { Language } from '../words/language.ts'
import { typedWords } from './typed-words.ts'

/** What one use of gridgov printed, and how it ended. */
export interface Printed {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Trial {
  /** Runs `gridgov` with these words. */
  readonly gridgov: (...words: ReadonlyArray<string>) => Promise<Printed>
  /** The same with a line as one would type it; double quotes hold a word together. */
  readonly type: (line: string) => Promise<Printed>
  readonly writeFile: (path: string, content: string | Uint8Array) => void
  readonly setNow: (instant: string) => void
  readonly speak: (language: Language) => void
  readonly log: (path: string) => EventStore
  /** Puts another store in the place of a log, made out of what was there, or of an empty one. */
  readonly replaceLog: (path: string, change: (store: EventStore) => EventStore) => void
  /** The read models under a name; made where there are none. */
  readonly models: (path: string) => ReadModelStore
  readonly countEvents: (path: string) => Promise<number>
}

/** A machine with nothing on it. Its clock begins on 2019-01-02 and stands still until it is set. */
export const newTrial = (): Trial => {
  const texts = new Map<string, Uint8Array>()
  const stores = new Map<string, EventStore>()
  const modelStores = new Map<string, ReadModelStore>()
  let instant = Date.parse('2019-01-02T09:00:00+08:00')
  let language: Language = 'en'
  const now = (): number => instant
  const files: Files = {
    read: (path) => {
      const bytes = texts.get(path)
      return bytes === undefined ? TE.left({ tag: 'FileUnusable', path, reason: 'missing', detail: 'ENOENT' }) : TE.right(bytes)
    },
  }
  const gridgov = async (...words: ReadonlyArray<string>): Promise<Printed> => {
    const [out, err]: [string[], string[]] = [[], []]
    const ports: Ports = { now, language, print: (text) => { out.push(text) }, complain: (text) => { err.push(text) }, files, logs: memoryLogs(stores, now), models: memoryModels(modelStores), analytics: async () => await import('@grid-governance/analytics') }
    const code = await run(words, ports)
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  const log = (path: string): EventStore => {
    const store = stores.get(path)
    if (store === undefined) throw new Error(`there is no log ${path}`)
    return store
  }
  return {
    gridgov,
    type: (line) => gridgov(...typedWords(line).slice(1)),
    writeFile: (path, content) => { texts.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content) },
    setNow: (text) => { instant = Date.parse(text) },
    speak: (other) => { language = other },
    log,
    models: (path) => modelsAt(modelStores, path),
    replaceLog: (path, change) => { stores.set(path, change(stores.get(path) ?? memoryStore(now))) },
    countEvents: async (path) => {
      const store = stores.get(path)
      const page = store === undefined ? undefined : await store.readAll({ after: 'beginning', maxCount: 100_000 })()
      return page !== undefined && E.isRight(page) ? page.right.events.length : 0
    },
  }
}

/** A store that refuses every append after the first `good` ones. */
export const failingAfter = (good: number, failure: AppendFailure) => (store: EventStore): EventStore => {
  let appends = 0
  return { ...store, append: (request) => { appends += 1; return appends > good ? TE.left(failure) : store.append(request) } }
}

/** Read models that live as long as the test. */
function memoryModels(stores: Map<string, ReadModelStore>): ModelFiles {
  return {
    open: (path, mode) => mode !== 'create' && !stores.has(path)
      ? TE.left({ tag: 'StoreUnavailable', reason: 'missing', where: path, detail: 'no such file' })
      : TE.right({ store: modelsAt(stores, path), close: () => Promise.resolve() }),
  }
}

function modelsAt(stores: Map<string, ReadModelStore>, path: string): ReadModelStore {
  const store = stores.get(path) ?? memoryReadModelStore()
  stores.set(path, store)
  return store
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
    read: (path) => TE.map((store: EventStore) => ({ path, reader: store, ...closing }))(there(path)),
    audit: (path) => TE.map((store: EventStore) => ({ path, reader: store, ...closing }))(there(path)),
    backup: () => { throw new Error('memory has no files to copy') },
    restore: () => { throw new Error('memory has no files to copy') },
    transfer: () => { throw new Error('memory has no files to move') },
  }
}

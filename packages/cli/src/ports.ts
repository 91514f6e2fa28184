/** What gridgov asks of the machine: a clock, two streams, files and logs; all of it handed in, so that whole uses can be tried in a test. */

import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { EventReader, EventStore, StoreUnavailable } from '@grid-governance/event-store'
import type { ChainBroken, FileUnusable, HeadDiffers, PinnedHead } from './failure.ts'
import type { ProgressStream } from './output/progress.ts'
import type { Language } from './words/language.ts'

export interface Ports {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** The language in which to speak unless `--lang` says otherwise. */
  readonly language: Language
  /** Results. */
  readonly print: (text: string) => void
  /** Everything that is not a result: what went wrong, what was mended, what is worth knowing. */
  readonly complain: (text: string) => void
  /** Where progress is shown; nowhere if absent. */
  readonly progress?: ProgressStream
  readonly files: Files
  readonly logs: Logs
}

export interface Files {
  readonly read: (path: string) => TaskEither<FileUnusable, Uint8Array>
}

/** Logs in files. Every reader and store that is opened must be closed. */
export interface Logs {
  /** Makes a new file; fails where there is one already. */
  readonly create: (path: string) => TaskEither<StoreUnavailable | FileUnusable, WritableLog>
  readonly open: (path: string) => TaskEither<StoreUnavailable, WritableLog>
  /** Opens for reading only: works beside a writer, and on a file that may not be written. */
  readonly read: (path: string) => TaskEither<StoreUnavailable, ReadableLog>
  /** Writes a copy of a log, as of one moment, to a new file. */
  readonly backup: (path: string, target: string) => TaskEither<StoreUnavailable | FileUnusable, PinnedHead | undefined>
  /** Checks a copy, against the pinned head if there is one, and makes a log of it in a new file. */
  readonly restore: (copy: string, target: string, pinned: PinnedHead | undefined) =>
    TaskEither<StoreUnavailable | FileUnusable | ChainBroken | HeadDiffers, PinnedHead | undefined>
}

export interface ReadableLog {
  readonly reader: EventReader
  /** What the store itself finds wrong with its file, besides what can be seen through the reader. */
  readonly inspect?: Inspection
  readonly close: () => Promise<void>
}

export interface WritableLog {
  readonly store: EventStore
  readonly close: () => Promise<void>
}

/** What a store knows of its own file: damaged pages, an altered schema, the stored link of each event. */
export interface Inspection {
  readonly problems: () => TaskEither<StoreUnavailable, ReadonlyArray<FileProblem>>
}

/** One thing that is wrong with a file; `position` where it is at an event. */
export interface FileProblem {
  readonly kind: 'damagedPage' | 'alteredSchema' | 'brokenLink'
  readonly position: number | undefined
  readonly detail: string
}

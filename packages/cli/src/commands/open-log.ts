/** Logs opened for writing: what an earlier run left half-done is finished before anything else is done. */

import type { Either } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { openFrontDoor, type FrontDoor, type RecoveryReport } from '@grid-governance/application'
import { rehearse, type EventReader, type EventStore } from '@grid-governance/event-store'
import type { Failure } from '../failure.ts'
import type { Desk, WritingDesk } from '../outcome.ts'
import type { ReadableLog, WritableLog } from '../ports.ts'
import type { Sentences } from '../words/sentences.ts'

/** A log and the way into it. `store` may be a rehearsal, of which nothing is kept. */
export interface OpenedLog {
  readonly store: EventStore
  readonly door: FrontDoor
  /** What was found half-done and finished, or in a rehearsal would be, in words. */
  readonly mended: ReadonlyArray<string>
}

/** Opens a log for writing, recovers it, works on it and closes it. */
export const onLog = <A>(path: string, desk: WritingDesk, work: (log: OpenedLog) => TE.TaskEither<Failure, A>): TE.TaskEither<Failure, A> =>
  pipe(desk.logs.open(path), TE.flatMap((log) => usingLog(log, desk, work)))

/** The same on a log that is open already. */
export const usingLog = <A>(log: WritableLog, desk: Desk, work: (log: OpenedLog) => TE.TaskEither<Failure, A>): TE.TaskEither<Failure, A> =>
  closing(log, pipe(throughDoor(log.store, desk, desk.words.sentences.recovered), TE.flatMap(work)))

/** Opens a log for reading only and works on a rehearsal of it: nothing is written, and the file may be one that cannot be written. */
export const onRehearsal = <A>(path: string, desk: WritingDesk, work: (log: OpenedLog, reader: EventReader) => TE.TaskEither<Failure, A>): TE.TaskEither<Failure, A> =>
  pipe(desk.logs.read(path), TE.flatMap((log: ReadableLog) => closing(log, rehearsing(log.reader, desk, (opened) => work(opened, log.reader)))))

/** Works on a rehearsal of a log that is open. */
export const rehearsing = <A>(reader: EventReader, desk: Desk, work: (log: OpenedLog) => TE.TaskEither<Failure, A>): TE.TaskEither<Failure, A> => pipe(
  rehearse(reader, desk.now),
  TE.mapLeft((failure): Failure => failure),
  TE.flatMap((rehearsal) => throughDoor(rehearsal, desk, desk.words.sentences.wouldRecover)),
  TE.flatMap(work),
)

function throughDoor(store: EventStore, desk: Desk, inWords: Sentences['recovered']): TE.TaskEither<Failure, OpenedLog> {
  const door = openFrontDoor({ store, now: desk.now })
  return pipe(
    door.recover(),
    TE.mapLeft((failure): Failure => failure),
    TE.map((report) => ({ store, door, mended: mendedIn(report, inWords) })),
  )
}

function mendedIn({ revised, released }: RecoveryReport, inWords: Sentences['recovered']): ReadonlyArray<string> {
  return revised.length + released.length === 0 ? [] : [inWords(revised.length, released.length)]
}

function closing<A>(log: { readonly close: () => Promise<void> }, work: TE.TaskEither<Failure, A>): TE.TaskEither<Failure, A> {
  return async (): Promise<Either<Failure, A>> => {
    try {
      return await work()
    } finally {
      await log.close()
    }
  }
}

/** The loop of every runner: read to the head, wait for more, until it is stopped or fails. */

import * as E from 'fp-ts/lib/Either.js'
import type { Task } from 'fp-ts/lib/Task.js'

export interface RunnerWork<Failure> {
  /** Works through all that lies ahead; stops early, at the end of an append, once `stopping` says so. */
  readonly readToHead: (stopping: () => boolean) => Promise<E.Either<Failure, void>>
  /** Answers when there may be more, or when the signal says stop. */
  readonly wait: (signal: AbortSignal) => Promise<unknown>
  /** Called once after `stop`, not after a failure. */
  readonly atEnd?: () => Promise<Failure | undefined>
  /** Called last of all, however the loop ended. */
  readonly ended?: () => void
}

export interface RunnerLoop<Failure> {
  readonly phase: () => 'stopped' | 'failed' | undefined
  readonly stop: Task<void>
  readonly ended: Task<E.Either<Failure, void>>
}

/** Starts the loop. A defect (what throws) ends it too: `ended` and `stop` then reject with it. */
export const runnerLoop = <Failure>({ readToHead, wait, atEnd, ended }: RunnerWork<Failure>): RunnerLoop<Failure> => {
  const stopping = new AbortController()
  let phase: 'stopped' | 'failed' | undefined

  const run = async (): Promise<E.Either<Failure, void>> => {
    for (;;) {
      const read = await readToHead(() => stopping.signal.aborted)
      if (E.isLeft(read)) return read
      if (stopping.signal.aborted) {
        const failure = await atEnd?.()
        return failure === undefined ? read : E.left(failure)
      }
      await wait(stopping.signal)
    }
  }

  const running = run().then(
    (result) => {
      phase = E.isLeft(result) ? 'failed' : 'stopped'
      return result
    },
    (defect: unknown) => {
      phase = 'failed'
      throw defect
    },
  ).finally(ended)
  // Whoever asks for the end gets the defect; nobody asking must not take the process down before it can be shown.
  running.catch(() => undefined)

  return {
    phase: () => phase,
    stop: async () => {
      stopping.abort()
      await running
    },
    ended: () => running,
  }
}

/**
 * What a process has found out about the times of a log, in a file of its own, so that the next one reads only what is new. It is no part of the log: a file that is
 * missing, damaged, or of another log is passed over, and the log is read through again.
 */

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { list, shape, wholeNumber } from '@grid-governance/event-sourcing'

/** Where the reading had come to, and all that times are told from. Places are positions of the log, times milliseconds since 1970. */
export type ClockState = t.TypeOf<typeof ClockState>

const pair = t.readonly(t.tuple([wholeNumber, wholeNumber]))

export const ClockState = shape({
  form: t.literal('grid-governance-clock/1'),
  /** The marker of a transfer by which times were told; another one makes all of this worthless. */
  standing: t.string,
  /** The last event of the log that was read. */
  lastEventId: t.string,
  lastPosition: wholeNumber,
  count: wholeNumber,
  newest: wholeNumber,
  /** Places from which on nothing counts as recorded before a time. */
  steps: list(pair),
  /** Events with their times, spread over the log. */
  marks: list(pair),
  /** The last of the events that were transferred; null where none were. */
  transferredUpTo: t.union([wholeNumber, t.null]),
})

/** What the file says; undefined where it says nothing that can be used. */
export const readClockFile = (path: string): ClockState | undefined => {
  try {
    const decoded = ClockState.decode(JSON.parse(readFileSync(path, 'utf8')))
    return E.isRight(decoded) ? decoded.right : undefined
  } catch {
    return undefined
  }
}

/** Keeps the file up to date; what cannot be written is found again by the next process. */
export interface ClockKeeper {
  /** Saves, if many events were read since. */
  readonly look: () => void
  /** Saves, if any event was read since. */
  readonly save: () => void
}

/** So many events are read in a second or two; saving them takes some milliseconds. */
const eventsBetweenSaves = 100_000

export const clockKeeper = (path: string, clockState: () => ClockState | undefined, saved: ClockState | undefined): ClockKeeper => {
  let savedCount = saved?.count ?? 0
  const saveBeyond = (events: number): void => {
    const state = clockState()
    if (state === undefined || state.count - savedCount < events) return
    savedCount = state.count
    writeWhole(path, JSON.stringify(state))
  }
  return { look: () => { saveBeyond(eventsBetweenSaves) }, save: () => { saveBeyond(1) } }
}

/** Under another name first, so that whoever reads finds the old text or the new one. */
function writeWhole(path: string, text: string): void {
  const draft = `${path}.draft-${process.pid}`
  try {
    writeFileSync(draft, text)
    renameSync(draft, path)
  } catch {
    rmSync(draft, { force: true })
  }
}

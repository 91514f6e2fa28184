/** How policies and processes begin and resume: never by guess, since what they sent cannot be taken back. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { After, StartFrom } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure, StoreUnavailable } from '@grid-governance/event-store'
import type { Sender } from './automatic-commands.ts'
import { checkpointProblem } from './checkpoints.ts'
import { senderName, type Bookmark, type OutcomeStore, type Progress } from './outcome-store.ts'
import type { CheckpointNotInLog, FencedOff } from './runner-claim.ts'

/** Nothing is known of this sender here. It may begin as it declares, or an operator names the place to go on from with `placeSender`. */
export interface ProgressUnknown {
  readonly tag: 'ProgressUnknown'
  readonly runner: string
}

/** The position that was named holds no event. */
export interface NoEventThere {
  readonly tag: 'NoEventThere'
  readonly runner: string
  readonly position: number
}

export type BeginFailure = StoreUnavailable | ReadFailure | FencedOff | ProgressUnknown | NoEventThere | CheckpointNotInLog

/** A sender that may work: its token, where it began and where it goes on. */
export interface Begun {
  readonly token: number
  readonly progress: Progress
}

export interface BeginRequest {
  readonly reader: EventReader
  readonly outcomes: OutcomeStore
  readonly sender: Sender
  readonly startFrom: StartFrom
  /** Whether it may begin as it declares where nothing is known of it. */
  readonly mayBegin: boolean
}

/** Claims a sender, and resumes or begins it. */
export const beginOrResume = async ({ reader, outcomes, sender, startFrom, mayBegin }: BeginRequest): Promise<E.Either<BeginFailure, Begun>> => {
  const claim = await outcomes.claim(sender)()
  if (E.isLeft(claim)) return claim
  const { token, progress } = claim.right
  if (progress === undefined) {
    return mayBegin
      ? await begin(reader, outcomes, sender, token, startFrom)
      : E.left({ tag: 'ProgressUnknown', runner: senderName(sender) })
  }
  for (const bookmark of [progress.begunAfter, progress.doneUpTo]) {
    const problem = bookmark === 'beginning' ? undefined : await checkpointProblem(reader, senderName(sender), bookmark)
    if (problem !== undefined) return E.left(problem)
  }
  return E.right({ token, progress })
}

/** For operators: has a sender go on after a place, whatever is known of it. A runner that is at work is refused from now on. */
export const placeSender = (
  { reader, outcomes, sender, startFrom }: Omit<BeginRequest, 'mayBegin'>,
): TaskEither<StoreUnavailable | ReadFailure | FencedOff | NoEventThere, void> => async () => {
  const claim = await outcomes.claim(sender)()
  if (E.isLeft(claim)) return claim
  const begun = await begin(reader, outcomes, sender, claim.right.token, startFrom)
  return E.isLeft(begun) ? begun : E.right(undefined)
}

/** The place to read on from after a bookmark. */
export const afterBookmark = (bookmark: Bookmark): After => bookmark === 'beginning' ? bookmark : bookmark.position

async function begin(
  reader: EventReader, outcomes: OutcomeStore, sender: Sender, token: number, startFrom: StartFrom,
): Promise<E.Either<StoreUnavailable | ReadFailure | FencedOff | NoEventThere, Begun>> {
  const place = await placeOf(reader, sender, startFrom)
  if (E.isLeft(place)) return place
  const progress: Progress = { begunAfter: place.right, doneUpTo: place.right }
  const saved = await outcomes.save({ sender, token, progress, outcomes: [] })()
  return E.isLeft(saved) ? saved : E.right({ token, progress })
}

async function placeOf(reader: EventReader, sender: Sender, startFrom: StartFrom): Promise<E.Either<ReadFailure | NoEventThere, Bookmark>> {
  if (startFrom === 'beginning') return E.right('beginning')
  const head = startFrom === 'now' ? await reader.head()() : E.right({ after: startFrom.position })
  if (E.isLeft(head)) return head
  const { after } = head.right
  if (after === 'beginning') return E.right('beginning')
  const there = await reader.readAt([after])()
  if (E.isLeft(there)) return there
  const event = there.right[0]
  return event === undefined
    ? E.left({ tag: 'NoEventThere', runner: senderName(sender), position: after })
    : E.right({ position: after, eventId: event.eventId })
}

/** Carries over how far policies and processes are, and what became of their commands, when the log that they work on was moved to another store. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Position } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure, StoreUnavailable, TargetDiffers } from '@grid-governance/event-store'
import type { Sender } from './automatic-commands.ts'
import { senderName, type Bookmark, type OutcomeStore, type Progress, type RecordedOutcome } from './outcome-store.ts'
import type { CheckpointNotInLog, FencedOff } from './runner-claim.ts'
import { translatePlaces, type PlacesTranslated } from './translate-places.ts'

export interface CarryRequest {
  readonly from: { readonly reader: EventReader, readonly outcomes: Pick<OutcomeStore, 'senders' | 'list'> }
  readonly to: { readonly reader: EventReader, readonly outcomes: OutcomeStore }
}

/** Something else is known of this sender there already; of senders before it, all was carried over. */
export interface SenderGoneOn {
  readonly tag: 'SenderGoneOn'
  readonly runner: string
}

export type CarryFailure = ReadFailure | StoreUnavailable | FencedOff | CheckpointNotInLog | TargetDiffers | SenderGoneOn

/** What was carried over of one sender. */
export interface SenderCarried {
  readonly sender: Sender
  readonly outcomes: number
}

/**
 * Carries all senders over, each in one save: what they handled they will not handle again, whatever they declare. Run again it does what is
 * left to do. Fails with CheckpointNotInLog where the log was moved before a sender had come to where it is: move the rest first.
 */
export const carryOutcomes = ({ from, to }: CarryRequest): TaskEither<CarryFailure, ReadonlyArray<SenderCarried>> => async () => {
  const translated = await translateOutcomes(from, to.reader)()
  return E.isLeft(translated) ? translated : await saveTranslated(to.outcomes, translated.right)()
}

/** What is known of senders, with places of the log that they are to work on from now on. */
export type OutcomesTranslated = ReadonlyArray<Known>

/** The first half of `carryOutcomes`, which writes nothing: for who makes the new store only when there is something that it can take. */
export const translateOutcomes = (from: CarryRequest['from'], to: EventReader): TaskEither<Exclude<CarryFailure, FencedOff | SenderGoneOn>, OutcomesTranslated> => async () => {
  const known = await knownOf(from.outcomes)
  if (E.isLeft(known)) return known
  const places = await translatePlaces(from.reader, to, known.right.flatMap(positionsIn))
  if (E.isLeft(places)) return places
  const translated: Known[] = []
  for (const one of known.right) {
    const other = translate(one, places.right)
    if (E.isLeft(other)) return other
    translated.push(other.right)
  }
  return E.right(translated)
}

/** The second half: each sender in one save. Fails with SenderGoneOn where something else is known of one there. */
export const saveTranslated = (outcomes: OutcomeStore, translated: OutcomesTranslated): TaskEither<StoreUnavailable | FencedOff | SenderGoneOn, ReadonlyArray<SenderCarried>> => async () => {
  for (const one of translated) {
    const failure = await save(outcomes, one)
    if (failure !== undefined) return E.left(failure)
  }
  return E.right(translated.map(({ sender, outcomes: taken }) => ({ sender, outcomes: taken.length })))
}

/** All that is known of a sender. */
interface Known {
  readonly sender: Sender
  readonly progress: Progress
  readonly outcomes: ReadonlyArray<RecordedOutcome>
}

const pageSize = 1000

async function knownOf(outcomes: CarryRequest['from']['outcomes']): Promise<E.Either<StoreUnavailable, ReadonlyArray<Known>>> {
  const senders = await outcomes.senders()()
  if (E.isLeft(senders)) return senders
  const known: Known[] = []
  for (const { sender, progress } of senders.right) {
    if (progress === undefined) continue
    const all: RecordedOutcome[] = []
    for (let ended = false; !ended;) {
      const page = await outcomes.list(sender, { skip: all.length, maxCount: pageSize })()
      if (E.isLeft(page)) return page
      all.push(...page.right)
      ended = page.right.length < pageSize
    }
    known.push({ sender, progress, outcomes: all })
  }
  return E.right(known)
}

function positionsIn({ progress, outcomes }: Known): ReadonlyArray<Position> {
  return [
    ...[progress.begunAfter, progress.doneUpTo].flatMap((bookmark) => bookmark === 'beginning' ? [] : [bookmark.position]),
    ...outcomes.flatMap(({ outcome }) => outcome.outcome === 'accepted' && outcome.position !== undefined ? [outcome.position] : []),
  ]
}

function translate(known: Known, places: PlacesTranslated): E.Either<CheckpointNotInLog, Known> {
  const begunAfter = translateBookmark(known.sender, known.progress.begunAfter, places)
  const doneUpTo = translateBookmark(known.sender, known.progress.doneUpTo, places)
  if (E.isLeft(begunAfter)) return begunAfter
  if (E.isLeft(doneUpTo)) return doneUpTo
  return E.right({ sender: known.sender, progress: { begunAfter: begunAfter.right, doneUpTo: doneUpTo.right }, outcomes: known.outcomes.map((one) => translateOutcome(one, places)) })
}

function translateBookmark(sender: Sender, bookmark: Bookmark, places: PlacesTranslated): E.Either<CheckpointNotInLog, Bookmark> {
  if (bookmark === 'beginning') return E.right(bookmark)
  const place = places.get(bookmark.position)
  return place?.eventId === bookmark.eventId ? E.right(place) : E.left({ tag: 'CheckpointNotInLog', runner: senderName(sender), checkpoint: bookmark, found: place?.eventId })
}

/** The place of what a command led to is for people; where it was not moved, it is left out. */
function translateOutcome(recorded: RecordedOutcome, places: PlacesTranslated): RecordedOutcome {
  const { outcome } = recorded
  return outcome.outcome === 'accepted' && outcome.position !== undefined ? { ...recorded, outcome: { ...outcome, position: places.get(outcome.position)?.position } } : recorded
}

async function save(outcomes: OutcomeStore, { sender, progress, outcomes: news }: Known): Promise<StoreUnavailable | FencedOff | SenderGoneOn | undefined> {
  const there = await outcomes.senders()()
  if (E.isLeft(there)) return there.left
  const before = there.right.find((one) => senderName(one.sender) === senderName(sender))?.progress
  if (before !== undefined) return sameProgress(before, progress) ? undefined : { tag: 'SenderGoneOn', runner: senderName(sender) }
  const claim = await outcomes.claim(sender)()
  if (E.isLeft(claim)) return claim.left
  const saved = await outcomes.save({ sender, token: claim.right.token, progress, outcomes: news })()
  return E.isLeft(saved) ? saved.left : undefined
}

function sameProgress(one: Progress, other: Progress): boolean {
  return sameBookmark(one.begunAfter, other.begunAfter) && sameBookmark(one.doneUpTo, other.doneUpTo)
}

function sameBookmark(one: Bookmark, other: Bookmark): boolean {
  return one === 'beginning' || other === 'beginning' ? one === other : one.position === other.position && one.eventId === other.eventId
}

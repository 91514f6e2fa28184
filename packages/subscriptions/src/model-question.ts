/** A question about one model, and the answer: what it is, by which projection, up to which place in the log, and a fingerprint of all that. */

import * as E from 'fp-ts/lib/Either.js'
import { dayOfInstant, isAfter, projectionName, type After, type CalendarDate, type EventId, type Fact, type JsonValue, type Position, type Projection } from '@grid-governance/event-sourcing'
import { digestOf, type EventReader, type ReadFailure, type StoreUnavailable, type UndecodableEvent } from '@grid-governance/event-store'
import { foldAtPositions, type FoldedKey } from './fold-at-positions.ts'
import { everything, lastPlaceIn, prefixKnownAt, type KnownAt, type Prefix } from './known-prefix.ts'
import type { FactsFound, FactsRequest, KnownPart } from './model-snapshots.ts'
import type { OpenSource } from './projection-source.ts'
import type { ReadModelStore } from './read-model-store.ts'
import type { Checkpoint } from './runner-claim.ts'
import type { SkippedFact } from './skipped-facts.ts'

/** A question about one model. Without a day all effective days count; in `recorded` order the day is asked of the model's timelines instead. */
export interface ModelQuestion {
  readonly key: string
  readonly asOf?: CalendarDate
  readonly knownAt?: KnownAt
}

/**
 * What is to be said of an answer. nothingRecorded: the log had no fact at that moment. notTouched: no fact that was known touches the key. nothingInEffect:
 * facts touch it, but none has taken effect by the day. ahead: the day comes after that of the last fact that was known, so the answer is what was known of
 * days to come. Else `told`.
 */
export type Standing = 'told' | 'ahead' | 'nothingInEffect' | 'notTouched' | 'nothingRecorded'

/**
 * `model` is undefined where nothing was recorded or the key not touched; `standing` says which. It is frozen where others are shown the same object. Where it is
 * not, it was made for whoever asked, who may change it, once the fingerprint was looked at.
 */
export interface ModelAnswer<Model> {
  /** `name@version` of the projection. */
  readonly projection: string
  readonly key: string
  readonly asOf: CalendarDate | undefined
  /** The place of the last fact of the log that was known: nothing beyond it was looked at. */
  readonly position: After
  /** When that fact was recorded, in milliseconds since 1970. */
  readonly recordedAt: number | undefined
  readonly standing: Standing
  readonly model: Model | undefined
  /** The facts within what was looked at that an operator took out of this model: it is not what the log says, but the best that can be said. */
  readonly skipped: ReadonlyArray<SkippedFact>
  /**
   * SHA-256, in hex, of question and answer: projection, key, day, the id of the last fact that was known, what was skipped, and the model. Two machines with the
   * same log that answer with the same code answer with the same fingerprint; made when it is looked at.
   */
  readonly fingerprint: string
}

/** The position asked for lies beyond the end of the log: nobody knows yet what will be known there. */
export interface PositionBeyondLog {
  readonly tag: 'PositionBeyondLog'
  readonly asked: Position
  readonly head: After
}

/** The part of the log that a question counts, of which the models show what comes up to `readTo`. */
export const knownPart = async (reader: EventReader, knownAt: KnownAt | undefined, readTo: After): Promise<E.Either<ReadFailure | PositionBeyondLog, KnownPart>> => {
  if (knownAt === undefined) return E.right({ upTo: readTo })
  if ('position' in knownAt && isAfter(knownAt.position, readTo)) {
    const head = await reader.head()()
    if (E.isLeft(head)) return head
    if (isAfter(knownAt.position, head.right.after)) return E.left({ tag: 'PositionBeyondLog', asked: knownAt.position, head: head.right.after })
  }
  const prefix = await prefixKnownAt(reader, knownAt)()
  return E.isLeft(prefix) ? prefix : E.right(partOf(prefix.right, readTo))
}

/** Everything that the models show, or less of it. */
export const partOf = ({ upTo, cutFrom }: Prefix, readTo: After): KnownPart =>
  ({ upTo: upTo === undefined || isAfter(upTo, readTo) ? readTo : upTo, ...(cutFrom === undefined ? {} : { cutFrom }) })

/** A key folded for a question, and the checkpoint of the models at the moment at which its facts were looked up. */
export interface FoldedFor<Model> {
  readonly checkpoint: Checkpoint | undefined
  readonly folded: FoldedKey<Model> | undefined
}

/** Folds what a question counts, from a snapshot where one serves. */
export const foldFor = async <F extends Fact, Model>(
  { source, store }: { readonly source: OpenSource<F, Model>, readonly store: ReadModelStore },
  { key, asOf, known, skipped }: { readonly key: string, readonly asOf: CalendarDate | undefined, readonly known: KnownPart, readonly skipped: ReadonlySet<number> | undefined },
): Promise<E.Either<ReadFailure | UndecodableEvent | StoreUnavailable, FoldedFor<Model>>> => {
  const { projection } = source
  const fold = async (request: Pick<FactsRequest, 'asOf' | 'from'>): Promise<E.Either<ReadFailure | UndecodableEvent | StoreUnavailable, FoldedFor<Model> & Pick<FactsFound, 'touched'>>> => {
    const found = await store.factsFor(projection, { key, known, ...request })()
    if (E.isLeft(found)) return found
    const { checkpoint, snapshot, positions, touched } = found.right
    const base = snapshot === undefined ? undefined : { model: JSON.parse(snapshot.text) as Model, shownUpTo: snapshot.shownUpTo, shownTo: snapshot.shownTo }
    const folded = await foldAtPositions({ ...source, key, asOf, positions, skipped, base })
    return E.isLeft(folded) ? folded : E.right({ checkpoint, folded: folded.right, touched })
  }
  const bounded = projection.order === 'effective' && asOf !== undefined
  const answer = await fold({ from: 'snapshot', ...(bounded ? { asOf } : {}) })
  if (E.isLeft(answer) || answer.right.folded !== undefined || !bounded) return answer
  // No fact of these days touches the key. Whether one of later days does, facts that came with a correction can only tell together.
  return answer.right.touched ? E.right({ ...answer.right, folded: nothingShown(projection, key) }) : await fold({ from: 'beginning' })
}

function nothingShown<F extends Fact, Model>(projection: Projection<F, Model>, key: string): FoldedKey<Model> {
  return { model: projection.initial(key), shownUpTo: '', blocked: undefined }
}

/** The last fact that was known. */
export interface LastKnown {
  readonly position: After
  readonly recordedAt: number | undefined
  readonly eventId: EventId | undefined
}

const nothingKnown: LastKnown = { position: 'beginning', recordedAt: undefined, eventId: undefined }

/** Finds the last fact that was known, and remembers the one found last. */
export const lastKnownIn = (reader: EventReader): ((known: KnownPart) => Promise<E.Either<ReadFailure, LastKnown>>) => {
  let found = nothingKnown
  return async ({ upTo, cutFrom }) => {
    const place = upTo === 'beginning' ? E.right(upTo) : await lastPlaceIn(reader, cutFrom === undefined ? { upTo } : { upTo, cutFrom })()
    if (E.isLeft(place)) return place
    const position = place.right
    if (position === 'beginning') return E.right(nothingKnown)
    if (found.position === position) return E.right(found)
    const events = await reader.readAt([position])()
    if (E.isLeft(events)) return events
    found = { position, recordedAt: events.right[0]?.recordedAt, eventId: events.right[0]?.eventId }
    return E.right(found)
  }
}

/** What an answer is made of. */
export interface AnswerParts<Model> {
  readonly key: string
  readonly asOf: CalendarDate | undefined
  readonly projection: Pick<Projection, 'name' | 'version' | 'order'>
  readonly last: LastKnown
  readonly folded: Pick<FoldedKey<Model>, 'model' | 'shownUpTo'> | undefined
  readonly skipped: ReadonlyArray<SkippedFact>
}

export const answerOf = <Model>(parts: AnswerParts<Model>): ModelAnswer<Model> => new Answer(parts)

class Answer<Model> implements ModelAnswer<Model> {
  readonly projection: string
  readonly key: string
  readonly asOf: CalendarDate | undefined
  readonly position: After
  readonly recordedAt: number | undefined
  readonly standing: Standing
  readonly model: Model | undefined
  readonly skipped: ReadonlyArray<SkippedFact>
  declare readonly fingerprint: string
  readonly #known: EventId | undefined
  #fingerprint: string | undefined

  constructor({ projection, key, asOf, last, folded, skipped }: AnswerParts<Model>) {
    this.projection = projectionName(projection)
    this.key = key
    this.asOf = asOf
    this.position = last.position
    this.recordedAt = last.recordedAt
    this.standing = standingOf(projection.order, asOf, last, folded)
    this.model = folded?.model
    this.skipped = skipped
    this.#known = last.eventId
    this.#fingerprint = undefined
    Object.defineProperty(this, 'fingerprint', fingerprintProperty)
  }

  static fingerprintOf(this: void, of: Answer<unknown>): string {
    return of.#fingerprint ??= digestOf({
      projection: of.projection, key: of.key, asOf: of.asOf ?? null, known: of.#known ?? null, skipped: of.skipped.map(({ eventId }) => eventId), model: (of.model ?? null) as JsonValue,
    })
  }
}

/**
 * One getter for all answers. With one of its own, each of them would have a shape of its own, and the engine keeps shapes with all that their getters hold until it
 * collects its old space: the models of the last dozen answers would be copied from one young space to the next, which took longer than to find them.
 */
const fingerprintProperty: PropertyDescriptor = {
  enumerable: true,
  get(this: Answer<unknown>): string { return Answer.fingerprintOf(this) },
}

function standingOf(order: Projection['order'], asOf: CalendarDate | undefined, { position, recordedAt }: LastKnown, folded: Pick<FoldedKey<unknown>, 'shownUpTo'> | undefined): Standing {
  if (position === 'beginning') return 'nothingRecorded'
  if (folded === undefined) return 'notTouched'
  if (asOf === undefined) return 'told'
  if (order === 'effective' && folded.shownUpTo === '') return 'nothingInEffect'
  return recordedAt !== undefined && asOf > dayOfInstant(recordedAt) ? 'ahead' : 'told'
}

/** All that the models show, for `read`. */
export const allOf = (readTo: After): KnownPart => partOf(everything, readTo)

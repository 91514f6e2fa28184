/** Explaining a figure of any query: its models are rebuilt from the log, and the facts of the keys that matter are gathered. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  eventsByKey, explainReads, figureReads, keysOfPlaces, projectionName, readsUnknown,
  type After, type EventId, type Explanation, type FactsOfKeys, type Figure, type ModelsOf, type ModelsRead, type Position, type Question, type ReadPlace, type RecordedEvent, type Reads, type UnknownModel,
} from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { editionsOf, type DecidedUnder, type Edition } from './decided-under.ts'
import { lastRecorded } from './explain-key.ts'
import type { KnownAt } from './known-prefix.ts'
import { openSource, type ProjectionSource } from './projection-source.ts'
import type { KeyBlocked } from './published-models.ts'
import { readPositions } from './read-positions.ts'
import { rebuild, type RebuildProgress, type Rebuilt } from './rebuild.ts'
import type { ReadingCodec, ReadMode } from './recorded-events.ts'

export interface FigureRequest<R extends Reads, Answer> {
  readonly reader: EventReader
  /** Must declare all facts that the projections of the question handle. */
  readonly codec: ReadingCodec
  readonly mode: ReadMode
  readonly question: Question<R, Answer>
  /** Takes the figure out of the answer, in JSON; the whole answer unless said otherwise. */
  readonly figure?: Figure<Answer>
  /** Only what was known then; without it, all that is known now. */
  readonly knownAt?: KnownAt
  /** How many places may be read to find out on what the figure depends; 50,000,000 unless said otherwise. */
  readonly effort?: number
  /** Tells under which editions of its rules the facts named were decided. */
  readonly decidedUnder?: DecidedUnder
  /** Told of each rebuild, one after the other. */
  readonly onProgress?: (progress: RebuildProgress) => void
}

/** Why a figure is what it is, and on what the answer rests. */
export interface FigureExplained<Answer> {
  /** `name@version` of the projections on which the figure rests. */
  readonly projections: ReadonlyArray<string>
  /** Nothing beyond it was looked at. */
  readonly readTo: After
  /** When the last event up to there was recorded, in milliseconds since 1970; undefined at the beginning. */
  readonly recordedAt: number | undefined
  /** Without the models that are blocked: of the answer only the figure is certain not to read them. */
  readonly answer: Answer
  readonly explanation: Explanation
  /** Models that are blocked, and that the figure was found not to read. */
  readonly blocked: ReadonlyArray<BlockedModel>
  /** By event id, where it is known. */
  readonly editions: ReadonlyMap<EventId, Edition>
}

/** A model of which nothing can be said, since its projection failed at a fact. */
export interface BlockedModel {
  /** `name@version` of the projection. */
  readonly projection: string
  readonly key: string
}

type Failure = ReadFailure | UndecodableEvent

/** Explains a figure. Fails with KeyBlocked where it reads a model that is blocked, since the figure would be of the others only. */
export const explainFigure = <R extends Reads, Answer>(request: FigureRequest<R, Answer>): TaskEither<Failure | KeyBlocked, FigureExplained<Answer>> => async () => {
  const { reader, figure = (answer: Answer) => answer, effort } = request
  const rebuilt = await rebuildAll(request)
  if (E.isLeft(rebuilt)) return rebuilt
  const models = Object.fromEntries([...rebuilt.right].map(([name, { models: own }]) => [name, own])) as unknown as ModelsOf<R>
  const unknown = unknownModels(rebuilt.right)
  const read = unknown.length === 0 ? undefined : readsUnknown(request.question, models, figure, unknown)
  if (read !== undefined) return E.left(blockageOf(rebuilt.right, read))
  const question = withoutKeys(request.question, unknown)
  const found = figureReads(question, models, figure, effort)
  const explanation = await explained({ ...request, question }, rebuilt.right, (places, facts) => explainReads({ question, figure, models, found }, places, facts), found.narrowed)
  if (E.isLeft(explanation)) return explanation
  const readTo = [...rebuilt.right.values()][0]?.readTo ?? 'beginning'
  const recordedAt = await lastRecorded(reader, readTo)
  if (E.isLeft(recordedAt)) return recordedAt
  const editions = await editionsOf(explanation.right, request.decidedUnder)
  if (E.isLeft(editions)) return editions
  const names = new Set(explanation.right.places.map((place) => place.models))
  const projections = [...new Set([...names].flatMap((name) => { const read = question.reads[name]; return read === undefined ? [] : [projectionName(read.projection)] }))]
  return E.right({ projections, readTo, recordedAt: recordedAt.right, answer: question.answer(models), explanation: explanation.right, blocked: blockedModels(rebuilt.right, unknown), editions: editions.right })
}

type RebuiltByName = ReadonlyMap<string, Rebuilt<unknown>>

/** All models of a question at one place in the log, however the log grows meanwhile. */
async function rebuildAll<R extends Reads, Answer>({ reader, codec, mode, question, knownAt, onProgress }: FigureRequest<R, Answer>): Promise<E.Either<Failure, RebuiltByName>> {
  const rebuilt = new Map<string, Rebuilt<unknown>>()
  let upTo = knownAt
  for (const [name, { projection, asOf }] of Object.entries(question.reads)) {
    const own = await rebuild({
      reader, codec, mode, projection, ...(asOf === undefined ? {} : { asOf }), ...(upTo === undefined ? {} : { knownAt: upTo }), ...(onProgress === undefined ? {} : { onProgress }),
    })()
    if (E.isLeft(own)) return own
    rebuilt.set(name, own.right)
    upTo ??= own.right.readTo === 'beginning' ? { instant: 0 } : { position: own.right.readTo }
  }
  return E.right(rebuilt)
}

function unknownModels(rebuilt: RebuiltByName): ReadonlyArray<UnknownModel> {
  return [...rebuilt].flatMap(([models, { blocked }]) => [...blocked.keys()].map((key) => ({ models, key })))
}

function blockageOf(rebuilt: RebuiltByName, { models, key }: UnknownModel): KeyBlocked {
  const own = rebuilt.get(models)
  const blocked = own?.blocked.get(key)
  if (own === undefined || blocked === undefined) throw new Error(`${key} of ${models} is not blocked.`)
  return { tag: 'KeyBlocked', projection: own.projection, key, blocked }
}

/** One that a question reads as of several days is listed once. */
function blockedModels(rebuilt: RebuiltByName, unknown: ReadonlyArray<UnknownModel>): ReadonlyArray<BlockedModel> {
  const all = unknown.map(({ models, key }): BlockedModel => ({ projection: rebuilt.get(models)?.projection ?? '', key }))
  return [...new Map(all.map((one) => [JSON.stringify([one.projection, one.key]), one])).values()]
}

/** The same question of projections that know nothing of these keys: a fact that touches one of them and another must not fail at it again. */
function withoutKeys<R extends Reads, Answer>(question: Question<R, Answer>, unknown: ReadonlyArray<UnknownModel>): Question<R, Answer> {
  if (unknown.length === 0) return question
  const reads = Object.entries(question.reads).map(([name, read]) => {
    const { projection } = read
    const own = new Set(unknown.filter(({ models }) => models === name).map(({ key }) => key))
    const keys: typeof projection.keys = (event) => projection.keys(event).filter((key) => !own.has(key))
    return [name, own.size === 0 ? read : { ...read, projection: { ...projection, keys } }] as const
  })
  return { ...question, reads: Object.fromEntries(reads) as R }
}

/** Gathers the facts of the keys that places name, and more of them as long as they do not account for the figure. */
async function explained<R extends Reads, Answer>(
  request: FigureRequest<R, Answer>, rebuilt: RebuiltByName,
  explain: (places: ReadonlyArray<ReadPlace>, facts: FactsOfKeys) => E.Either<ReadonlyArray<ReadPlace>, Explanation>, first: ReadonlyArray<ReadPlace>,
): Promise<E.Either<Failure, Explanation>> {
  const gathered = new Map<string, Map<string, ReadonlyArray<RecordedEvent>>>()
  let places = first
  for (;;) {
    const failure = await gather(request, rebuilt, places, gathered)
    if (failure !== undefined) return E.left(failure)
    const facts = new Map([...keysOfPlaces(places)].map(([name, keys]) => [name, new Map([...keys].map((key) => [key, gathered.get(name)?.get(key) ?? []]))]))
    const answer = explain(places, facts)
    if (E.isRight(answer)) return answer
    places = answer.left
  }
}

async function gather<R extends Reads, Answer>(
  { reader, codec, mode, question }: FigureRequest<R, Answer>, rebuilt: RebuiltByName, places: ReadonlyArray<ReadPlace>,
  gathered: Map<string, Map<string, ReadonlyArray<RecordedEvent>>>,
): Promise<Failure | undefined> {
  for (const [name, keys] of keysOfPlaces(places)) {
    const { projection } = question.reads[name] as ModelsRead<unknown>
    const source: ProjectionSource<never, unknown> = { reader, codec, mode, projection: projection as never }
    const own = gathered.get(name) ?? new Map<string, ReadonlyArray<RecordedEvent>>()
    gathered.set(name, own)
    const missing = [...keys].filter((key) => !own.has(key))
    const positions = missing.flatMap((key): ReadonlyArray<Position> => rebuilt.get(name)?.positionsOf(key) ?? [])
    const events = await readPositions({ reader, decode: openSource(source).decode }, positions)
    if (E.isLeft(events)) return events.left
    const byKey = eventsByKey(projection, events.right as ReadonlyArray<RecordedEvent>)
    for (const key of missing) own.set(key, byKey.get(key) ?? [])
  }
  return undefined
}

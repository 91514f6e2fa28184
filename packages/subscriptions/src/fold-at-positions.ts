/** Folding one key from its own facts, given where they are: after a late fact or a correction, and for every question about a day. */

import * as E from 'fp-ts/lib/Either.js'
import {
  chainIdOf, effectiveDateOf, entryOf, eventsByKey, handled, resolveEntries,
  type CalendarDate, type Fact, type Position, type Projection, type RecordedEvent,
} from '@grid-governance/event-sourcing'
import type { ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { keysOf } from './corrected-chains.ts'
import { blockageAt, type Blockage } from './keyed-fold.ts'
import { isBeyond, type ShownTo } from './model-snapshots.ts'
import { chunksOf, inOrder, readChunk, readPositions, type PositionsSource } from './read-positions.ts'

export interface FoldAtPositions<F extends Fact, Model> extends PositionsSource<F> {
  readonly projection: Projection<F, Model>
  readonly key: string
  /** Where the facts of the key are, those of the whole chains of its corrections among them; in any order, perhaps twice. */
  readonly positions: ReadonlyArray<number>
  readonly asOf?: CalendarDate | undefined
  /** The positions of facts of the key that are not shown to it. */
  readonly skipped?: ReadonlySet<number> | undefined
  /** Facts up to this number are folded in memory at once; beyond it they are read three times, a chunk at a time. */
  readonly atOnce?: number | undefined
  /** What the fold goes on from; its model is changed in place. Facts that it holds may be among the positions: they are passed over. */
  readonly base?: FoldBase<Model> | undefined
  /** Called between two facts that stand at different places, with the model as it is at the first of them. */
  readonly between?: ((model: Model, at: ShownTo) => void) | undefined
}

/** A model that holds all entries up to a place, as they were known when the fold began. */
export interface FoldBase<Model> extends ShownTo {
  readonly model: Model
}

/** A model folded from its own facts. `shownUpTo` is the latest effective day that it was shown, '' if none. */
export interface FoldedKey<Model> {
  readonly model: Model
  readonly shownUpTo: CalendarDate | ''
  readonly blocked: Blockage | undefined
}

type Folding<Model> = Promise<E.Either<ReadFailure | UndecodableEvent, FoldedKey<Model> | undefined>>

/** The model of a key as its facts at these positions make it; undefined where none of them touches the key. */
export const foldAtPositions = <F extends Fact, Model>(request: FoldAtPositions<F, Model>): Folding<Model> => {
  const positions = inOrder(request.positions)
  return positions.length <= (request.atOnce ?? 20_000) ? foldAtOnce(request, positions) : foldInChunks(request, positions)
}

async function foldAtOnce<F extends Fact, Model>(request: FoldAtPositions<F, Model>, positions: ReadonlyArray<number>): Folding<Model> {
  const { base } = request
  const events = await readPositions(request, positions)
  if (E.isLeft(events)) return events
  const { entries, touches } = entriesOfKey(request, events.right)
  if (!touches && base === undefined) return E.right(undefined)
  const shown = startShowing(request)
  for (const entry of entries) shown.next(entry)
  return E.right(shown.folded())
}

/** What is to be shown, and its place in the order in which it is. */
interface Entry extends ShownTo {
  readonly event: RecordedEvent
  readonly subIndex: number
}

/** All that is to be shown to a key of these facts (in the order of the log), in order; and whether any of them touches it. */
function entriesOfKey<F extends Fact, Model>(
  { projection, key, asOf, base }: FoldAtPositions<F, Model>, events: ReadonlyArray<RecordedEvent<F>>,
): { readonly entries: ReadonlyArray<Entry>, readonly touches: boolean } {
  const corrected = new Set(events.filter((event) => entryOf(event).root !== undefined).map(chainIdOf))
  const inChains = corrected.size === 0 ? [] : events.filter((event) => corrected.has(chainIdOf(event)))
  const own = inChains.length === 0 ? [] : eventsByKey(projection, inChains).get(key) ?? []
  const effective = projection.order === 'effective'
  const entries: Entry[] = []
  let touches = own.length > 0
  for (const event of events) {
    if ((corrected.size > 0 && corrected.has(chainIdOf(event))) || !keysOf(projection, event).includes(key)) continue
    touches = true
    entries.push(entryAt(event, effective))
  }
  if (effective) for (const { event, rootPosition, rootSubIndex } of resolveEntries(own)) {
    if (keysOf(projection, event as RecordedEvent<F>).includes(key)) entries.push({ ...entryAt(event, true), shownTo: rootPosition as Position, subIndex: rootSubIndex })
  }
  else for (const event of own) if (handled(projection, event)) entries.push(entryAt(event, false))
  const wanted = entries.filter((entry) => (base === undefined || isBeyond(entry, base)) && (!effective || asOf === undefined || entry.shownUpTo <= asOf))
  return { entries: wanted.sort(byPlace), touches }
}

function entryAt(event: RecordedEvent, effective: boolean): Entry {
  return { event, shownUpTo: effective ? effectiveDateOf(event) : '', shownTo: event.globalPosition, subIndex: event.subIndex }
}

function byPlace(left: Entry, right: Entry): number {
  return (left.shownUpTo < right.shownUpTo ? -1 : left.shownUpTo > right.shownUpTo ? 1 : 0) || left.shownTo - right.shownTo || left.subIndex - right.subIndex
}

async function foldInChunks<F extends Fact, Model>(request: FoldAtPositions<F, Model>, positions: ReadonlyArray<number>): Folding<Model> {
  const chained = await factsOfCorrectedChains(request, positions)
  if (E.isLeft(chained)) return chained
  const own = { ids: new Set(chained.right.map(chainIdOf)), facts: eventsByKey(request.projection, chained.right).get(request.key) ?? [] }
  return request.projection.order === 'recorded' ? await foldInOrderOfLog(request, positions, own) : await foldInOrderOfEffect(request, positions, own)
}

/** The ids of the chains that were corrected, and the facts of those that touch the key. */
interface OwnChains {
  readonly ids: ReadonlySet<string>
  readonly facts: ReadonlyArray<RecordedEvent>
}

async function factsOfCorrectedChains<F extends Fact, Model>(
  request: FoldAtPositions<F, Model>, positions: ReadonlyArray<number>,
): Promise<E.Either<ReadFailure | UndecodableEvent, ReadonlyArray<RecordedEvent<F>>>> {
  const ids = new Set<string>()
  const corrections = await forEachFact(request, positions, (event) => { if (entryOf(event).root !== undefined) ids.add(chainIdOf(event)) })
  if (corrections !== undefined) return E.left(corrections)
  const facts: Array<RecordedEvent<F>> = []
  const chains = await forEachFact(request, positions, (event) => { if (ids.has(chainIdOf(event))) facts.push(event) })
  return chains === undefined ? E.right(facts) : E.left(chains)
}

async function foldInOrderOfLog<F extends Fact, Model>(request: FoldAtPositions<F, Model>, positions: ReadonlyArray<number>, own: OwnChains): Folding<Model> {
  const { projection, key, base } = request
  const corrected = new Set(own.facts.map(placeOf))
  const shown = startShowing(request)
  let touches = base !== undefined
  const failure = await forEachFact(request, positions, (event) => {
    const belongs = own.ids.has(chainIdOf(event)) ? corrected.has(placeOf(event)) : keysOf(projection, event).includes(key)
    touches ||= belongs
    const entry = entryAt(event, false)
    if (belongs && handled(projection, event) && (base === undefined || isBeyond(entry, base))) shown.next(entry)
  })
  return failure === undefined ? E.right(touches ? shown.folded() : undefined) : E.left(failure)
}

async function foldInOrderOfEffect<F extends Fact, Model>(request: FoldAtPositions<F, Model>, positions: ReadonlyArray<number>, own: OwnChains): Folding<Model> {
  const { projection, key, asOf, base } = request
  const entries = entryList()
  const isWanted = (at: ShownTo): boolean => (asOf === undefined || at.shownUpTo <= asOf) && (base === undefined || isBeyond(at, base))
  let touches = own.facts.length > 0 || base !== undefined
  const failure = await forEachFact(request, positions, (event) => {
    if (own.ids.has(chainIdOf(event)) || !keysOf(projection, event).includes(key)) return
    touches = true
    const day = effectiveDateOf(event)
    if (isWanted({ shownUpTo: day, shownTo: event.globalPosition })) entries.add(day, event, event.globalPosition, event.subIndex)
  })
  if (failure !== undefined) return E.left(failure)
  for (const { event, effectiveOn, rootPosition, rootSubIndex } of resolveEntries(own.facts)) {
    if (!isWanted({ shownUpTo: effectiveOn, shownTo: rootPosition as Position }) || !keysOf(projection, event as RecordedEvent<F>).includes(key)) continue
    entries.add(effectiveOn, event, rootPosition, rootSubIndex)
  }
  const shown = startShowing(request)
  for (const places of entries.chunksInOrder()) {
    const events = await readChunk(request, inOrder(places.map(({ position }) => position)))
    if (E.isLeft(events)) return events
    const byPlace = new Map(events.right.map((event) => [placeOf(event), event]))
    for (const place of places) {
      const event = byPlace.get(`${place.position}/${place.subIndex}`)
      if (event !== undefined) shown.next({ ...entryAt(event, true), shownTo: place.rootPosition as Position })
    }
  }
  return E.right(touches ? shown.folded() : undefined)
}

async function forEachFact<F extends Fact, Model>(
  request: FoldAtPositions<F, Model>, positions: ReadonlyArray<number>, visit: (event: RecordedEvent<F>) => void,
): Promise<ReadFailure | UndecodableEvent | undefined> {
  for (const chunk of chunksOf(positions)) {
    const events = await readChunk(request, chunk)
    if (E.isLeft(events)) return events.left
    events.right.forEach(visit)
  }
  return undefined
}

/** Shows facts, but those that are skipped, to a new model or to that of the base, until one of them fails. */
function startShowing<F extends Fact, Model>({ projection, key, skipped, base, between }: FoldAtPositions<F, Model>) {
  const model = base?.model ?? projection.initial(key)
  let shownUpTo: CalendarDate | '' = base?.shownUpTo ?? ''
  let blocked: Blockage | undefined
  let last: ShownTo | undefined
  return {
    next: (entry: Entry): void => {
      const { event } = entry
      if (blocked !== undefined || skipped?.has(event.globalPosition) === true) return
      if (between !== undefined && last !== undefined && isBeyond(entry, last)) between(model, last)
      last = entry
      try {
        projection.project(model, event as RecordedEvent<F>)
        shownUpTo = entry.shownUpTo
      } catch (error) {
        blocked = blockageAt(event, error)
      }
    },
    folded: (): FoldedKey<Model> => ({ model, shownUpTo, blocked }),
  }
}

/** Entries as five numbers each, so that a million of them can be put in order in memory. */
function entryList() {
  const days: number[] = []
  const rootPositions: number[] = []
  const rootSubIndexes: number[] = []
  const positions: number[] = []
  const subIndexes: number[] = []
  const at = (numbers: ReadonlyArray<number>, index: number): number => numbers[index] as number
  return {
    add: (day: CalendarDate, event: RecordedEvent, rootPosition: number, rootSubIndex: number): void => {
      days.push(Number(day.replaceAll('-', '')))
      rootPositions.push(rootPosition)
      rootSubIndexes.push(rootSubIndex)
      positions.push(event.globalPosition)
      subIndexes.push(event.subIndex)
    },
    * chunksInOrder(): Generator<ReadonlyArray<{ readonly position: number, readonly subIndex: number, readonly rootPosition: number }>, void, undefined> {
      const order = Uint32Array.from(days.keys()).sort((left, right) =>
        at(days, left) - at(days, right) || at(rootPositions, left) - at(rootPositions, right) || at(rootSubIndexes, left) - at(rootSubIndexes, right))
      for (const chunk of chunksOf(Array.from(order))) {
        yield chunk.map((index) => ({ position: at(positions, index), subIndex: at(subIndexes, index), rootPosition: at(rootPositions, index) }))
      }
    },
  }
}

function placeOf(event: RecordedEvent): string {
  return `${event.globalPosition}/${event.subIndex}`
}

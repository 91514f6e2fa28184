/** The incremental fold of keyed models: what comes in order is folded at once, what comes late marks its key to be folded again. */

import {
  chainIdOf, dayOfInstant, entryOf, entryVoided, type CalendarDate, type Fact, type Position, type Projection, type RecordedEvent,
} from '@grid-governance/event-sourcing'
import { placeOf, type CorrectedChain, type CorrectedChains } from './corrected-chains.ts'
import { dayNumber } from './day-numbers.ts'
import type { ChainedPlace, FactPlace } from './model-snapshots.ts'
import { positionList, type PositionList } from './position-list.ts'
import { skippedAt, type SkipsByKey } from './skipped-facts.ts'

/** The fact at which `project` failed; its key is not folded on until it is folded again. */
export interface Blockage {
  readonly eventId: string
  readonly position: Position
  readonly error: string
}

/** One model on its way through the log. */
export interface KeyState<Model> {
  readonly key: string
  /** Means nothing while the state is stale or blocked. */
  model: Model
  /** The latest effective day that was shown to the model; '' before the first. Facts of an earlier day come late. */
  shownUpTo: CalendarDate | ''
  /** A late fact, a correction or a void changed what the model must show: it is to be folded again from its own facts. */
  stale: boolean
  blocked: Blockage | undefined
  /** The positions of its facts, unless a store keeps them. May name one twice. */
  readonly positions: PositionList
  /** The day of each of them as a number, where days are noted with positions. */
  readonly days: PositionList<number>
  /** Where a store keeps the model: the places of its facts and of corrected chains that are not yet saved. May name one twice. */
  places: FactPlace[]
  chained: ChainedPlace[]
  /** Whether the store has it, as it was at some earlier place. */
  saved: boolean
  /** Facts that touched it since a snapshot was taken; counted where a store keeps the model. */
  sinceSnapshot: number
  /** The latest day up to which a snapshot of it goes; '' without one. Facts of earlier days change what snapshots hold. */
  snapshotsUpTo: CalendarDate | ''
  /** Facts that a live fold shows at the end of the page. */
  run: RecordedEvent[]
  /** The number of the last event that touched it, counted by the fold. */
  touchedBy: number
}

/** How a model is kept between pages. owned: changed in place. live: immutable, changed once for each page by `projectRun`. */
export type Keeping<F extends Fact, Model> = 'owned' | ((model: Model, run: ReadonlyArray<RecordedEvent<F>>) => Model)

export interface KeyedFold<F extends Fact, Model> {
  readonly states: Map<string, KeyState<Model>>
  /** Folds a page of whole appends, given the chains of its corrections; answers the states that it touched. */
  readonly take: (events: ReadonlyArray<RecordedEvent<F>>, chains: CorrectedChains) => ReadonlyArray<KeyState<Model>>
}

export interface KeyedFoldOptions<F extends Fact, Model> {
  readonly projection: Projection<F, Model>
  /** Facts that take effect later are not shown; without it, all are. */
  readonly asOf?: CalendarDate | undefined
  readonly keeping: Keeping<F, Model>
  /** Facts that are not shown to single models. */
  readonly skips?: SkipsByKey | undefined
  /** Called for each fact that comes late, corrects or takes back; where it is given, places are noted for a store. */
  readonly disturbed?: ((disturbance: Disturbance) => void) | undefined
  /** Positions are noted with their days, and with the chains of corrections: for a store that is elsewhere. */
  readonly withDays?: boolean | undefined
}

/** A fact that may change what snapshots of a key hold: those that go beyond `day`, and where it is a correction those that go up to it too. */
export interface Disturbance {
  readonly key: string
  readonly at: Position
  /** The earliest day at which it changes anything; '' where anything may have changed. */
  readonly day: CalendarDate | ''
  readonly corrects: boolean
}

/** A fold over no facts yet. */
export const keyedFold = <F extends Fact, Model>({ projection, asOf, keeping, skips, disturbed, withDays = false }: KeyedFoldOptions<F, Model>): KeyedFold<F, Model> => {
  const states = new Map<string, KeyState<Model>>()
  const handled = new Set(projection.handles)
  const effective = projection.order === 'effective'
  const dayOf = effectiveDays()
  const forStore = disturbed !== undefined || withDays
  const isSkipped = skips === undefined || skips.size === 0 ? undefined : (key: string, event: RecordedEvent): boolean => skippedAt(skips, key)?.has(event.globalPosition) === true
  let count = 0
  let touched: Array<KeyState<Model>> = []
  let firstOfPage = 0

  const take = (events: ReadonlyArray<RecordedEvent<F>>, chains: CorrectedChains): ReadonlyArray<KeyState<Model>> => {
    touched = []
    firstOfPage = count + 1
    for (const event of events) {
      count += 1
      if (entryOf(event).root !== undefined) takeCorrection(event, chains.get(chainIdOf(event)) ?? { keys: new Set(), places: [] })
      else if (handled.has(event.type)) takeFact(event)
    }
    if (keeping !== 'owned') for (const state of touched) showRun(projection, keeping, state)
    return touched
  }

  const takeFact = (event: RecordedEvent<F>): void => {
    for (const key of projection.keys(event)) {
      const state = touch(key)
      if (state === undefined) continue
      if (forStore) note(state, event)
      else state.positions.push(event.globalPosition)
      if (state.stale) continue
      if (state.blocked !== undefined) {
        // What takes effect before the fact that failed may be what it lacked: then the key is folded again from the start.
        if (effective && dayOf(event) < state.shownUpTo) state.stale = true
        continue
      }
      if (effective && isPassedOver(state, event)) continue
      show(state, event)
    }
  }

  /** Notes a fact for the store, and tells where snapshots go beyond its day. */
  const note = (state: KeyState<Model>, event: RecordedEvent<F>): void => {
    const day = effective ? dayOf(event) : ''
    if (disturbed !== undefined) state.places.push({ position: event.globalPosition, day })
    else noteWithDay(state, event.globalPosition, day)
    state.sinceSnapshot += 1
    if (day < state.snapshotsUpTo) disturbed?.({ key: state.key, at: event.globalPosition, day, corrects: false })
  }

  const noteWithDay = (state: KeyState<Model>, position: Position, day: CalendarDate | ''): void => {
    state.positions.push(position)
    state.days.push(dayNumber(day))
  }

  /** Whether a fact is not to be shown now: beyond `asOf`, or late (then its key is stale). Keeps the day up to which the model was shown. */
  const isPassedOver = (state: KeyState<Model>, event: RecordedEvent<F>): boolean => {
    const day = dayOf(event)
    if (asOf !== undefined && day > asOf) return true
    if (day < state.shownUpTo) {
      state.stale = true
      return true
    }
    state.shownUpTo = day
    return false
  }

  const takeCorrection = (event: RecordedEvent<F>, chain: CorrectedChain): void => {
    const before = [...chain.places]
    chain.places.push(placeOf(projection, event))
    for (const key of chain.keys) takeCorrectionOf(touch(key), event, chain)
    for (const key of ownKeys(event)) {
      if (chain.keys.has(key)) continue
      const state = touch(key)
      if (state !== undefined && before.length > 0) gain(state, event, before)
      takeCorrectionOf(state, event, chain)
      chain.keys.add(key)
    }
  }

  /** A correction brings a whole chain to a key: facts that were there before it count for the key from now on. */
  const gain = (state: KeyState<Model>, event: RecordedEvent<F>, before: ReadonlyArray<FactPlace>): void => {
    state.stale = true
    if (!forStore) for (const { position } of before) state.positions.push(position)
    disturbed?.({ key: state.key, at: event.globalPosition, day: '', corrects: true })
  }

  const takeCorrectionOf = (state: KeyState<Model> | undefined, event: RecordedEvent<F>, chain: CorrectedChain): void => {
    if (state === undefined) return
    if (forStore) noteCorrection(state, event, chain)
    else state.positions.push(event.globalPosition)
    if (effective) state.stale = true
    else if (!state.stale && state.blocked === undefined && handled.has(event.type)) show(state, event)
  }

  const noteCorrection = (state: KeyState<Model>, event: RecordedEvent<F>, { places }: CorrectedChain): void => {
    const chain = Math.min(...places.map(({ position }) => position)) as Position
    if (disturbed !== undefined) state.places.push(...places)
    else for (const { position, day } of places) noteWithDay(state, position, day)
    state.chained.push(...places.map(({ position }) => ({ chain, position })))
    state.sinceSnapshot += 1
    if (effective) disturbed?.({ key: state.key, at: event.globalPosition, day: firstDay(places), corrects: true })
  }

  const ownKeys = (event: RecordedEvent<F>): ReadonlyArray<string> =>
    event.type !== entryVoided && handled.has(event.type) ? projection.keys(event) : []

  /** The state of a key; undefined if this very event touched it already (`keys` may name a model twice). */
  const touch = (key: string): KeyState<Model> | undefined => {
    let state = states.get(key)
    if (state === undefined) {
      state = newState(projection, key, disturbed === undefined ? { positions: positionList(), days: withDays ? positionList() : nothingNoted } : undefined)
      states.set(key, state)
    }
    if (state.touchedBy === count) return undefined
    if (state.touchedBy < firstOfPage) touched.push(state)
    state.touchedBy = count
    return state
  }

  const show = (state: KeyState<Model>, event: RecordedEvent<F>): void => {
    if (isSkipped?.(state.key, event) === true) return
    if (keeping !== 'owned') {
      state.run.push(event)
      return
    }
    try {
      projection.project(state.model, event)
    } catch (error) {
      state.blocked = blockageAt(event, error)
    }
  }

  return { states, take }
}

/** The first of the days of a chain; '' where none has a day. */
function firstDay(places: ReadonlyArray<FactPlace>): CalendarDate | '' {
  return places.reduce<CalendarDate | ''>((first, { day }) => day !== '' && (first === '' || day < first) ? day : first, '')
}

/** Always empty: lists for each key that nobody fills would be memory for nothing. */
const nothingNoted = positionList<number>()
const notedByStore: Pick<KeyState<unknown>, 'positions' | 'days'> = { positions: positionList(), days: nothingNoted }

/** The state of a key that no fact has touched. */
export const newState = <F extends Fact, Model>(projection: Projection<F, Model>, key: string, { positions, days } = notedByStore): KeyState<Model> =>
  ({ key, model: projection.initial(key), shownUpTo: '', stale: false, blocked: undefined, positions, days, places: [], chained: [], saved: false, sinceSnapshot: 0, snapshotsUpTo: '', run: [], touchedBy: 0 })

/** What is said of a fact at which `project` failed. */
export const blockageAt = (event: RecordedEvent, error: unknown): Blockage =>
  ({ eventId: event.eventId, position: event.globalPosition, error: error instanceof Error ? error.message : String(error) })

function showRun<F extends Fact, Model>(projection: Projection<F, Model>, keeping: Exclude<Keeping<F, Model>, 'owned'>, state: KeyState<Model>): void {
  const run = state.run as Array<RecordedEvent<F>>
  state.run = []
  if (state.stale || run.length === 0) return
  try {
    state.model = keeping(state.model, run)
  } catch (error) {
    state.blocked = blockageAt(failingOf(projection, keeping, state.model, run), error)
  }
}

/** The fact of a run at which it fails. */
function failingOf<F extends Fact, Model>(
  projection: Projection<F, Model>, keeping: Exclude<Keeping<F, Model>, 'owned'>, model: Model, run: ReadonlyArray<RecordedEvent<F>>,
): RecordedEvent<F> {
  let current = model
  for (const event of run) {
    try {
      current = keeping(current, [event])
    } catch {
      return event
    }
  }
  throw new Error(`${projection.name} failed on a run of facts, but on none of them alone.`)
}

const dayMs = 24 * 60 * 60 * 1000
const offsetOfShanghaiMs = 8 * 60 * 60 * 1000

/** `effectiveDateOf`, remembering the last day of recording: turning an instant into a day costs more than all else. */
function effectiveDays(): (event: RecordedEvent) => CalendarDate {
  let from = Number.POSITIVE_INFINITY
  let day = '' as CalendarDate
  return (event) => {
    const entry = entryOf(event)
    const named = entry.effectiveOn ?? entry.period?.from
    if (named !== undefined) return named
    if (event.recordedAt < from || event.recordedAt >= from + dayMs) {
      from = Math.floor((event.recordedAt + offsetOfShanghaiMs) / dayMs) * dayMs - offsetOfShanghaiMs
      day = dayOfInstant(event.recordedAt)
    }
    return day
  }
}

/** Models kept up to date in memory, batch by batch: a late fact or a correction folds its own keys again, all else goes on. */

import { freeze } from 'immer'
import type { CalendarDate } from './calendar-date.ts'
import { chainIdOf } from './chain.ts'
import { effectiveDateOf, entryOf, entryVoided } from './entry.ts'
import type { Fact } from './fact.ts'
import { projectLive } from './live.ts'
import type { Projection } from './projection.ts'
import { byPosition, type RecordedEvent } from './recorded-event.ts'
import { handled, shownTo, type Models } from './replay.ts'

export interface LiveModels<Model> {
  /** Takes in the next facts of the log, whole appends in their order; answers the keys whose models changed. */
  readonly take: (events: ReadonlyArray<RecordedEvent>) => ReadonlySet<string>
  /** The model of a key now; immutable, so that it stays what it is while later facts come. */
  readonly get: (key: string) => Model | undefined
  /** All models now. */
  readonly all: () => Models<Model>
}

/**
 * Live models over facts in memory: equal to `replay` of all facts taken in, as of a day or, without one, of all days. They remember the
 * facts of every key; the subscriptions package keeps large ones.
 */
export const liveModels = <F extends Fact, Model>(projection: Projection<F, Model>, asOf?: CalendarDate): LiveModels<Model> => {
  const kept = new Map<string, KeptModel<Model>>()
  const chains = new Map<string, LiveChain>()

  const take = (events: ReadonlyArray<RecordedEvent>): ReadonlySet<string> => {
    const touched = new Set<string>()
    for (const event of events) for (const key of file(event)) touched.add(key)
    for (const key of touched) refresh(key)
    return touched
  }

  /** Files a fact with its chain and all keys of that; answers them. */
  const file = (event: RecordedEvent): ReadonlyArray<string> => {
    const chain = chainOf(event)
    const own = handled(projection, event) && event.type !== entryVoided ? projection.keys(event as RecordedEvent<F>) : []
    const fresh = [...new Set(own)].filter((key) => !chain.keys.includes(key))
    for (const key of chain.keys) add(key, event)
    for (const key of fresh) for (const earlier of [...chain.events, event]) add(key, earlier)
    chain.keys.push(...fresh)
    chain.events.push(event)
    return chain.keys
  }

  const chainOf = (event: RecordedEvent): LiveChain => {
    const id = chainIdOf(event)
    const known = chains.get(id)
    if (known !== undefined) return known
    const chain: LiveChain = { keys: [], events: [] }
    // Nothing can correct what has no entry id, so its chain need not be remembered.
    if (entryOf(event).entryId !== undefined) chains.set(id, chain)
    return chain
  }

  const add = (key: string, event: RecordedEvent): void => {
    const own = kept.get(key) ?? keptModel(projection.initial(key))
    kept.set(key, own)
    own.fresh.push(event)
  }

  const refresh = (key: string): void => {
    const own = kept.get(key)
    if (own === undefined) return
    const inOrder = own.fresh.filter((event) => comesNext(own, event)).length === own.fresh.length
    own.events.push(...own.fresh)
    if (inOrder) own.model = projectLive(projection, own.model, shownOf(key, own.fresh))
    else {
      own.events.sort(byPosition)
      own.model = projectLive(projection, freeze(projection.initial(key), true), shownOf(key, own.events))
    }
    own.fresh = []
  }

  const shownOf = (key: string, events: ReadonlyArray<RecordedEvent>): ReadonlyArray<RecordedEvent<F>> =>
    shownTo(projection, key, events, asOf) as ReadonlyArray<RecordedEvent<F>>

  /** Whether a fact may be shown after all that was shown before; remembers its place. */
  const comesNext = (own: KeptModel<Model>, event: RecordedEvent): boolean => {
    const inLog = own.last === undefined || byPosition(own.last, event) < 0
    if (inLog) own.last = event
    if (projection.order === 'recorded') return inLog
    const day = effectiveDateOf(event)
    const next = inLog && entryOf(event).root === undefined && day >= own.shownUpTo
    if (day > own.shownUpTo) own.shownUpTo = day
    return next
  }

  return { take, get: (key) => kept.get(key)?.model, all: () => new Map([...kept].map(([key, { model }]) => [key, model])) }
}

interface LiveChain {
  readonly keys: string[]
  readonly events: RecordedEvent[]
}

interface KeptModel<Model> {
  model: Model
  /** The facts of the key, in the order of the log; `fresh` are not shown yet. */
  readonly events: RecordedEvent[]
  fresh: RecordedEvent[]
  last: RecordedEvent | undefined
  shownUpTo: string
}

function keptModel<Model>(initial: Model): KeptModel<Model> {
  return { model: freeze(initial, true), events: [], fresh: [], last: undefined, shownUpTo: '' }
}

/** Replays: from facts in memory to models, in one go, on plain objects that the replay owns. */

import type { CalendarDate } from './calendar-date.ts'
import { chainIdOf, resolveEntries, type ResolvedEntry } from './chain.ts'
import { entryVoided } from './entry.ts'
import type { Fact } from './fact.ts'
import type { Projection } from './projection.ts'
import type { RecordedEvent } from './recorded-event.ts'

/** The models of a projection, by key. */
export type Models<Model> = ReadonlyMap<string, Model>

/** The models after these facts (in the order of the log), as of a day; without a day all effective dates count, future ones too. */
export const replay = <F extends Fact, Model>(
  projection: Projection<F, Model>, events: Iterable<RecordedEvent>, asOf?: CalendarDate,
): Models<Model> =>
  new Map([...eventsByKey(projection, events)].map(([key, own]) => [key, foldKey(projection, key, own, asOf)]))

/** One model from its own facts, given in the order of the log. For `recorded` order the day is asked of the model's timelines instead. */
export const foldKey = <F extends Fact, Model>(
  projection: Projection<F, Model>, key: string, events: ReadonlyArray<RecordedEvent>, asOf?: CalendarDate,
): Model => {
  const model = projection.initial(key)
  for (const event of shownTo(projection, key, events, asOf)) projection.project(model, event as RecordedEvent<F>)
  return model
}

/**
 * The facts that `project` is shown for a key, in order. In `effective` order an entry is shown to a key only if it still touches
 * that key: a correction may have moved it to another.
 */
export const shownTo = <F extends Fact, Model>(
  projection: Projection<F, Model>, key: string, events: ReadonlyArray<RecordedEvent>, asOf?: CalendarDate,
): ReadonlyArray<RecordedEvent> => {
  if (projection.order === 'recorded') return events.filter((event) => handled(projection, event))
  return resolveEntries(events)
    .filter((entry) => holdsOn(entry, asOf) && handled(projection, entry.event) && projection.keys(entry.event as RecordedEvent<F>).includes(key))
    .map((entry) => entry.event)
}

/**
 * The facts of each key in the order of the log. A correction or void belongs to the keys of its whole chain, since it changes them all.
 */
export const eventsByKey = <F extends Fact, Model>(
  projection: Projection<F, Model>, events: Iterable<RecordedEvent>,
): ReadonlyMap<string, ReadonlyArray<RecordedEvent>> => {
  const keysOfChain = new Map<string, ReadonlySet<string>>()
  const all: Array<readonly [RecordedEvent, string]> = []
  for (const event of events) {
    const chain = chainIdOf(event)
    all.push([event, chain])
    const keys = handled(projection, event) && event.type !== entryVoided ? projection.keys(event as RecordedEvent<F>) : []
    keysOfChain.set(chain, new Set([...(keysOfChain.get(chain) ?? []), ...keys]))
  }
  const byKey = new Map<string, RecordedEvent[]>()
  for (const [event, chain] of all) {
    for (const key of keysOfChain.get(chain) ?? []) {
      const own = byKey.get(key)
      if (own === undefined) byKey.set(key, [event])
      else own.push(event)
    }
  }
  return byKey
}

/** Whether a projection is shown facts of this type; voids concern every projection in effective order. */
export const handled = (projection: Pick<Projection, 'handles'>, event: RecordedEvent): boolean => projection.handles.includes(event.type)

function holdsOn(entry: ResolvedEntry, asOf: CalendarDate | undefined): boolean {
  return asOf === undefined || entry.effectiveOn <= asOf
}

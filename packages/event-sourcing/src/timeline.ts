/** Timelines: plain JSON that remembers what held when, for models that see every fact in the order of the log. */

import type { CalendarDate } from './calendar-date.ts'
import { entryOf, entryVoided, effectiveDateOf } from './entry.ts'
import type { RecordedEvent } from './recorded-event.ts'

/** One filed entry; without `effectiveOn` it is a void, or, marked `elsewhere`, an entry that says nothing in this timeline. */
export interface TimelineEntry<Value> {
  readonly entryId: string
  readonly corrects: string | null
  readonly effectiveOn: CalendarDate | null
  readonly value: Value | null
  readonly elsewhere?: true
}

/** One chain of corrections; `position` and `subIndex` are its root's. */
export interface TimelineChain<Value> {
  readonly position: number
  readonly subIndex: number
  readonly entries: Array<TimelineEntry<Value>>
}

/** Values by effective day with all their corrections: chains by root entry id. */
export interface Timeline<Value> {
  readonly chains: { [root: string]: TimelineChain<Value> }
}

/** What held from `from` (inclusive) to `to` (exclusive; null: until further notice), and the entry that says so. */
export interface Segment<Value> {
  readonly from: CalendarDate
  readonly to: CalendarDate | null
  readonly value: Value
  readonly entryId: string
}

/** A timeline in which nothing is filed. */
export const emptyTimeline = <Value>(): Timeline<Value> => ({ chains: {} })

/** Files what a fact says into a timeline, in place (plain object or draft). A void needs no value. */
export const file = <Value>(timeline: Timeline<Value>, event: RecordedEvent, value: Value | null = null): void =>
  addEntry(timeline, event, event.type === entryVoided ? { effectiveOn: null, value: null } : { effectiveOn: effectiveDateOf(event), value })

/**
 * Files a fact that concerns another model only. A model in recorded order is shown whole chains, since a correction may have moved an entry
 * from its key or to it: while such an entry stands, its chain says nothing here.
 */
export const fileElsewhere = <Value>(timeline: Timeline<Value>, event: RecordedEvent): void =>
  addEntry(timeline, event, { effectiveOn: null, value: null, elsewhere: true })

function addEntry<Value>(timeline: Timeline<Value>, event: RecordedEvent, says: Pick<TimelineEntry<Value>, 'effectiveOn' | 'value' | 'elsewhere'>): void {
  const { entryId, root, corrects } = entryOf(event)
  const own = entryId ?? `${event.eventId}/${event.subIndex}`
  const id = root ?? own
  const entry: TimelineEntry<Value> = { entryId: own, corrects: corrects ?? null, ...says }
  const chain = timeline.chains[id]
  if (chain === undefined) timeline.chains[id] = { position: event.globalPosition, subIndex: event.subIndex, entries: [entry] }
  else chain.entries.push(entry)
}

/** One chain as it stands after its corrections; `position` and `subIndex` are its root's. */
export interface StandingEntry<Value> {
  readonly root: string
  readonly entryId: string
  readonly effectiveOn: CalendarDate
  readonly value: Value
  readonly position: number
  readonly subIndex: number
}

/** All that stands after corrections, in the order in which it takes effect; what falls on one day is kept apart. */
export const standing = <Value>(timeline: Timeline<Value>): ReadonlyArray<StandingEntry<Value>> =>
  Object.entries(timeline.chains).flatMap(([root, chain]) => headOf(root, chain)).sort((left, right) =>
    (left.effectiveOn < right.effectiveOn ? -1 : left.effectiveOn > right.effectiveOn ? 1 : 0)
    || left.position - right.position || left.subIndex - right.subIndex)

/** What holds on a day; undefined where nothing does. */
export const at = <Value>(timeline: Timeline<Value>, day: CalendarDate): Value | undefined =>
  standing(timeline).filter((head) => head.effectiveOn <= day).at(-1)?.value

/** What held when, in order of effect, without gaps from the first day on; equal neighbours are kept apart, each with its entry. */
export const segments = <Value>(timeline: Timeline<Value>): ReadonlyArray<Segment<Value>> => {
  const lastOfDay = standing(timeline).filter((head, index, all) => all[index + 1]?.effectiveOn !== head.effectiveOn)
  return lastOfDay.map((head, index) =>
    ({ from: head.effectiveOn, to: lastOfDay[index + 1]?.effectiveOn ?? null, value: head.value, entryId: head.entryId }))
}

/** The stretches of days on which two timelines say different things. */
export const diff = <Value>(
  before: Timeline<Value>, after: Timeline<Value>, same: (left: Value | undefined, right: Value | undefined) => boolean,
): ReadonlyArray<{ readonly from: CalendarDate, readonly to: CalendarDate | null, readonly before: Value | undefined, readonly after: Value | undefined }> => {
  const days = [...new Set([...segments(before), ...segments(after)].map((segment) => segment.from))].sort()
  return days
    .map((from, index) => ({ from, to: days[index + 1] ?? null, before: at(before, from), after: at(after, from) }))
    .filter((stretch) => !same(stretch.before, stretch.after))
}

function headOf<Value>(root: string, { entries, position, subIndex }: TimelineChain<Value>): ReadonlyArray<StandingEntry<Value>> {
  let place = entries.length - 1
  while (place >= 0 && takesBack(entries[place])) place = placeBefore(entries, placeBefore(entries, place))
  const entry = entries[place]
  return entry === undefined || entry.effectiveOn === null
    ? []
    : [{ root, entryId: entry.entryId, effectiveOn: entry.effectiveOn, value: entry.value as Value, position, subIndex }]
}

function takesBack<Value>(entry: TimelineEntry<Value> | undefined): boolean {
  return entry !== undefined && entry.effectiveOn === null && entry.elsewhere !== true
}

/** The place of the entry that the one at `place` corrects; -1 for a root. Looks backwards only, so that no entry can lead to itself. */
function placeBefore<Value>(entries: ReadonlyArray<TimelineEntry<Value>>, place: number): number {
  const corrects = entries[place]?.corrects ?? null
  return corrects === null ? -1 : entries.findLastIndex((entry, index) => index < place && entry.entryId === corrects)
}

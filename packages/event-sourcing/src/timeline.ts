/** Timelines: plain JSON that remembers what held when, for models that see every fact in the order of the log. */

import type { CalendarDate } from './calendar-date.ts'
import { entryOf, entryVoided, effectiveDateOf } from './entry.ts'
import type { RecordedEvent } from './recorded-event.ts'

/** One filed entry; `value` is absent for a void. */
export interface TimelineEntry<Value> {
  readonly entryId: string
  readonly corrects: string | null
  readonly effectiveOn: CalendarDate | null
  readonly value: Value | null
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
export const file = <Value>(timeline: Timeline<Value>, event: RecordedEvent, value: Value | null = null): void => {
  const { entryId, root, corrects } = entryOf(event)
  const own = entryId ?? `${event.eventId}/${event.subIndex}`
  const id = root ?? own
  const entry: TimelineEntry<Value> = {
    entryId: own,
    corrects: corrects ?? null,
    effectiveOn: event.type === entryVoided ? null : effectiveDateOf(event),
    value: event.type === entryVoided ? null : value,
  }
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

function headOf<Value>(root: string, chain: TimelineChain<Value>): ReadonlyArray<StandingEntry<Value>> {
  let entry = chain.entries.at(-1)
  const before = (one: TimelineEntry<Value> | undefined) => chain.entries.find((each) => one !== undefined && each.entryId === one.corrects)
  while (entry !== undefined && entry.effectiveOn === null) entry = before(before(entry))
  return entry === undefined || entry.effectiveOn === null
    ? []
    : [{ root, entryId: entry.entryId, effectiveOn: entry.effectiveOn, value: entry.value as Value, position: chain.position, subIndex: chain.subIndex }]
}

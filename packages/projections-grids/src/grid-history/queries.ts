/** The history of one grid: every fact about it, with what each one corrects and whether it holds. */

import { chainsOf, dayOfInstant, entryOf, headOfChain, type Actor, type CalendarDate, type Chain, type EventId, type EntryKind, type Position, type RecordedEvent, type StreamName } from '@grid-governance/event-sourcing'
import type { GovernanceEvent, GridId, PlanId } from '@grid-governance/domain'
import { gridsNamed } from './grids-named.ts'

/** One fact about a grid. */
export interface HistoryRow {
  readonly type: string
  readonly kind: EntryKind
  /** As the fact says; null for a withdrawal, which has no day of its own and stands in the order of effect with what it takes back (§6.1). */
  readonly effectiveOn: CalendarDate | null
  /** The day in Asia/Shanghai on which it was learnt. */
  readonly recordedOn: CalendarDate
  readonly recordedAt: number
  readonly position: Position
  readonly eventId: EventId
  readonly stream: StreamName
  readonly streamVersion: number
  readonly entryId: string
  /** The entry that it corrects or takes back; null for the first of its chain. */
  readonly corrects: string | null
  /** Whether this is what holds today after all corrections; never for a withdrawal. */
  readonly holds: boolean
  readonly documentNumber: string | null
  readonly planId: PlanId | null
  readonly actor: Actor
  readonly data: unknown
}

/** effect: by the day on which a fact takes effect; recording: as it was learnt. */
export type HistoryOrder = 'effect' | 'recording'

/** All dated facts about a grid, their corrections and withdrawals, out of recorded facts given in the order of the log. */
export const gridHistory = (events: Iterable<RecordedEvent>, gridId: GridId, order: HistoryOrder = 'effect'): ReadonlyArray<HistoryRow> =>
  chainsOf(events)
    .filter((chain) => chain.some((event) => gridsNamed(event as RecordedEvent<GovernanceEvent>).includes(gridId)))
    .flatMap(placedRows)
    .sort(order === 'effect' ? byEffectThenRecording : byRecording)
    .map(({ row }) => row)

interface PlacedRow {
  readonly row: HistoryRow
  readonly day: CalendarDate
  readonly rootPosition: number
  readonly subIndex: number
}

function placedRows(chain: Chain): ReadonlyArray<PlacedRow> {
  const head = headOfChain(chain)
  return chain.map((event) => ({
    row: rowOf(event, event === head),
    day: dayOfEntry(chain, event),
    rootPosition: chain[0]?.globalPosition ?? 0,
    subIndex: event.subIndex,
  }))
}

function rowOf(event: RecordedEvent, holds: boolean): HistoryRow {
  const data = event.data as { readonly kind?: EntryKind, readonly documentNumber?: string, readonly planId?: PlanId }
  const { entryId, corrects, effectiveOn = null } = entryOf(event)
  return {
    type: event.type, kind: data.kind ?? 'change', effectiveOn, recordedOn: dayOfInstant(event.recordedAt), recordedAt: event.recordedAt,
    position: event.globalPosition, eventId: event.eventId, stream: event.stream, streamVersion: event.streamVersion,
    entryId: entryId ?? event.eventId, corrects: corrects ?? null, holds,
    documentNumber: data.documentNumber ?? event.metadata.authority?.documentNumber ?? null,
    planId: data.planId ?? null, actor: event.metadata.actor, data: event.data,
  }
}

/** The day by which an entry stands in the order of effect; a withdrawal stands with what it takes back. */
function dayOfEntry(chain: Chain, event: RecordedEvent): CalendarDate {
  const { effectiveOn, corrects } = entryOf(event)
  const before = chain.slice(0, chain.indexOf(event)).find((earlier) => corrects !== undefined && entryOf(earlier).entryId === corrects)
  return effectiveOn ?? (before === undefined ? dayOfInstant(event.recordedAt) : dayOfEntry(chain, before))
}

function byEffectThenRecording(left: PlacedRow, right: PlacedRow): number {
  return (left.day < right.day ? -1 : left.day > right.day ? 1 : 0)
    || left.rootPosition - right.rootPosition || byRecording(left, right)
}

function byRecording(left: PlacedRow, right: PlacedRow): number {
  return left.row.position - right.row.position || left.subIndex - right.subIndex
}

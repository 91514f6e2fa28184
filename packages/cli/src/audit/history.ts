/** `gridgov history`: every fact about one grid, community, town or plan, with what corrects what, and what holds. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { GovernanceEvent } from '@grid-governance/domain'
import { chainIdOf, chainsOf, dayOfInstant, entryOf, headOfChain, instanceOf, type CalendarDate, type Chain, type JsonValue, type RecordedEvent } from '@grid-governance/event-sourcing'
import { unitArgument } from '../arguments.ts'
import type { Failure } from '../failure.ts'
import { argumentOf, done, type AuditCommand, type Desk, type Outcome } from '../outcome.ts'
import { figure, text, wide, type AnswerTable, type Row } from '../output/answer.ts'
import { dayGivenBy, effectOf } from '../output/effect.ts'
import { instantText } from '../output/instant.ts'
import { factInWords } from '../words/words.ts'
import { readView, resolveView, type ResolvedView, type View } from './standpoint.ts'
import { eventsWhere } from './trail.ts'

interface HistoryQuestion {
  readonly view: View
  readonly unit: string
}

type Recorded = RecordedEvent<GovernanceEvent>

export const history: AuditCommand<HistoryQuestion> = {
  read: (given) => pipe(
    E.Do,
    E.bind('view', () => readView(given)),
    E.bind('unit', () => unitArgument('<unit>', argumentOf(given, 1))),
  ),

  answersFrom: 'verifiedLog',

  answer: ({ view, unit }, log, desk) => pipe(
    TE.Do,
    TE.bind('resolved', () => resolveView(log.reader, view, desk)),
    TE.bindW('events', ({ resolved }) => eventsWhere(log, resolved.knownAt, chainsThatName(unit), desk)),
    TE.flatMapEither(({ resolved, events }) => outcomeOf(unit, events, resolved, desk)),
  ),
}

function outcomeOf(unit: string, events: ReadonlyArray<Recorded>, view: ResolvedView, desk: Desk): E.Either<Failure, Outcome> {
  if (events.length === 0) return E.left({ tag: 'UnknownUnit', id: unit })
  return E.right(done({
    standpoint: view.standpoint,
    notes: [...view.notes, ...beginningNotes(unit, events, desk)],
    tables: [tableOf(linesOf(events).map((line) => cellsOf(line, view, desk)))],
  }))
}

/** What a row of a history is made of; `holds` is false for what was corrected or taken back, and for the taking back itself. */
interface HistoryLine {
  readonly event: Recorded
  readonly holds: boolean
  /** The day by which it stands in the table. */
  readonly day: CalendarDate
  readonly root: number
}

/** In the order of §6.1: by the day of effect, then as chains began. */
function linesOf(events: ReadonlyArray<Recorded>): ReadonlyArray<HistoryLine> {
  return chainsOf(events).flatMap((chain) => {
    const head = headOfChain(chain)
    return chain.map((event) => ({ event, holds: event === head, day: dayInOrder(chain, event), root: chain[0]?.globalPosition ?? 0 }))
  }).sort((left, right) => (left.day < right.day ? -1 : left.day > right.day ? 1 : 0) || left.root - right.root || left.event.globalPosition - right.event.globalPosition)
}

/** A withdrawal stands with what it takes back, an undated fact at the day of its recording. */
function dayInOrder(chain: Chain<Recorded>, event: Recorded): CalendarDate {
  const { corrects } = entryOf(event)
  const before = chain.slice(0, chain.indexOf(event)).find((earlier) => corrects !== undefined && entryOf(earlier).entryId === corrects)
  return dayGivenBy(event) ?? (before === undefined ? dayOfInstant(event.recordedAt) : dayInOrder(chain, before))
}

/** Facts that name a unit, and all that corrects them or takes them back. */
function chainsThatName(unit: string): (event: Recorded) => boolean {
  const chains = new Set<string>()
  return (event) => {
    const chain = chainIdOf(event)
    if (!chains.has(chain) && !names(event, unit)) return false
    chains.add(chain)
    return true
  }
}

/** A fact names a unit in its data, or stands in the stream of that unit. */
function names({ data, stream }: Recorded, unit: string): boolean {
  return instanceOf(stream).split('.').at(-1) === unit || mentions(data, unit)
}

/** Whether a unit is named anywhere in a fact's data. */
export function mentions(value: unknown, unit: string): boolean {
  if (value === unit) return true
  return typeof value === 'object' && value !== null && Object.values(value).some((child) => mentions(child, unit))
}

/** What was before an imported beginning is unknown, not nothing (T33). */
function beginningNotes(unit: string, events: ReadonlyArray<Recorded>, { words: { sentences } }: Desk): ReadonlyArray<string> {
  return events.flatMap((event) => {
    if (!('earlierHistory' in event.data) || event.data.earlierHistory === 'none' || unitOf(event.data) !== unit) return []
    return [sentences.unknownBefore(unit, event.data.effectiveOn)]
  })
}

function unitOf(data: GovernanceEvent['data']): string | undefined {
  if ('gridId' in data) return data.gridId
  if ('communityId' in data) return data.communityId
  return 'townId' in data ? data.townId : 'districtId' in data ? data.districtId : undefined
}

function tableOf(rows: ReadonlyArray<Row>): AnswerTable {
  return {
    name: 'facts',
    foldRunsOf: 'fact',
    columns: [
      ...text('effectiveOn', 'holds'), ...wide('inEffect'), ...text('recordedAt'), ...figure('position'), ...wide('type'), ...text('fact', 'says', 'document'),
      ...wide('plan', 'kind', 'stream', 'streamVersion', 'eventId', 'entryId', 'root', 'corrects', 'actor', 'data'),
    ],
    rows,
  }
}

function cellsOf({ event, holds }: HistoryLine, { asOf }: ResolvedView, { words }: Desk): Row {
  const { data, metadata } = event
  const entry = entryOf(event)
  return {
    ...effectOf(event, asOf), holds, recordedAt: instantText(event.recordedAt), position: event.globalPosition,
    type: event.type, fact: words.facts[event.type].title, says: factInWords(words, event),
    document: 'documentNumber' in data ? data.documentNumber : metadata.authority?.documentNumber ?? null,
    plan: 'planId' in data ? data.planId : null, kind: 'kind' in data ? data.kind : null, stream: event.stream, streamVersion: event.streamVersion,
    eventId: event.eventId, entryId: entry.entryId ?? null, root: entry.root ?? null, corrects: entry.corrects ?? null,
    actor: metadata.actor.ref, data: data as unknown as JsonValue,
  }
}

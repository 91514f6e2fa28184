/** Editions of the rule book: by which a plan's facts were decided, as the evidence noted beside them says, and which was in force on the day of any other fact. */

import * as E from 'fp-ts/lib/Either.js'
import { districtOf, editionOn, governanceCodec, logOpeningDecider, restructurePlanDecider, ruleBookDecider, streamOf, type EvidenceNote, type GovernanceEvent, type RuleBookEvent } from '@grid-governance/domain'
import { categoryOf, effectiveDateOf, entryVoided, fold, type CalendarDate, type EventId, type RecordedEvent, type StreamName } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { recordedEvents, type DecidedUnder, type Edition } from '@grid-governance/subscriptions'

type Recorded = RecordedEvent<GovernanceEvent>
type Failure = ReadFailure | UndecodableEvent

/**
 * Where a fact stands in the stream of a plan, a fact of the same command keeps the evidence: that is the edition by which it was decided. Of
 * all others it is told which edition was in force on the day of effect, as far as the rule book had been recorded before the fact;
 * whether its command asked the rule book is not said by that. Of the rule book itself, of what opened the log and of what takes back, nothing is told.
 */
export const editionsIn = (reader: EventReader): DecidedUnder => (facts) => async () => {
  const editions = new Map<EventId, Edition>()
  const streams = streamsOf(reader)
  for (const fact of facts) {
    const edition = await editionOf(fact, streams)
    if (E.isLeft(edition)) return edition
    if (edition.right !== undefined) editions.set(fact.eventId, edition.right)
  }
  return E.right(editions)
}

async function editionOf(fact: RecordedEvent, streams: Streams): Promise<E.Either<Failure, Edition | undefined>> {
  const plan = categoryOf(fact.stream) === restructurePlanDecider.category ? await streams(fact.stream) : E.right([])
  if (E.isLeft(plan)) return plan
  const note = noteBeside(plan.right, fact)
  if (note === undefined && !isUnderRules(fact)) return E.right(undefined)
  const stream = note === undefined ? streamOf(ruleBookDecider.category, districtOf(fact.stream)) : note.stream as StreamName
  const book = await streams(stream)
  if (E.isLeft(book)) return book
  return E.right(note === undefined
    ? editionIn(book.right.filter((event) => event.globalPosition < fact.globalPosition), stream, effectiveDateOf(fact), 'inForce')
    : editionIn(book.right.filter((event) => event.streamVersion <= note.version), stream, note.asOf, 'noted'))
}

/** What takes back has no day of its own. */
function isUnderRules({ type, stream }: RecordedEvent): boolean {
  return type !== entryVoided && ![ruleBookDecider.category, logOpeningDecider.category].includes(categoryOf(stream))
}

/** The note of the rule book that a fact of the same command keeps. */
function noteBeside(plan: ReadonlyArray<Recorded>, { metadata }: RecordedEvent): EvidenceNote | undefined {
  return plan.filter((event) => event.metadata.commandId === metadata.commandId)
    .flatMap(({ data }) => 'evidence' in data ? data.evidence : [])
    .find((note) => categoryOf(note.stream) === ruleBookDecider.category)
}

function editionIn(known: ReadonlyArray<Recorded>, stream: StreamName, asOf: CalendarDate, told: Edition['told']): Edition | undefined {
  // A stream of this category holds these facts only.
  const issued = editionOn(fold(ruleBookDecider, known as ReadonlyArray<RuleBookEvent>), asOf)
  return issued === undefined ? undefined : { told, name: issued.data.edition, documentNumber: issued.data.document.number, stream, version: known.at(-1)?.streamVersion ?? 0 }
}

type Streams = (stream: StreamName) => Promise<E.Either<Failure, ReadonlyArray<Recorded>>>

/** Reads streams, each once. */
function streamsOf(reader: EventReader): Streams {
  const read = new Map<StreamName, ReadonlyArray<Recorded>>()
  const decode = recordedEvents(governanceCodec, 'checked')
  return async (stream) => {
    const known = read.get(stream)
    if (known !== undefined) return E.right(known)
    const events: Recorded[] = []
    for (;;) {
      const page = await reader.readStream({ stream, from: (events.at(-1)?.streamVersion ?? 0) + 1, maxCount: 1000 })()
      if (E.isLeft(page)) return page
      const facts = decode(page.right.events)
      if (E.isLeft(facts)) return facts
      events.push(...facts.right)
      if (page.right.events.length < 1000) break
    }
    read.set(stream, events)
    return E.right(events)
  }
}

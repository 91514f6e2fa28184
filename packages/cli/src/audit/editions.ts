/** The edition of the rule book under which the facts of a plan were decided, as the evidence noted beside them says. */

import * as E from 'fp-ts/lib/Either.js'
import { editionOn, governanceCodec, ruleBookDecider, type EvidenceNote, type GovernanceEvent, type RuleBookEvent } from '@grid-governance/domain'
import { categoryOf, fold, type EventId, type RecordedEvent, type StreamName } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { recordedEvents, type DecidedUnder, type Edition } from '@grid-governance/subscriptions'

type Recorded = RecordedEvent<GovernanceEvent>
type Failure = ReadFailure | UndecodableEvent

/** Where a fact stands in the stream of a plan, a fact of the same command keeps the evidence; of other facts it is not known. */
export const editionsIn = (reader: EventReader): DecidedUnder => (facts) => async () => {
  const editions = new Map<EventId, Edition>()
  const streams = streamsOf(reader)
  for (const fact of facts) {
    if (categoryOf(fact.stream) !== 'restructurePlan') continue
    const plan = await streams(fact.stream)
    if (E.isLeft(plan)) return plan
    const note = noteBeside(plan.right, fact)
    if (note === undefined) continue
    const book = await streams(note.stream as StreamName)
    if (E.isLeft(book)) return book
    const edition = editionNoted(book.right, note)
    if (edition !== undefined) editions.set(fact.eventId, edition)
  }
  return E.right(editions)
}

/** The note of the rule book that a fact of the same command keeps. */
function noteBeside(plan: ReadonlyArray<Recorded>, { metadata }: RecordedEvent): EvidenceNote | undefined {
  return plan.filter((event) => event.metadata.commandId === metadata.commandId)
    .flatMap(({ data }) => 'evidence' in data ? data.evidence : [])
    .find((note) => categoryOf(note.stream) === ruleBookDecider.category)
}

function editionNoted(book: ReadonlyArray<Recorded>, { stream, version, asOf }: EvidenceNote): Edition | undefined {
  const known = book.filter((event) => event.streamVersion <= version)
  // A stream of this category holds these facts only.
  const issued = editionOn(fold(ruleBookDecider, known as ReadonlyArray<RuleBookEvent>), asOf)
  return issued === undefined ? undefined : { name: issued.data.edition, documentNumber: issued.data.document.number, stream: stream as StreamName, version }
}

/** Reads streams, each once. */
function streamsOf(reader: EventReader): (stream: StreamName) => Promise<E.Either<Failure, ReadonlyArray<Recorded>>> {
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

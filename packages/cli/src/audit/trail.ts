/** `gridgov trail`: every fact that came by a document, from an actor, in answer to a cause, or by one command. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { governanceCodec, type GovernanceEvent } from '@grid-governance/domain'
import { entryOf, type JsonValue, type RecordedEvent } from '@grid-governance/event-sourcing'
import type { ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { appendPages, prefixKnownAt, recordedEvents, type KnownAt } from '@grid-governance/subscriptions'
import { mistaken, uuidArgument } from '../arguments.ts'
import type { UsageWrong } from '../failure.ts'
import { done, optionOf, type AuditCommand, type AuditedLog, type Desk, type Given } from '../outcome.ts'
import { figure, text, wide, type AnswerTable, type Row } from '../output/answer.ts'
import { advanceTo } from '../output/log-progress.ts'
import { effectOf } from '../output/effect.ts'
import { instantText } from '../output/instant.ts'
import { factInWords } from '../words/words.ts'
import { readView, resolveView, type View } from './standpoint.ts'

type Searched = 'document' | 'actor' | 'cause' | 'command'

interface TrailQuestion {
  readonly view: View
  readonly by: Searched
  readonly value: string
}

export const trail: AuditCommand<TrailQuestion> = {
  read: (given) => pipe(
    E.Do,
    E.bind('view', () => readView(given)),
    E.bind('search', () => readSearch(given)),
    E.map(({ view, search }) => ({ view, ...search })),
  ),

  answersFrom: 'verifiedLog',

  answer: ({ view, by, value }, log, desk) => pipe(
    TE.Do,
    TE.bind('resolved', () => resolveView(log.reader, view, desk)),
    TE.bindW('events', ({ resolved }) => eventsWhere(log, resolved.knownAt, (event) => matches(event, by, value), desk)),
    TE.map(({ resolved, events }) => done({
      standpoint: resolved.standpoint,
      notes: [...resolved.notes, desk.words.sentences.trailFound(by, value, events.length)],
      tables: [factTable(events, resolved.asOf, desk)],
    })),
  ),
}

/** Facts as rows, in the order of the log. */
export const factTable = (events: ReadonlyArray<RecordedEvent<GovernanceEvent>>, asOf: string, desk: Desk): AnswerTable => ({
  name: 'facts',
  foldRunsOf: 'fact',
  columns: [
    ...figure('position'), ...text('recordedAt', 'effectiveOn'), ...wide('inEffect', 'type'), ...text('fact', 'says', 'document', 'actor'),
    ...wide('kind', 'stream', 'streamVersion', 'eventId', 'entryId', 'root', 'corrects', 'commandId', 'commandType', 'causationId', 'correlationId', 'data'),
  ],
  rows: events.map((event) => factRow(event, asOf, desk)),
})

/** The facts of a prefix of the log for which a test holds. */
export const eventsWhere = (
  { reader, mode }: Pick<AuditedLog, 'reader' | 'mode'>, knownAt: KnownAt, test: (event: RecordedEvent<GovernanceEvent>) => boolean, desk: Desk,
): TE.TaskEither<ReadFailure | UndecodableEvent, ReadonlyArray<RecordedEvent<GovernanceEvent>>> => async () => {
  const prefix = await prefixKnownAt(reader, knownAt)()
  if (E.isLeft(prefix)) return prefix
  const decode = recordedEvents(governanceCodec, mode)
  const progress = desk.progress(desk.words.sentences.reading)
  const found: Array<RecordedEvent<GovernanceEvent>> = []
  try {
    for await (const page of appendPages(reader, { after: 'beginning', prefix: prefix.right })) {
      if (E.isLeft(page)) return page
      const events = decode(page.right.events)
      if (E.isLeft(events)) return events
      found.push(...events.right.filter(test))
      advanceTo(progress, reader.declared, page.right.readTo, 'position' in knownAt ? knownAt.position : 'beginning')
    }
    return E.right(found)
  } finally {
    progress.end()
  }
}

function readSearch(given: Given): E.Either<UsageWrong, { readonly by: Searched, readonly value: string }> {
  const searches: ReadonlyArray<Searched> = ['document', 'actor', 'cause', 'command']
  const asked = searches.filter((by) => optionOf(given, by) !== undefined)
  const [by, ...others] = asked
  if (by === undefined || others.length > 0) return mistaken({ kind: 'chooseOne', options: searches.map((search) => `--${search}`) })
  const value = optionOf(given, by) ?? ''
  return by === 'cause' || by === 'command'
    ? pipe(uuidArgument(`--${by}`, value), E.map((id) => ({ by, value: id })))
    : E.right({ by, value })
}

/** A document is that of the decision, or one that the fact itself names; a cause is what led to the fact, or the matter that it belongs to. */
function matches({ metadata, data }: RecordedEvent<GovernanceEvent>, by: Searched, value: string): boolean {
  switch (by) {
    case 'document': return metadata.authority?.documentNumber === value || documentNumberOf(data) === value
    case 'actor': return metadata.actor.ref === value
    case 'cause': return metadata.causationId === value || metadata.correlationId === value
    case 'command': return metadata.commandId === value
  }
}

function documentNumberOf(data: GovernanceEvent['data']): string | undefined {
  if ('documentNumber' in data) return data.documentNumber
  return 'document' in data ? data.document.number : undefined
}

function factRow(event: RecordedEvent<GovernanceEvent>, asOf: string, { words }: Desk): Row {
  const { metadata, data } = event
  const entry = entryOf(event)
  return {
    position: event.globalPosition, recordedAt: instantText(event.recordedAt), ...effectOf(event, asOf),
    type: event.type, fact: words.facts[event.type].title, says: factInWords(words, event),
    document: metadata.authority?.documentNumber ?? documentNumberOf(data) ?? null, actor: metadata.actor.ref,
    kind: 'kind' in data ? data.kind : null, stream: event.stream, streamVersion: event.streamVersion, eventId: event.eventId,
    entryId: entry.entryId ?? null, root: entry.root ?? null, corrects: entry.corrects ?? null,
    commandId: metadata.commandId, commandType: metadata.commandType ?? null, causationId: metadata.causationId ?? null,
    correlationId: metadata.correlationId, data: data as unknown as JsonValue,
  }
}

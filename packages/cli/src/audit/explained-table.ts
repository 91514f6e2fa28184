/** The facts of an explanation as rows: what each did for the figure, and whether it holds. */

import type { GovernanceEvent } from '@grid-governance/domain'
import { entryOf, headOfChain, type EventId, type Explanation, type JsonValue, type NamedFact, type RecordedEvent } from '@grid-governance/event-sourcing'
import type { Edition } from '@grid-governance/subscriptions'
import type { Desk } from '../outcome.ts'
import { figure, text, wide, type AnswerTable, type Row } from '../output/answer.ts'
import { effectOf } from '../output/effect.ts'
import { instantText } from '../output/instant.ts'
import { factInWords, type Words } from '../words/words.ts'
import type { ResolvedView } from './standpoint.ts'

export const explainedTable = (explanation: Explanation, editions: ReadonlyMap<EventId, Edition>, { asOf }: ResolvedView, desk: Desk): AnswerTable => ({
  name: 'facts',
  foldRunsOf: 'fact',
  columns: [
    ...text('role', 'effectiveOn', 'holds'), ...wide('inEffect'), ...text('recordedAt'), ...figure('position'), ...wide('type'),
    ...text('fact', 'says', 'document', 'command', 'edition', 'editionTold'),
    ...wide('actor', 'kind', 'stream', 'streamVersion', 'eventId', 'entryId', 'root', 'corrects', 'commandId', 'commandType', 'data'),
  ],
  rows: (['setBy', 'confirmedBy', 'computedFrom', 'overruled'] as const).flatMap((role) =>
    explanation[role].flatMap((named) => rowsOf(named, role, editions, asOf, desk))),
})

function rowsOf({ chain }: NamedFact, role: keyof Desk['words']['sentences']['roles'], editions: ReadonlyMap<EventId, Edition>, asOf: string, desk: Desk): ReadonlyArray<Row> {
  const head = headOfChain(chain)
  // Every fact of this log is one that the codec knows.
  return chain.map((event) => rowOf(event as RecordedEvent<GovernanceEvent>, role, event === head, editions.get(event.eventId), asOf, desk))
}

function rowOf(
  event: RecordedEvent<GovernanceEvent>, role: keyof Desk['words']['sentences']['roles'], holds: boolean, edition: Edition | undefined, asOf: string, { words }: Desk,
): Row {
  const { metadata, data } = event
  const entry = entryOf(event)
  return {
    role: words.sentences.roles[role], ...effectOf(event, asOf), holds, recordedAt: instantText(event.recordedAt), position: event.globalPosition,
    type: event.type, fact: words.facts[event.type].title, says: factInWords(words, event),
    document: metadata.authority?.documentNumber ?? ('documentNumber' in data ? data.documentNumber ?? null : null),
    command: commandInWords(metadata.commandType, words), edition: edition?.name ?? null, editionTold: edition === undefined ? null : words.sentences.editionsTold[edition.told],
    actor: metadata.actor.ref, kind: 'kind' in data ? data.kind : null, stream: event.stream, streamVersion: event.streamVersion, eventId: event.eventId,
    entryId: entry.entryId ?? null, root: entry.root ?? null, corrects: entry.corrects ?? null, commandId: metadata.commandId, commandType: metadata.commandType ?? null, data: data as unknown as JsonValue,
  }
}

/** A command that today's release does not know is called by its name. */
function commandInWords(type: string | undefined, { commands }: Words): string | null {
  return type === undefined ? null : (commands as Readonly<Record<string, string>>)[type] ?? type
}

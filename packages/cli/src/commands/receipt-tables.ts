/** Receipts as tables: each request and what became of it, and every fact in words. */

import type { CommandRequest, SubmitReceipt } from '@grid-governance/application'
import type { GovernanceEvent } from '@grid-governance/domain'
import type { JsonValue } from '@grid-governance/event-sourcing'
import type { Failure } from '../failure.ts'
import type { Desk } from '../outcome.ts'
import { figure, text, wide, type AnswerTable, type Row } from '../output/answer.ts'
import { dayGivenBy } from '../output/effect.ts'
import { factInWords, failureInWords } from '../words/words.ts'
import type { Submitted } from './submit-all.ts'

/** The facts, in the order of recording: those of each command, then those that it led to. */
export const factsTable = (submitted: ReadonlyArray<Submitted>, desk: Desk): AnswerTable => ({
  name: 'facts',
  foldRunsOf: 'fact',
  columns: [...figure('request'), ...text('effectiveOn'), ...wide('type'), ...text('fact', 'says'), ...wide('stream', 'data')],
  rows: submitted.flatMap(({ receipt }, index) => receiptsOf(receipt).flatMap(({ stream, facts }) => facts.map((fact) => factRow(index + 1, stream, fact, desk)))),
})

/** The requests; those behind a failed one were not tried. */
export const requestsTable = (requests: ReadonlyArray<CommandRequest>, submitted: ReadonlyArray<Submitted>, failure: Failure | undefined, { words }: Desk): AnswerTable => ({
  name: 'requests',
  columns: [...figure('request'), ...wide('type'), ...text('command', 'outcome', 'stream'), ...figure('streamVersion'), ...wide('commandId', 'why')],
  rows: requests.map((request, index): Row => {
    const receipt = submitted[index]?.receipt
    const failed = failure !== undefined && index === submitted.length
    const outcome = receipt !== undefined ? words.sentences.outcomes[receipt.outcome] : failed ? words.sentences.outcomes.refused : words.sentences.outcomes.notTried
    return {
      request: index + 1, type: request.command.type, command: words.commands[request.command.type], outcome, stream: receipt?.stream ?? '',
      streamVersion: receipt?.streamVersion ?? '', commandId: request.commandId, why: failed ? failureInWords(words, failure) : null,
    }
  }),
})

/** A receipt and those of what it led to. */
export const receiptsOf = (receipt: SubmitReceipt): ReadonlyArray<Pick<SubmitReceipt, 'stream' | 'facts'>> => [receipt, ...receipt.consequences]

function factRow(request: number, stream: string, fact: GovernanceEvent, { words }: Desk): Row {
  return {
    request, effectiveOn: dayGivenBy(fact), type: fact.type, fact: words.facts[fact.type].title, says: factInWords(words, fact), stream,
    data: fact.data as unknown as JsonValue,
  }
}

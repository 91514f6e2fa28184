/** The call Append: one append, its events one message each. */

import { status, type sendUnaryData, type ServerReadableStream } from '@grpc/grpc-js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { Expected, ProposedEvent } from '../database/stored-event.ts'
import type { Fault } from '../faults/fault.ts'
import { appendDone, appendWrong } from '../wire/answers.ts'
import { expectedOf, proposedEvent, streamName } from '../wire/requests.ts'
import { commitTimeout, failure, maximumAppendSizeExceeded, missingProperty, notReady, streamDeleted, thrownByHandler, type Failure } from '../wire/statuses.ts'
import { maximumAppendSize, type Serving } from './serving.ts'
import { carriedOut } from './writing.ts'

type Call = ServerReadableStream<streams.AppendReq, streams.AppendResp>

export function append(serving: Serving, call: Call, callback: sendUnaryData<streams.AppendResp>): void {
  const messages: streams.AppendReq[] = []
  call.on('data', (message: streams.AppendReq) => messages.push(message))
  call.on('end', () => {
    const options = messages[0]?.getOptions() ?? new streams.AppendReq.Options()
    const stream = streamName(options.getStreamIdentifier())
    const refused = serving.refusal(call.metadata.get('requires-leader')[0] === 'true')
    const events = refused ?? proposedEvents(messages)
    const fault = serving.desk.take({ on: 'append', stream, node: serving.node })
    const answer: Answer = {
      done: (outcome) => callback(null, appendDone(outcome)),
      wrong: (current, expected) => callback(null, appendWrong(current, expected)),
      failed: (failed) => callback(failed),
    }
    if (stream === '') return answer.failed(thrownByHandler)
    if ('code' in events) return answer.failed(events)
    carryOut(serving, { stream, expected: expectedOf(options), events }, answer, fault)
  })
}

interface Answer {
  readonly done: (outcome: { readonly revision: number; readonly position: number | undefined }) => void
  readonly wrong: (current: number, expected: Expected) => void
  readonly failed: (failed: Failure) => void
}

function carryOut(serving: Serving, { stream, expected, events }: { stream: string; expected: Expected; events: readonly ProposedEvent[] }, answer: Answer, fault: Fault | undefined): void {
  carriedOut(serving, { on: 'append', stream, write: () => serving.database.append(stream, expected, events), fault }, {
    answer: (outcome) => {
      if (outcome.outcome === 'done') answer.done(fault?.fault === 'noPosition' ? { ...outcome, position: undefined } : outcome)
      else if (outcome.outcome === 'wrong') answer.wrong(outcome.current, expected)
      else answer.failed(outcome.outcome === 'deleted' ? streamDeleted(stream) : commitTimeout)
    },
    fail: answer.failed,
    // One call has one answer, and none without a message: it stays open.
    endWithOk: () => {},
    notReady: () => answer.failed(notReady),
    poison: () => answer.failed(failure(status.UNKNOWN, thrownByHandler.details)),
  })
}

function proposedEvents(messages: readonly streams.AppendReq[]): ProposedEvent[] | Failure {
  const events: ProposedEvent[] = []
  let size = 0
  for (const request of messages) {
    const message = request.getProposedMessage()
    if (message === undefined) continue
    const event = proposedEvent(message)
    if ('missing' in event) return missingProperty(event.missing)
    size += message.getData_asU8().length
    if (size > maximumAppendSize) return maximumAppendSizeExceeded(maximumAppendSize)
    if ('complaint' in event) return thrownByHandler
    events.push(event)
  }
  return events
}


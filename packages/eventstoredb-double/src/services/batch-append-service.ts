/** The call BatchAppend: one stream for all appends of a client, told apart by correlation ids, each in one or several requests. */

import type { ServerDuplexStream } from '@grpc/grpc-js'
import type streams from '@eventstore/db-client/generated/streams_pb.js'
import type { Expected, ProposedEvent } from '../database/stored-event.ts'
import { batchBadRequest, batchDeleted, batchDone, batchNotReady, batchTimeout, batchTooLarge, batchWrong, identifier } from '../wire/answers.ts'
import { expectedOfBatch, proposedEvent, streamName } from '../wire/requests.ts'
import type { Failure } from '../wire/statuses.ts'
import { structuredUuid, uuid, uuidText } from '../wire/uuids.ts'
import { maximumAppendSize, type Serving } from './serving.ts'
import { carriedOut } from './writing.ts'

type Call = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>
type Response = streams.BatchAppendResp

interface Pending { readonly stream: string; readonly expected: Expected; readonly events: ProposedEvent[]; size: number }

export function batchAppend(serving: Serving, call: Call): void {
  const pending = new Map<string, Pending>()
  const out = answers(call)
  const requiresLeader = call.metadata.get('requires-leader')[0] === 'true'
  call.on('data', (request: streams.BatchAppendReq) => {
    const correlation = uuidText(request.getCorrelationId())
    if (correlation === undefined) return out.fail({ code: 2, details: 'Exception was thrown by handler.' })
    opened(serving, pending, correlation, request, out)
    received(serving, pending, correlation, request, out, requiresLeader)
  })
  // Half-closed with nothing pending, a real server leaves the call open until the client's deadline.
  call.on('end', () => {})
  call.on('cancelled', () => pending.clear())
}

/** Options come with the first request of an append; from then on the server waits for its end, but not for ever. */
function opened(serving: Serving, pending: Map<string, Pending>, correlation: string, request: streams.BatchAppendReq, out: Answers): void {
  const options = request.getOptions()
  if (options === undefined || pending.has(correlation)) return
  const append: Pending = { stream: streamName(options.getStreamIdentifier()), expected: expectedOfBatch(options), events: [], size: 0 }
  pending.set(correlation, append)
  serving.later(serving.commitTimeout, () => {
    if (pending.get(correlation) !== append) return
    pending.delete(correlation)
    out.answer(correlation, append.stream, batchTimeout(), 'structured')
  })
}

function received(serving: Serving, pending: Map<string, Pending>, correlation: string, request: streams.BatchAppendReq, out: Answers, requiresLeader: boolean): void {
  const append = pending.get(correlation)
  if (append === undefined) return
  for (const message of request.getProposedMessagesList()) {
    const event = proposedEvent(message)
    // The append stays pending after a bad request, so that it is given up later, too.
    if ('missing' in event) return out.answer(correlation, append.stream, batchBadRequest(`The given key '${event.missing}' was not present in the dictionary.`))
    if ('complaint' in event) return out.answer(correlation, append.stream, batchBadRequest(event.complaint))
    append.events.push(event)
    append.size += event.data.length
  }
  if (append.size > maximumAppendSize) {
    pending.delete(correlation)
    return out.answer(correlation, append.stream, batchTooLarge(maximumAppendSize))
  }
  if (!request.getIsFinal()) return
  pending.delete(correlation)
  if (append.stream === '') return out.answer(correlation, append.stream, batchBadRequest('eventStreamId'))
  const refused = serving.refusal(requiresLeader)
  if (refused !== undefined) return out.fail(refused)
  carryOut(serving, correlation, append, out)
}

function carryOut(serving: Serving, correlation: string, { stream, expected, events }: Pending, out: Answers): void {
  const fault = serving.desk.take({ on: 'append', stream, node: serving.node })
  carriedOut(serving, { on: 'append', stream, write: () => serving.database.append(stream, expected, events), fault }, {
    answer: (outcome) => {
      const answer = outcome.outcome === 'done' ? batchDone(fault?.fault === 'noPosition' ? { ...outcome, position: undefined } : outcome)
        : outcome.outcome === 'wrong' ? batchWrong(outcome.current, expected)
          : outcome.outcome === 'deleted' ? batchDeleted(stream) : batchTimeout()
      out.answer(correlation, stream, answer)
    },
    fail: out.fail,
    endWithOk: out.end,
    notReady: () => out.answer(correlation, stream, batchNotReady()),
    poison: () => {
      out.answer(correlation, stream, batchBadRequest("Empty eventId provided. (Parameter 'eventId')"))
      serving.later(serving.commitTimeout, () => out.answer(correlation, stream, batchTimeout(), 'structured'))
    },
    afterNext: out.afterNext,
  })
}

interface Answers {
  readonly answer: (correlation: string, stream: string, response: Response, form?: 'structured') => void
  readonly afterNext: (answer: () => void) => void
  readonly fail: (failure: Failure) => void
  readonly end: () => void
}

function answers(call: Call): Answers {
  let over = false
  let held: Array<() => void> = []
  return {
    answer: (correlation, stream, response, form) => {
      if (over || call.cancelled) return
      call.write(response.setCorrelationId(form === 'structured' ? structuredUuid(correlation) : uuid(correlation)).setStreamIdentifier(identifier(stream)))
      const later = held
      held = []
      for (const each of later) each()
    },
    afterNext: (answer) => { held.push(answer) },
    fail: (failed) => { if (!over) { over = true; call.emit('error', failed) } },
    end: () => { if (!over) { over = true; call.end() } },
  }
}

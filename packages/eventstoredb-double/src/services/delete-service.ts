/** The calls Delete and Tombstone. */

import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { Expected } from '../database/stored-event.ts'
import { expectedCode, expectedOf, streamName } from '../wire/requests.ts'
import { commitTimeout, failure, notReady, streamDeleted, thrownByHandler, wrongExpectedVersion, type Failure } from '../wire/statuses.ts'
import type { Serving } from './serving.ts'
import { carriedOut } from './writing.ts'

export function deleteStream(serving: Serving, call: ServerUnaryCall<streams.DeleteReq, streams.DeleteResp>, callback: sendUnaryData<streams.DeleteResp>): void {
  const options = call.request.getOptions() ?? new streams.DeleteReq.Options()
  remove(serving, 'delete', streamName(options.getStreamIdentifier()), expectedOf(options), requiresLeader(call), callback, (position) =>
    callback(null, position === undefined
      ? new streams.DeleteResp().setNoPosition(new shared.Empty())
      : new streams.DeleteResp().setPosition(new streams.DeleteResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position)))))
}

export function tombstone(serving: Serving, call: ServerUnaryCall<streams.TombstoneReq, streams.TombstoneResp>, callback: sendUnaryData<streams.TombstoneResp>): void {
  const options = call.request.getOptions() ?? new streams.TombstoneReq.Options()
  remove(serving, 'tombstone', streamName(options.getStreamIdentifier()), expectedOf(options), requiresLeader(call), callback, (position) =>
    callback(null, position === undefined
      ? new streams.TombstoneResp().setNoPosition(new shared.Empty())
      : new streams.TombstoneResp().setPosition(new streams.TombstoneResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position)))))
}

function requiresLeader(call: { readonly metadata: { readonly get: (key: string) => unknown[] } }): boolean {
  return call.metadata.get('requires-leader')[0] === 'true'
}

function remove(
  serving: Serving, on: 'delete' | 'tombstone', stream: string, expected: Expected, leaderOnly: boolean,
  fail: (failed: Failure) => void, done: (position: number | undefined) => void,
): void {
  const refused = serving.refusal(leaderOnly)
  if (refused !== undefined) return fail(refused)
  if (stream === '') return fail(thrownByHandler)
  const fault = serving.desk.take({ on, stream, node: serving.node })
  carriedOut(serving, { on, stream, write: () => serving.database[on](stream, expected), fault }, {
    answer: (outcome) => {
      if (outcome.outcome === 'done') done(outcome.position)
      else if (outcome.outcome === 'wrong') fail(wrongExpectedVersion(stream, expectedCode(expected), outcome.current))
      else fail(outcome.outcome === 'deleted' ? streamDeleted(stream) : commitTimeout)
    },
    fail,
    endWithOk: () => {},
    notReady: () => fail(notReady),
    poison: () => fail(failure(thrownByHandler.code, thrownByHandler.details)),
  })
}

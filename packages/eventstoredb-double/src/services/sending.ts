/** Messages on their way to one reader: at the pace that the connection takes them, and with the faults that were asked for. */

import type { ServerWritableStream } from '@grpc/grpc-js'
import type streams from '@eventstore/db-client/generated/streams_pb.js'
import type { Fault } from '../faults/fault.ts'
import { failure, type Failure } from '../wire/statuses.ts'
import type { Flow } from './subscribing.ts'
import type { Serving } from './serving.ts'

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>

export interface Sending extends Flow {
  /** Whether nothing more may be sent: cancelled, failed, ended or silent. */
  readonly over: () => boolean
  readonly event: (message: streams.ReadResp) => Promise<void>
  readonly other: (message: streams.ReadResp) => Promise<void>
  readonly end: () => Promise<void>
  readonly fail: (failure: Failure) => Promise<void>
}

export function sending(call: ReadCall, serving: Serving, fault: Fault | undefined): Sending {
  let events = 0
  let stopped = false
  let held: streams.ReadResp | undefined
  let moveOn = (): void => {}
  call.on('drain', () => moveOn())
  call.once('cancelled', () => moveOn())
  const over = (): boolean => stopped || call.cancelled
  const after = fault !== undefined && 'afterEvents' in fault ? fault.afterEvents ?? 0 : 0

  const send = async (message: streams.ReadResp): Promise<void> => {
    if (fault?.fault === 'slowDrip') await new Promise<void>((resolve) => serving.later(fault.ms, resolve))
    if (over() || call.write(message)) return
    self.full = true
    await new Promise<void>((resolve) => { moveOn = resolve })
  }
  const strike = (): void => {
    if (fault === undefined || events !== after || over()) return
    if (fault.fault === 'silence') stopped = true
    else if (fault.fault === 'endWithOk') { stopped = true; call.end() }
    else if (fault.fault === 'status') { stopped = true; call.emit('error', failure(fault.code, fault.details ?? '', fault.trailers)) }
    else if (fault.fault === 'notLeader') { stopped = true; call.emit('error', serving.notLeader(fault.leader)) }
    else if (fault.fault === 'kill') { stopped = true; serving.kill() }
    else if (fault.fault === 'freeze') serving.freeze()
  }
  const release = async (): Promise<void> => {
    const message = held
    held = undefined
    if (message !== undefined) await send(message)
  }

  const self: Sending = {
    full: false,
    over,
    event: async (message) => {
      if (over()) return
      if (fault?.fault === 'wrongOrder' && events === after && held === undefined) held = message
      else {
        await send(message)
        if (fault?.fault === 'repeatedEvent' && events === after) await send(message)
        await release()
      }
      events += 1
      strike()
    },
    other: async (message) => {
      await release()
      if (!over()) await send(message)
    },
    end: async () => {
      await release()
      if (!over()) { stopped = true; call.end() }
    },
    fail: async (failed) => {
      await release()
      if (!over()) { stopped = true; call.emit('error', failed) }
    },
  }
  strike()
  return self
}

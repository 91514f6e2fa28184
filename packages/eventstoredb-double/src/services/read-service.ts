/** The call Read: a read of a stream or of $all, or a subscription to either. */

import { readEvent, caughtUp, checkpoint, confirmation, streamNotFound } from '../wire/answers.ts'
import { readRequest, type ReadRequest } from '../wire/requests.ts'
import type { StoredEvent } from '../database/stored-event.ts'
import type { Fault } from '../faults/fault.ts'
import { thrownByHandler, type Failure } from '../wire/statuses.ts'
import { linked } from './links.ts'
import { readEvents } from './reading.ts'
import { sending, type ReadCall, type Sending } from './sending.ts'
import type { Serving } from './serving.ts'
import { subscribing, type Told } from './subscribing.ts'

export function read(serving: Serving, call: ReadCall): void {
  const request = readRequest(call.request)
  const on = request.subscription ? 'subscribe' : 'read'
  const stream = request.stream ?? '$all'
  const fault = serving.desk.take({ on, stream, node: serving.node })
  serving.note(on, stream, 'came', fault?.fault)
  const out = sending(call, serving, fault)
  const refused = serving.refusal(call.metadata.get('requires-leader')[0] === 'true')
  if (isNoPlace(request)) void out.fail(thrownByHandler)
  else if (refused !== undefined) void refuse(serving, request, out, refused)
  else void (request.subscription ? subscribe(serving, call, request, out, fault) : readOnce(serving, request, out, fault))
}

/** A commit position cannot lie before its prepare position. */
function isNoPlace({ from }: ReadRequest): boolean {
  return typeof from === 'object' && from.prepare > from.commit
}

/** A subscription is confirmed first and refused then. */
async function refuse(serving: Serving, request: ReadRequest, out: Sending, refused: Failure): Promise<void> {
  if (request.subscription) await out.other(confirmation(serving.newId()))
  await out.fail(refused)
}

async function readOnce(serving: Serving, request: ReadRequest, out: Sending, fault: Fault | undefined): Promise<void> {
  const found = readEvents(serving.shown, request)
  if (found === 'hangs') return
  if (found === 'notFound') await out.other(streamNotFound(request.stream ?? ''))
  else if ('failure' in found) return out.fail(found.failure)
  else {
    for (const event of found) {
      if (out.over()) return
      await out.event(message(serving, request, event, fault))
    }
  }
  await out.end()
}

async function subscribe(serving: Serving, call: ReadCall, request: ReadRequest, out: Sending, fault: Fault | undefined): Promise<void> {
  let wake = (): void => {}
  const unlisten = serving.shown.onCommitted(() => wake())
  call.once('cancelled', () => { unlisten(); wake() })
  for (const told of subscribing(serving.shown, request, out)) {
    if (out.over()) break
    if (told.told === 'waiting') {
      out.full = false
      await new Promise<void>((resolve) => { wake = resolve })
      // A turn of the loop later, so that appends which come together are told together.
      await new Promise(setImmediate)
    } else await tell(serving, request, out, told, fault)
  }
  unlisten()
}

async function tell(serving: Serving, request: ReadRequest, out: Sending, told: Told, fault: Fault | undefined): Promise<void> {
  if (told.told === 'event') return out.event(message(serving, request, told.event, fault))
  if (told.told === 'failed') return out.fail(told.failure)
  if (told.told === 'confirmed') return out.other(confirmation(serving.newId()))
  if (told.told === 'checkpoint') return out.other(checkpoint(told.place))
  await out.other(caughtUp())
  if (fault?.fault === 'tailCheckpoint') await out.other(checkpoint({ commit: serving.shown.end(), prepare: serving.shown.end() }))
}

function message({ shown: database }: Serving, { resolveLinks }: ReadRequest, event: StoredEvent, fault: Fault | undefined): ReturnType<typeof readEvent> {
  const link = resolveLinks ? linked(database, event) : undefined
  return readEvent(event, link !== undefined && fault?.fault === 'deletedLinkTarget' ? { to: undefined } : link)
}

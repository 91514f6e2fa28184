/**
 * Readings that end early. The server, or what lies between, may end an answer with OK before all of it was sent; nothing in the answer tells. So the end of the log, and
 * of a stream, is only believed after it was asked for by itself: an answer to that is one event or nothing, and nothing is no answer where something was seen before.
 */

import * as E from 'fp-ts/lib/Either.js'
import type { StreamName } from '@grid-governance/event-sourcing'
import { BACKWARDS, END, type EsdbClient } from './client.ts'
import type { CancellableRead, Connection } from './connection.ts'
import type { CallFailure } from './failures-of-calls.ts'
import { positionOf, rawEventOf, versionOf, type Answered } from './raw-event.ts'

/** So often a reading that was cut short is tried again before it fails. */
export const mostTries = 5

/** What is said of a reading that was cut short each time. */
export const cutShort = ({ where }: Pick<Connection, 'where'>): CallFailure =>
  ({ kind: 'ambiguous', unavailable: { tag: 'StoreUnavailable', reason: 'unreachable', where, detail: 'its answers end before they are whole', trouble: 'other' } })

/** The place of the last event of the whole database; undefined where there is none. `known`: that there is one. */
export const lastPlace = async (connection: Connection, known: boolean): Promise<E.Either<CallFailure, number | undefined>> => {
  const last = await askForLast(connection, known, (client) => client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }), positionOf)
  return E.isRight(last) && last.right === undefined && known ? E.left(cutShort(connection)) : last
}

/** How a stream stands: there is none; it ends at a version; or it is there, and the server shows nothing of it. */
export type StreamStanding = { readonly standing: 'none' } | { readonly standing: 'endsAt', readonly version: number } | { readonly standing: 'hidden' }

export const streamStanding = async (connection: Connection, stream: StreamName): Promise<E.Either<CallFailure, StreamStanding>> => {
  const last = await askForLast(connection, true, (client) => client.readStream(stream, { fromRevision: END, direction: BACKWARDS, maxCount: 1 }), versionIn)
  if (E.isLeft(last)) return last.left.kind === 'noStream' ? await neverOrDeleted(connection, stream) : last
  return E.right(last.right === undefined ? { standing: 'hidden' } : { standing: 'endsAt', version: last.right })
}

/** A stream that was deleted is said to be none, and goes on at its old version; only its metadata tell. */
async function neverOrDeleted(connection: Connection, stream: StreamName): Promise<E.Either<CallFailure, StreamStanding>> {
  const metadata = await askForLast(connection, true, (client) => client.readStream(`$$${stream}`, { fromRevision: END, direction: BACKWARDS, maxCount: 1 }), truncates)
  if (E.isLeft(metadata)) return metadata.left.kind === 'noStream' ? E.right({ standing: 'none' }) : metadata
  return E.right({ standing: metadata.right === true ? 'hidden' : 'none' })
}

async function askForLast<A extends Answered, B>(
  connection: Connection, known: boolean, read: (client: EsdbClient) => CancellableRead<A>, keep: (answered: Answered) => B | undefined,
): Promise<E.Either<CallFailure, B | undefined>> {
  for (let attempt = 1; ; attempt += 1) {
    const last = await connection.collect(read, keep)
    if (E.isLeft(last)) return last
    if (last.right.came > 0 || !known || attempt === mostTries) return E.right(last.right.kept[0])
  }
}

function versionIn(answered: Answered): number | undefined {
  const raw = rawEventOf(answered)
  return raw === undefined ? undefined : versionOf(raw)
}

function truncates({ event }: Answered): boolean {
  const data: unknown = event?.data
  return typeof data === 'object' && data !== null && '$tb' in data
}

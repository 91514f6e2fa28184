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
  if (last.right !== undefined) return E.right({ standing: 'endsAt', version: last.right })
  const hides = await isTruncated(connection, stream)
  if (E.isLeft(hides)) return hides
  return hides.right ? E.right({ standing: 'hidden' }) : E.left(cutShort(connection))
}

/** A stream that was deleted is said to be none, and goes on at its old version; only its metadata tell. */
async function neverOrDeleted(connection: Connection, stream: StreamName): Promise<E.Either<CallFailure, StreamStanding>> {
  const deleted = await metadataSay(connection, stream, ['$tb'])
  return E.map((says: boolean): StreamStanding => ({ standing: says ? 'hidden' : 'none' }))(deleted)
}

/** Whether the server hides events of a stream: its metadata say so. Of one that they do not say it of, a reading that shows too little was cut short, however often. */
export const isTruncated = (connection: Connection, stream: StreamName): Promise<E.Either<CallFailure, boolean>> => metadataSay(connection, stream, ['$tb', '$maxCount', '$maxAge'])

async function metadataSay(connection: Connection, stream: StreamName, keys: ReadonlyArray<string>): Promise<E.Either<CallFailure, boolean>> {
  const found = await askForLast(connection, true, (client) => client.readStream(`$$${stream}`, { fromRevision: END, direction: BACKWARDS, maxCount: 1 }), ({ event }) => {
    const data: unknown = event?.data
    return typeof data === 'object' && data !== null && keys.some((key) => key in data)
  })
  if (E.isLeft(found)) return found.left.kind === 'noStream' ? E.right(false) : found
  return E.right(found.right === true)
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

/** The marker of a transfer: two events in a stream of its own, which says that the events before were moved here, and what they come to. */

import * as E from 'fp-ts/lib/Either.js'
import { derivedId, type EventId, type JsonObject } from '@grid-governance/event-sourcing'
import type { LogDigest, StoreUnavailable } from '@grid-governance/event-store'
import type { EventToSend } from './append-messages.ts'
import { NO_STREAM } from './client.ts'
import type { Connection } from './connection.ts'
import { unavailableOf } from './failures-of-calls.ts'
import type { OnServer } from './on-server.ts'
import { pause } from './pause.ts'
import type { RawEvent } from './raw-event.ts'

/** No name of the port's grammar, so that it is no part of the log. Fixed for ever. */
export const markerStream = 'gridGovernance:transfer'

/** Reads events of one stream, from a version on. */
interface StreamReading {
  readonly rawStream: (stream: string, from: number, direction: 'forwards', maxCount: number) => Promise<E.Either<StoreUnavailable, ReadonlyArray<RawEvent>>>
}

/** What is not shown in so many readings is taken for what is not there. */
export const timesAsked = 3

/** How a database stands to transfers. `from` is the place of the first event of the marker: all that was moved lies behind it. */
export type TransferStanding =
  | { readonly state: 'none' }
  | { readonly state: 'begun', readonly from: number }
  | { readonly state: 'sealed', readonly from: number, readonly digest: LogDigest }

/** The fields of the event `TransferSealed`; the time and the place are the server's. */
interface Seal {
  readonly count: number
  readonly lastEventId: EventId | null
  readonly link: string
}

/**
 * Reads the marker. Only its first two events count, at revisions 0 and 1: what others put behind them changes nothing. A reading may be cut short
 * without a word, and would then show a sealed log as one that was never moved: as long as less than the whole is shown it is read again, and the longest answer counts.
 */
export const readMarker = async (reading: StreamReading, where: string): Promise<E.Either<StoreUnavailable, TransferStanding>> => {
  let shown: ReadonlyArray<RawEvent> = []
  for (let asked = 0; asked < timesAsked && shown.length < 2; asked += 1) {
    const read = await reading.rawStream(markerStream, 1, 'forwards', 2)
    if (E.isLeft(read)) return read
    if (read.right.length > shown.length) shown = read.right
  }
  return standingOf(shown, where)
}

/** Says that a transfer begins: from now on the database is no log until it is sealed. */
export const markBegun = (connection: Connection, reading: StreamReading, how: Trying): Promise<E.Either<StoreUnavailable, void>> =>
  mark(connection, reading, how, 0, { type: 'TransferBegun', data: {} })

/** How often the marker is sent while it is not known whether it is there, and with which pauses. */
export type Trying = Pick<OnServer, 'attempts' | 'pauseMs'>

/** Says what was moved; from now on the original times count, and nothing is moved here any more. */
export const markSealed = (connection: Connection, reading: StreamReading, how: Trying, { count, lastEventId, link }: LogDigest): Promise<E.Either<StoreUnavailable, void>> =>
  mark(connection, reading, how, 1, { type: 'TransferSealed', data: { count, lastEventId: lastEventId ?? null, link } satisfies Seal })

function standingOf([begun, sealed]: ReadonlyArray<RawEvent>, where: string): E.Either<StoreUnavailable, TransferStanding> {
  if (begun === undefined) return E.right({ state: 'none' })
  if (!isMarkOf(begun, 0, 'TransferBegun')) return E.left(damaged(where))
  if (sealed === undefined) return E.right({ state: 'begun', from: begun.position })
  const seal = isMarkOf(sealed, 1, 'TransferSealed') ? sealOf(sealed.event.data) : undefined
  if (seal === undefined) return E.left(damaged(where))
  return E.right({ state: 'sealed', from: begun.position, digest: { ...seal, lastEventId: seal.lastEventId ?? undefined } })
}

function isMarkOf({ event }: RawEvent, revision: number, type: string): boolean {
  return event.type === type && Number(event.revision) === revision
}

function sealOf(data: unknown): Seal | undefined {
  const { count, lastEventId, link } = (typeof data === 'object' && data !== null ? data : {}) as Partial<Seal>
  return Number.isSafeInteger(count) && typeof link === 'string' && (lastEventId === null || typeof lastEventId === 'string') ? { count: count as number, lastEventId, link } : undefined
}

/** At a concrete revision and with an id that stays the same, as every append here; whether it is there is looked up where that is not known. */
async function mark(
  connection: Connection, reading: StreamReading, { attempts, pauseMs }: Trying, revision: 0 | 1, { type, data }: { readonly type: string, readonly data: JsonObject },
): Promise<E.Either<StoreUnavailable, void>> {
  const text = JSON.stringify(data)
  const event: EventToSend = { id: derivedId(markerStream, type, text), type, data: text, metadata: '{}' }
  let unknown: StoreUnavailable | undefined
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt > 0) await pause(pauseMs * 2 ** (attempt - 1))
    const answer = await connection.append(markerStream, [event], revision === 0 ? NO_STREAM : 0n)
    const there = await reading.rawStream(markerStream, revision + 1, 'forwards', 1)
    if (E.isRight(there) && there.right[0] !== undefined) return there.right[0].event.id === event.id ? E.right(undefined) : E.left(damaged(connection.where))
    // A node that lags may not show yet what was accepted; accepted at another place, it stands behind a marker that was deleted.
    if (E.isRight(answer)) return answer.right.nextExpectedRevision === BigInt(revision) ? E.right(undefined) : E.left(damaged(connection.where))
    if (answer.left.kind === 'refused') return E.left(answer.left.unavailable)
    unknown = E.isLeft(there) ? there.left : unavailableOf(answer.left, connection)
  }
  return E.left(unknown ?? damaged(connection.where))
}

function damaged(where: string): StoreUnavailable {
  return { tag: 'StoreUnavailable', reason: 'corrupt', where, detail: `the stream ${markerStream} is not the marker of a transfer` }
}

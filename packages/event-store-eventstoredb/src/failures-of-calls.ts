/** What the errors of the client mean to the port. */

import type { StoreUnavailable } from '@grid-governance/event-store'

/** What is the matter with a server, or with the way to it; what is to be done about it differs. */
export type ServerTrouble =
  /** Nothing accepts connections there. */
  | 'nobodyListens'
  | 'unknownHost'
  /** Something accepts the connection and never answers. */
  | 'silent'
  /** Something answers that is no EventStoreDB. */
  | 'otherProtocol'
  /** The server, or whatever it is, does not speak TLS. */
  | 'withoutTls'
  /** The connection is closed at once, as a server does that wants TLS. */
  | 'closesConnection'
  | 'untrustedCertificate'
  /** There is no such user, or the password is another. */
  | 'wrongCredentials'
  | 'accessDenied'
  /** The node is not the leader, and only the leader writes. */
  | 'notLeader'
  /** No node of the cluster names a leader. */
  | 'noLeader'
  /** It is starting, or going down. */
  | 'notReady'
  | 'diskFull'
  | 'tooLarge'
  | 'streamDeleted'
  /** The server hides the beginning of a stream: `$maxCount`, `$maxAge` or a truncation say so in its metadata. */
  | 'streamHidden'
  /** The address cannot be used as it is written. */
  | 'badAddress'
  | 'other'

/** `StoreUnavailable` as this store says it. */
export interface ServerUnavailable extends StoreUnavailable {
  readonly trouble: ServerTrouble
  /** An append was sent, and whether it was stored is not known; sending the same append again is safe. */
  readonly outcomeUnknown?: true
}

/** What became of a call. ambiguous: it may have been carried out, or be carried out yet. */
export type CallFailure =
  | { readonly kind: 'conflict', readonly actual: number }
  | { readonly kind: 'noStream' }
  | { readonly kind: 'noSuchPosition' }
  | { readonly kind: 'ambiguous', readonly unavailable: ServerUnavailable }
  | { readonly kind: 'refused', readonly unavailable: ServerUnavailable }

/** A call that was not answered in time. */
export class NotAnswered extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds} ms`)
  }
}

/** What failed before anything was sent: no node was found, or the server did not say what it can do. `cause` is what the client says. */
export class NotBegun extends Error {
  constructor(cause: unknown) {
    super('nothing was sent', { cause })
  }
}

/**
 * Whether the client keeps failing after this: before all else it looks for a node and asks what the server can do, and a failed answer to that it remembers for good, unless it is
 * one at which it connects anew (UNAVAILABLE, CANCELLED).
 */
export const isRemembered = (error: unknown): boolean => {
  const { type, code, message = '' } = causeOf(error) as { readonly type?: string, readonly code?: number | string, readonly message?: string }
  if (code === unavailable || code === cancelled || type === 'unavailable' || type === 'cancelled') return false
  // Appends of a client that looks otherwise inside do not say whether they had begun.
  return error instanceof NotBegun || (type === undefined && (typeof code === 'number' || message.startsWith('Failed to discover')))
}

const [cancelled, unavailable] = [1, 14]

function causeOf(error: unknown): unknown {
  return error instanceof NotBegun ? error.cause : error
}

/** The meaning of an error; by its type or, where the client knows none, by its gRPC status. */
export const callFailure = (failed: unknown, where: string): CallFailure => {
  const error = causeOf(failed)
  const { type, code, message, streamName } = error as { readonly type?: string, readonly code?: number | string, readonly message?: string, readonly streamName?: string }
  const detail = message === undefined || message === '' ? type ?? `status ${String(code)}` : firstLine(message)
  const unavailable = (reason: StoreUnavailable['reason'], trouble: ServerTrouble, said = detail): ServerUnavailable => ({ tag: 'StoreUnavailable', reason, where, detail: said, trouble })
  switch (type) {
    case 'wrong-expected-version': return { kind: 'conflict', actual: actualVersion(error) }
    case 'stream-not-found': case 'no-stream': return { kind: 'noStream' }
    case 'access-denied': return { kind: 'refused', unavailable: unavailable('unreadable', /UNAUTHENTICATED/.test(detail) ? 'wrongCredentials' : 'accessDenied', `access denied: ${detail}`) }
    case 'stream-deleted': return { kind: 'refused', unavailable: unavailable('foreign', 'streamDeleted', `the stream ${streamName ?? detail} was deleted for ever`) }
    case 'maximum-append-size-exceeded': return { kind: 'refused', unavailable: unavailable('unsupported', 'tooLarge') }
    case 'unsupported': case 'invalid-argument': case 'missing-required-metadata-property': return { kind: 'refused', unavailable: unavailable('unsupported', 'other') }
    case 'not-leader': return { kind: 'ambiguous', unavailable: unavailable('unreachable', 'notLeader', `the node is not the leader: ${detail}`) }
    default:
  }
  if (error instanceof NotAnswered) return { kind: 'ambiguous', unavailable: unavailable('unreachable', 'silent') }
  if (/InvalidPosition|invalid position/i.test(message ?? '')) return { kind: 'noSuchPosition' }
  if (/larger than max/i.test(message ?? '')) return { kind: 'refused', unavailable: unavailable('unsupported', 'tooLarge') }
  if (/no space left|not enough (free )?(disk )?space|disk full/i.test(message ?? '')) return { kind: 'refused', unavailable: unavailable('full', 'diskFull') }
  if (/certificate|self.signed|unable to verify/i.test(message ?? '')) return { kind: 'refused', unavailable: unavailable('unreachable', 'untrustedCertificate', detail) }
  return { kind: 'ambiguous', unavailable: unavailable('unreachable', troubles.find(([pattern]) => pattern.test(message ?? ''))?.[1] ?? 'other') }
}

/** A failure of a call that only reads, as the port knows it. */
export const unavailableOf = (failure: CallFailure, { where }: { readonly where: string }): ServerUnavailable =>
  failure.kind === 'ambiguous' || failure.kind === 'refused' ? failure.unavailable : { tag: 'StoreUnavailable', reason: 'io', where, detail: `an unexpected answer: ${failure.kind}`, trouble: 'other' }

/** What the client, its transport and the system say of connections that cannot be used. */
const troubles: ReadonlyArray<readonly [RegExp, ServerTrouble]> = [
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/, 'nobodyListens'],
  [/Name resolution failed|ENOTFOUND|EAI_AGAIN/, 'unknownHost'],
  [/wrong version number|packet length too long|record layer|tlsv1|sslv3/i, 'withoutTls'],
  [/Protocol error|Parse Error/i, 'otherProtocol'],
  [/Failed to connect|ECONNRESET|socket hang up|socket disconnected|EPIPE/, 'closesConnection'],
  [/Leader info available/, 'notLeader'],
  [/Failed to discover/, 'noLeader'],
  [/Server Is Not Ready/, 'notReady'],
]

/** The number of events in the stream; the client says 'no_stream' where there is none. */
function actualVersion(error: unknown): number {
  const { actualVersion: actual } = error as { readonly actualVersion?: bigint | number | string }
  return typeof actual === 'bigint' || typeof actual === 'number' ? Number(actual) + 1 : 0
}

/** What was said first; of a connection that could not be made, only why. */
function firstLine(text: string): string {
  const line = text.split('\n')[0]?.trim() ?? text
  const [, why] = /Last error: (?:Error: )?(.*?)(?: \([0-9T:.-]+Z\))?[.;]? Resolution note:?/.exec(line) ?? []
  return why?.split('; if the root CA')[0] ?? line
}

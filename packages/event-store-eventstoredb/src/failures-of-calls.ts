/** What the errors of the client mean to the port. */

import type { StoreUnavailable } from '@grid-governance/event-store'

/** What became of a call. ambiguous: it may have been carried out, or be carried out yet. */
export type CallFailure =
  | { readonly kind: 'conflict', readonly actual: number }
  | { readonly kind: 'noStream' }
  | { readonly kind: 'noSuchPosition' }
  | { readonly kind: 'ambiguous', readonly unavailable: StoreUnavailable }
  | { readonly kind: 'refused', readonly unavailable: StoreUnavailable }

/** A call that was not answered in time. */
export class NotAnswered extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds} ms`)
  }
}

/** The meaning of an error; by its type or, where the client knows none, by its gRPC status. */
export const callFailure = (error: unknown, where: string): CallFailure => {
  const { type, code, message } = error as { readonly type?: string, readonly code?: number | string, readonly message?: string }
  const detail = message === undefined || message === '' ? type ?? `status ${String(code)}` : firstLine(message)
  const unavailable = (reason: StoreUnavailable['reason'], said = detail): StoreUnavailable => ({ tag: 'StoreUnavailable', reason, where, detail: said })
  switch (type) {
    case 'wrong-expected-version': return { kind: 'conflict', actual: actualVersion(error) }
    case 'stream-not-found': case 'no-stream': return { kind: 'noStream' }
    case 'access-denied': return { kind: 'refused', unavailable: unavailable('unreadable', `access denied: ${detail}`) }
    case 'stream-deleted': return { kind: 'refused', unavailable: unavailable('foreign', `the stream was deleted for ever: ${detail}`) }
    case 'maximum-append-size-exceeded': case 'unsupported': case 'invalid-argument': case 'missing-required-metadata-property':
      return { kind: 'refused', unavailable: unavailable('unsupported') }
    default:
  }
  if (/InvalidPosition|invalid position/i.test(message ?? '')) return { kind: 'noSuchPosition' }
  if (/no space left|not enough (free )?(disk )?space|disk full/i.test(message ?? '')) return { kind: 'refused', unavailable: unavailable('full') }
  if (/certificate|self.signed|unable to verify/i.test(message ?? '')) return { kind: 'refused', unavailable: unavailable('unreachable', `the certificate of the server is not trusted: ${detail}`) }
  return { kind: 'ambiguous', unavailable: unavailable('unreachable') }
}

/** A failure of a call that only reads, as the port knows it. */
export const unavailableOf = (failure: CallFailure, { where }: { readonly where: string }): StoreUnavailable =>
  failure.kind === 'ambiguous' || failure.kind === 'refused' ? failure.unavailable : { tag: 'StoreUnavailable', reason: 'io', where, detail: `an unexpected answer: ${failure.kind}` }

/** The number of events in the stream; the client says 'no_stream' where there is none. */
function actualVersion(error: unknown): number {
  const { actualVersion: actual } = error as { readonly actualVersion?: bigint | number | string }
  return typeof actual === 'bigint' || typeof actual === 'number' ? Number(actual) + 1 : 0
}

function firstLine(text: string): string {
  return text.split('\n')[0]?.trim() ?? text
}

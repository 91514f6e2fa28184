/** How calls fail: status, details and trailers, word for word as version 24.6 sends them. */

import { Metadata, status, type StatusObject } from '@grpc/grpc-js'

export type Failure = Partial<StatusObject> & { readonly code: status; readonly details: string }

export function failure(code: status, details: string, trailers: Readonly<Record<string, string>> = {}): Failure {
  const metadata = new Metadata()
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value)
  return { code, details, metadata }
}

export const streamDeleted = (stream: string): Failure =>
  failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, { exception: 'stream-deleted', 'stream-name': stream })

/** Of a deletion; an append answers with a message of its own. */
export const wrongExpectedVersion = (stream: string, expected: string, actual: number): Failure =>
  failure(status.FAILED_PRECONDITION, `Delete failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${actual}`, {
    exception: 'wrong-expected-version', 'stream-name': stream, 'expected-version': expected, 'actual-version': String(actual),
  })

export const maximumAppendSizeExceeded = (limit: number): Failure =>
  failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, { exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(limit) })

export const notLeader = (host: string, port: number): Failure =>
  failure(status.NOT_FOUND, 'Leader info available', { exception: 'not-leader', 'leader-endpoint-host': host, 'leader-endpoint-port': String(port) })

export const notReady: Failure = failure(status.UNAVAILABLE, 'Server Is Not Ready')
export const accessDenied: Failure = failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' })
export const unauthenticated: Failure = failure(status.UNAUTHENTICATED, '')
export const commitTimeout: Failure = failure(status.ABORTED, 'Operation timed out: Commit phase timeout.')
/** What the server says of most that it cannot read. */
export const thrownByHandler: Failure = failure(status.UNKNOWN, 'Exception was thrown by handler.')
export const readStreamError: Failure = failure(status.UNKNOWN, 'Unexpected ReadStreamResult: Error')
export const readAllError: Failure = failure(status.UNKNOWN, 'Unexpected ReadAllResult: Error')
export const readAllInvalidPosition: Failure = failure(status.UNKNOWN, 'Unexpected ReadAllResult: InvalidPosition')
export const subscribeInvalidPosition: Failure = failure(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.')
export const missingProperty = (property: string): Failure =>
  failure(status.INVALID_ARGUMENT, `Required Metadata Property '${property}' is missing`, { exception: 'missing-required-metadata-property', 'required-metadata-properties': 'type,content-type' })

/** What the log holds: events, each at its position, of which only the shape on the wire is known. */

export interface ProposedEvent {
  readonly id: string
  readonly type: string
  readonly json: boolean
  readonly data: Uint8Array
  readonly metadata: Uint8Array
}

export interface StoredEvent extends ProposedEvent {
  readonly stream: string
  /** The place in the stream; of a tombstone `tombstoneRevision`. */
  readonly revision: number
  /** Where its record begins in the log; commit and prepare position are the same. */
  readonly position: number
  /** Where the next record begins. */
  readonly end: number
  /** When it was stored, in milliseconds since 1970. */
  readonly created: number
}

/** Stands for 9223372036854775807, which no number can. */
export const tombstoneRevision = Number.MAX_SAFE_INTEGER

/** `-1` is a stream that is not there. */
export type Expected = 'any' | 'streamExists' | number

/** Bytes that a record takes besides its texts and contents, as in version 24.6. */
const recordOverhead = 90
/** Where the log of a fresh 24.6 has its first event. */
export const firstPosition = 548

/** The bytes of a record in the log, by which positions grow. */
export function recordSize(stream: string, { type, data, metadata }: Pick<ProposedEvent, 'type' | 'data' | 'metadata'>): number {
  return recordOverhead + Buffer.byteLength(stream) + Buffer.byteLength(type) + data.length + metadata.length
}

/** Ids derived from other ids, so that the same cause always yields the same names. */

import type { CommandId, EntryId, EventId, StreamName, Uuid } from './identifiers.ts'
import { uuidsIn } from './uuid-v5.ts'

/** The namespace of all ids that this library derives. */
const namespace = 'a4f0c5a6-1d3e-5c0b-9a53-0f6b2c7d8e91'

const uuidOf = uuidsIn(namespace)

/** UUIDv5 of parts that cannot run into one another. */
export const derivedId = (...parts: ReadonlyArray<string>): Uuid => uuidOf(JSON.stringify(parts)) as Uuid

/** The event id of the fact at `index` (from 0) of the append that a command makes to a stream. */
export const eventIdOf = (commandId: CommandId, stream: StreamName, index: number): EventId =>
  derivedId('event', commandId, stream, String(index))

/** The entry id of the fact with this ordinal (from 0) of a command's decision on a stream: the id of the event that it will be. */
export const entryIdOf = (commandId: CommandId, stream: StreamName, ordinal: number): EntryId => eventIdOf(commandId, stream, ordinal) as string as EntryId


/** Ids derived from other ids, so that the same cause always yields the same names. */

import { parse, v5 } from 'uuid'
import type { CommandId, EntryId, EventId, StreamName, Uuid } from './identifiers.ts'

/** The namespace of all ids that this library derives. */
const namespace = parse('a4f0c5a6-1d3e-5c0b-9a53-0f6b2c7d8e91')

const utf8 = new TextEncoder()

/** UUIDv5 of parts that cannot run into one another. */
export const derivedId = (...parts: ReadonlyArray<string>): Uuid => v5(utf8.encode(JSON.stringify(parts)), namespace) as Uuid

/** The event id of the fact at `index` (from 0) of the append that a command makes to a stream. */
export const eventIdOf = (commandId: CommandId, stream: StreamName, index: number): EventId =>
  derivedId('event', commandId, stream, String(index))

/** The entry id of the fact with this ordinal (from 0) of a command's decision on a stream: the id of the event that it will be. */
export const entryIdOf = (commandId: CommandId, stream: StreamName, ordinal: number): EntryId => eventIdOf(commandId, stream, ordinal) as string as EntryId

/** The names by which facts, commands and streams are called; for ever. */

import type * as t from 'io-ts'
import { brandedNumber, brandedText } from './brand.ts'

const uuidGrammar = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const nilUuid = '00000000-0000-0000-0000-000000000000'
const categoryGrammar = /^[a-z][A-Za-z0-9]{0,63}$/
const streamGrammar = /^[a-z][A-Za-z0-9]{0,63}-[A-Za-z0-9][A-Za-z0-9._~-]{0,190}$/

/** A UUID in lower case, not the nil UUID (a real server chokes on it). */
export const Uuid = brandedText('Uuid', 'a UUID in lower case, not nil', (text) => uuidGrammar.test(text) && text !== nilUuid)
export type Uuid = t.TypeOf<typeof Uuid>

/** The durable name of one stored event: UUIDv5 of command id, stream and index. */
export const EventId = Uuid
export type EventId = Uuid

/** The name of one request; the same request sent twice carries the same id. */
export const CommandId = Uuid
export type CommandId = Uuid

/** The name by which corrections call a fact; derived from command id and ordinal. */
export const EntryId = brandedText('EntryId', '1 to 100 letters, digits, . _ : -', (text) => /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/.test(text))
export type EntryId = t.TypeOf<typeof EntryId>

/** `category-instance`: the category has no dash, since EventStoreDB cuts at the first one; at most 255 characters of ASCII. */
export const StreamName = brandedText('StreamName', 'category-instance', (text) => streamGrammar.test(text))
export type StreamName = t.TypeOf<typeof StreamName>

/** A place in one store's whole log: opaque, ordered, may have gaps, a safe integer; compared, never computed with. */
export const Position = brandedNumber('Position', 'a whole number from 0', (value) => Number.isSafeInteger(value) && value >= 0)
export type Position = t.TypeOf<typeof Position>

/** A place to read on from: before the first event, or after a position. */
export type After = 'beginning' | Position

/** Whether `text` may name a category. */
export const isCategory = (text: string): boolean => categoryGrammar.test(text)

/** The part of a stream name before the first dash. */
export const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'))

/** The part of a stream name after the first dash. */
export const instanceOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1)

/** Whether `position` lies after the place `after`. */
export const isAfter = (position: Position, after: After): boolean => after === 'beginning' || position > after

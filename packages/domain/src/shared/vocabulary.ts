/** Small codecs that several concepts share. */

import * as t from 'io-ts'
import { brandedNumber, brandedText, CalendarDate, isPrintable, list, oneOf, shape, wholeNumber } from '@grid-governance/event-sourcing'
import { BuildingNumber, GridCode } from './codes.ts'
import { BuildingId, GridId } from './identifiers.ts'

/** The public name of a unit: one line of 1 to 100 characters that can be seen, not blank. */
export const Name = brandedText('Name', 'one line of 1 to 100 characters, not blank', (text) => text.trim() !== '' && text.length <= 100 && isPrintable(text))
export type Name = t.TypeOf<typeof Name>

/** A whole number from 0, at most a billion: households, residents. */
export const Count = brandedNumber('Count', 'a whole number from 0 to a billion', (value) => Number.isSafeInteger(value) && value >= 0 && value <= 1_000_000_000)
export type Count = t.TypeOf<typeof Count>

/** How much a number grows, or shrinks where it is below zero: a whole number, at most a billion either way. */
export const Difference = brandedNumber('Difference', 'a whole number between minus and plus a billion', (value) => Number.isSafeInteger(value) && Math.abs(value) <= 1_000_000_000)
export type Difference = t.TypeOf<typeof Difference>

/** Whether what happened before the first fact of a unit is nothing, or not known to us (imported; T33). */
export const EarlierHistory = oneOf('none', 'unknown')
export type EarlierHistory = t.TypeOf<typeof EarlierHistory>

/** Why a grid or community ended: right until then (replaced, split, merged, abolished), or a mistake from the start (neverValid). */
export const ClosingReason = oneOf('replaced', 'split', 'merged', 'abolished', 'neverValid')
export type ClosingReason = t.TypeOf<typeof ClosingReason>

/** A building as it stands in a fact that brings it into a community. */
export const BuildingDetails = shape({ buildingId: BuildingId, number: BuildingNumber, households: Count, residents: Count })
export type BuildingDetails = t.TypeOf<typeof BuildingDetails>

/** A grid as an absolute assertion: from the effective day on it has these buildings, all of them and no others. */
export const GridOnMap = shape({ gridId: GridId, code: GridCode, name: Name, buildings: list(BuildingId) })
export type GridOnMap = t.TypeOf<typeof GridOnMap>

/** The state of another stream on which a decision leaned (§6.2): which stream, at which version, as of which day, and what was tested. */
export const EvidenceNote = shape({ stream: t.string, version: wholeNumber, asOf: CalendarDate, predicate: t.string })
export type EvidenceNote = t.TypeOf<typeof EvidenceNote>

/** A file to import, read and understood as CSV, and all that its facts will say of where they come from. */

import { hash } from 'node:crypto'
import type { DistrictId } from '@grid-governance/domain'
import { derivedId, type Actor, type Authority, type CalendarDate, type CommandId, type Uuid } from '@grid-governance/event-sourcing'
import type { CsvContent } from '../input/csv-rows.ts'
import type { Desk } from '../outcome.ts'

export interface ImportFile {
  readonly path: string
  readonly log: string
  readonly content: CsvContent<'divisions' | 'grids'>
  /** SHA-256 of its bytes, in hex. */
  readonly digest: string
  readonly district: DistrictId
  readonly effectiveOn: CalendarDate
  /** What took effect before today is recorded late. */
  readonly kind: 'change' | 'lateRecording'
  readonly authority: Authority
  /** Whether somebody named the document; if not, its number is made out of the file. */
  readonly documentGiven: boolean
  readonly actor: Actor
}

/** What the answer to an import must say of the document that its facts name. */
export const documentNotes = ({ documentGiven, authority }: ImportFile, { words: { sentences } }: Desk): ReadonlyArray<string> =>
  documentGiven ? [] : [sentences.documentMadeUp(authority.documentNumber)]

export const fileDigest = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex')

/**
 * The envelope of a command that a part of a file leads to. Its id derives from the file, the day and the part, so that the same file
 * imported again as of the same day is answered, not recorded twice; as of another day it is another import, and the rules judge it.
 */
export const envelopeFor = ({ digest, district, effectiveOn, actor, authority }: ImportFile, part: string): {
  readonly commandId: CommandId, readonly correlationId: Uuid, readonly actor: Actor, readonly authority: Authority
} => ({
  commandId: derivedId('gridgov import', district, digest, effectiveOn, part), correlationId: derivedId('gridgov import', district, digest, effectiveOn), actor, authority,
})

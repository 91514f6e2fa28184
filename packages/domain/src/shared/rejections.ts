/** Rejections that several concepts share: of corrections (§6.1), of facts without a document (I38), of names used twice (T31). */

import type { EntryId } from '@grid-governance/event-sourcing'
import type { PlanId } from './identifiers.ts'

/** No chain of this stream begins with that entry. */
export interface UnknownEntry { readonly type: 'UnknownEntry', readonly rule: '6.1', readonly root: EntryId }

/** The correction does not name the present tip of its chain: somebody corrected it in the meantime. */
export interface StaleCorrection {
  readonly type: 'StaleCorrection'
  readonly rule: '6.1'
  readonly root: EntryId
  readonly named: EntryId
  readonly head: EntryId
}

/** A correction is a full replacement of the same type of fact. */
export interface CorrectionOfAnotherFact {
  readonly type: 'CorrectionOfAnotherFact'
  readonly rule: '6.1'
  readonly root: EntryId
  /** The type of the facts of this chain. */
  readonly recorded: string
  readonly named: string
}

/** The fact that brought a unit into being can be corrected in everything but the unit: ids are for ever. */
export interface CorrectionOfAnotherUnit {
  readonly type: 'CorrectionOfAnotherUnit'
  readonly rule: '6.1'
  readonly root: EntryId
  readonly recorded: string
  readonly named: string
}

/** A correction replaces one fact, and this command asks for none or for several. */
export interface CorrectionOfSeveral { readonly type: 'CorrectionOfSeveral', readonly rule: '6.1', readonly root: EntryId, readonly facts: number }

/** Why a correction or a void was refused, whatever it says. */
export type ChainRejection = UnknownEntry | StaleCorrection | CorrectionOfAnotherFact | CorrectionOfAnotherUnit | CorrectionOfSeveral

/** Every structural fact names the document that decided it, and the command came with none. */
export interface DocumentMissing { readonly type: 'DocumentMissing', readonly rule: 'I38', readonly command: string }

/** The upper end of a range is below its lower end. */
export interface RangeUpsideDown {
  readonly type: 'RangeUpsideDown'
  readonly rule: string
  readonly range: string
  readonly min: number
  readonly max: number
}

/** A place in a list of a command, as in the sentences about malformed commands: `communities`, 17; the ordinal counts from 0. */
export interface ListPlace { readonly list: string, readonly ordinal: number }

/** The same id, code or number stands twice in one request. */
export interface RepeatedInRequest {
  readonly type: 'RepeatedInRequest'
  readonly rule: '4.1' | 'T31' | '1.1' | 'I3'
  readonly value: string
  readonly places: readonly [ListPlace, ListPlace]
}

/** Ids are for ever: this one names, named or is reserved for another unit. */
export interface IdSpent {
  readonly type: 'IdSpent'
  readonly rule: '4.1'
  readonly id: string
  /** Null where the command names one unit only. */
  readonly place: ListPlace | null
  /** The plan that reserved or brought it; null where no plan did. */
  readonly heldBy: PlanId | null
}

/** Codes are never reused, not even by the same unit, and not when the plan that reserved them was cancelled. */
export interface CodeSpent {
  readonly type: 'CodeSpent'
  readonly rule: 'T31'
  readonly code: string
  readonly place: ListPlace | null
  readonly heldBy: PlanId | null
}

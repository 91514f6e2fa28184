/** Dated facts and their corrections: the one shared codec of everything that can be corrected (§6.1). */

import type * as t from 'io-ts'
import { CalendarDate, dayOfInstant } from './calendar-date.ts'
import { EntryId } from './identifiers.ts'
import { oneOf, shape, type Fields, type NoFields, type ShapeType } from './shape.ts'
import { Sealed } from './sealed.ts'

/** change: was right, is now different; correction: was never right; lateRecording: right, but learnt late. */
export const EntryKind = oneOf('change', 'correction', 'lateRecording')
export type EntryKind = t.TypeOf<typeof EntryKind>

const entryFields = { entryId: EntryId, kind: EntryKind, effectiveOn: CalendarDate }
const chainFields = { root: EntryId, corrects: EntryId }

export type DatedType<R extends Fields, O extends Fields> = ShapeType<R & typeof entryFields, O & typeof chainFields>

/**
 * The data of a dated fact: the given fields, and entry id, kind and effective day. A correction is a full replacement:
 * it names `root`, the first entry of its chain, and `corrects`, the chain's present head, both in its own stream.
 */
export const dated = <const R extends Fields, const O extends Fields = NoFields>(required: R, optional?: O): DatedType<R, O> =>
  shape({ ...entryFields, ...required }, { ...chainFields, ...(optional ?? {} as O) }, chainRule)

/** How a command dates what it asks for: the same fields as in the fact, which adds the entry id. */
const datingFields = { kind: EntryKind, effectiveOn: CalendarDate }

export type DatingType<R extends Fields, O extends Fields> = ShapeType<R & typeof datingFields, O & typeof chainFields>

/** The data of a command that leads to a dated fact; a correction names `root` and `corrects`. */
export const dating = <const R extends Fields, const O extends Fields = NoFields>(required: R, optional?: O): DatingType<R, O> =>
  shape({ ...datingFields, ...required }, { ...chainFields, ...(optional ?? {} as O) }, chainRule)

/** The data of a dated fact, whatever else it says. */
export const DatedData = dated({})
export type DatedData = t.TypeOf<typeof DatedData>

/**
 * Takes back the head of a chain and restores what that had replaced: the earlier correction, the root, or (when the root
 * itself is taken back) nothing. A void is an entry of its chain and can itself be taken back.
 */
export const EntryVoidedData = shape({ entryId: EntryId, kind: oneOf('correction'), root: EntryId, corrects: EntryId, reason: Sealed })
export type EntryVoidedData = t.TypeOf<typeof EntryVoidedData>

/** The type of the fact that takes an entry back; every concept that can be corrected has this row in its table. */
export const entryVoided = 'EntryVoided'

/** What the library reads of any fact's data; fields are absent where the fact is undated. */
export interface EntryFields {
  readonly entryId?: string
  readonly effectiveOn?: CalendarDate
  readonly period?: { readonly from: CalendarDate }
  readonly root?: string
  readonly corrects?: string
}

/** The entry fields of a fact's data. */
export const entryOf = (fact: { readonly data: unknown }): EntryFields => (fact.data ?? {}) as EntryFields

/** The day on which a fact begins to hold; an undated fact holds from the day on which it was recorded, in Asia/Shanghai. */
export const effectiveDateOf = (event: { readonly data: unknown; readonly recordedAt: number }): CalendarDate => {
  const entry = entryOf(event)
  return entry.effectiveOn ?? entry.period?.from ?? dayOfInstant(event.recordedAt)
}

function chainRule(value: Readonly<Record<string, unknown>>): string | undefined {
  const named = Number(value['root'] !== undefined) + Number(value['corrects'] !== undefined)
  if (value['kind'] === 'correction') return named === 2 ? undefined : 'a correction names root and corrects'
  return named === 0 ? undefined : `a ${String(value['kind'])} names neither root nor corrects`
}

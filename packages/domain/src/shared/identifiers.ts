/** The stable names of the units of a district: opaque, for ever, never reused; codes are something else. */

import type * as t from 'io-ts'
import { brandedText, type StreamName } from '@grid-governance/event-sourcing'

/** Letters, digits and underscores, at most 60: what may stand in the name of a stream between its dots. */
const idGrammar = /^[A-Za-z0-9_]{1,60}$/

/** Looked up in a set, since `in` enters every text that it is asked about into the engine's table of names. */
const namesOfEveryObject: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype))

/** Ids are keys of records, so the names that every JavaScript object has (`constructor`, `__proto__`) are none. */
const isId = (text: string): boolean => idGrammar.test(text) && !namesOfEveryObject.has(text)

/** A district (区): the six digits of its division code at the time when its log was opened. */
export const DistrictId = brandedText('DistrictId', '6 digits', (text) => /^\d{6}$/.test(text))
export type DistrictId = t.TypeOf<typeof DistrictId>

/** A town or street (镇街): a level-1 grid. */
export const TownId = brandedText('TownId', '1 to 60 letters, digits, _', isId)
export type TownId = t.TypeOf<typeof TownId>

/** A community (社区): a level-2 grid. */
export const CommunityId = brandedText('CommunityId', '1 to 60 letters, digits, _', isId)
export type CommunityId = t.TypeOf<typeof CommunityId>

/** A level-3 grid (三级网格). */
export const GridId = brandedText('GridId', '1 to 60 letters, digits, _', isId)
export type GridId = t.TypeOf<typeof GridId>

/** A residential building (楼栋). */
export const BuildingId = brandedText('BuildingId', '1 to 60 letters, digits, _', isId)
export type BuildingId = t.TypeOf<typeof BuildingId>

/** A restructure plan (网格调整方案). */
export const PlanId = brandedText('PlanId', '1 to 60 letters, digits, _', isId)
export type PlanId = t.TypeOf<typeof PlanId>

/** One operation of a plan; unique within it. */
export const OperationId = brandedText('OperationId', '1 to 60 letters, digits, _', isId)
export type OperationId = t.TypeOf<typeof OperationId>

/** `category-district.instance`: streams name the district, since logs get merged. A district has one rule book and one register. */
export const streamOf = (category: string, district: DistrictId, instance?: string): StreamName =>
  `${category}-${district}${instance === undefined ? '' : `.${instance}`}` as StreamName

/** The district that a stream belongs to. */
export const districtOf = (stream: StreamName): DistrictId => {
  // Asked once for every fact of a replay: no arrays.
  const start = stream.indexOf('-') + 1
  const dot = stream.indexOf('.', start)
  return (dot === -1 ? stream.slice(start) : stream.slice(start, dot)) as DistrictId
}

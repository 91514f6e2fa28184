/** Steps from an older shape of a fact to the next: applied on read, never on disk. */

/** A fact as it stands in the log, before anything is known of its data. */
export interface RawFact {
  readonly type: string
  readonly schemaVersion: number
  readonly data: unknown
}

/** Turns one stored shape into the facts it means today or one step nearer: perhaps none, perhaps several, perhaps of another type. */
export interface Upcaster {
  readonly type: string
  readonly from: number
  readonly upcast: (data: unknown) => ReadonlyArray<RawFact>
}

/** Runs the steps until no step applies; a chain of more than 100 steps is a defect (two steps that undo each other). */
export const upcastAll = (upcasters: ReadonlyMap<string, Upcaster>, raw: RawFact, depth = 0): ReadonlyArray<RawFact> => {
  const step = upcasters.get(shapeName(raw))
  if (step === undefined) return [raw]
  if (depth >= 100) throw new Error(`The upcasters of ${shapeName(raw)} never end.`)
  return step.upcast(raw.data).flatMap((next) => upcastAll(upcasters, next, depth + 1))
}

/** `GridSplit@2`: the name of one stored shape. */
export const shapeName = (raw: { readonly type: string; readonly schemaVersion: number }): string => `${raw.type}@${raw.schemaVersion}`

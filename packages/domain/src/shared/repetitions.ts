/** Finding what stands twice in the lists of one request. */

import type { ListPlace, RepeatedInRequest } from './rejections.ts'

/** A value and the place where it stands. */
export interface PlacedValue { readonly value: string, readonly place: ListPlace }

/** Values with their places in a list of the command. */
export const placed = (list: string, values: ReadonlyArray<string>): ReadonlyArray<PlacedValue> =>
  values.map((value, ordinal) => ({ value, place: { list, ordinal } }))

/** The first value that stands twice, as a rejection under the rule that forbids it. */
export const repetitionIn = (rule: RepeatedInRequest['rule'], values: ReadonlyArray<PlacedValue>): RepeatedInRequest | undefined => {
  const seen = new Map<string, ListPlace>()
  for (const { value, place } of values) {
    const before = seen.get(value)
    if (before !== undefined) return { type: 'RepeatedInRequest', rule, value, places: [before, place] }
    seen.set(value, place)
  }
  return undefined
}

/** Arbitrary JSON trees: odd keys, all of Unicode, all numbers that may be stored. */

import fc from 'fast-check'
import type { JsonObject, JsonValue } from '../json.ts'

/** Keys that have caught canonicalizers, copiers and databases before. */
const oddKeys = ['', '0', '9', '10', '01', '-1', '1.5', '__proto__', 'constructor', 'toString', 'length', 'a', 'A', 'aa', 'ä', '€', '\u0080', '\ufb33', '😀', '汉字', '\u2028', ' ', "'", '/', '<']
/** Texts that JSON must escape. */
const oddTexts = ['e\u0301', '👩‍👩‍👧', '"', '\\', '\u0000', '\n', '\u001f', '\u007f']

/** Texts of well-formed Unicode, control characters and all planes among them. */
export const jsonTexts = (): fc.Arbitrary<string> => fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(...oddKeys, ...oddTexts),
)

/** Keys that may be stored: what JSON need not escape. */
export const jsonKeys = (): fc.Arbitrary<string> => fc.oneof(
  jsonTexts().map((text) => text.replaceAll(/["\\\u0000-\u001f]/g, '_')),
  fc.constantFrom(...oddKeys),
)

/** Numbers that may be stored: finite, and safe where they are whole. */
export const jsonNumbers = (): fc.Arbitrary<number> => fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value)),
  fc.constantFrom(0, -0, 1e-7, 0.1, 5e-324, 123456.789, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
)

/** JSON values of any kind that may be stored, at most a few levels deep; `keys` makes the keys of objects. */
export const jsonValues = (keys: fc.Arbitrary<string> = jsonKeys()): fc.Arbitrary<JsonValue> => trees(keys).value

/** JSON objects: what data and metadata of facts are. */
export const jsonObjects = (keys: fc.Arbitrary<string> = jsonKeys()): fc.Arbitrary<JsonObject> => trees(keys).object

function trees(keys: fc.Arbitrary<string>): { readonly value: fc.Arbitrary<JsonValue>, readonly object: fc.Arbitrary<JsonObject> } {
  return fc.letrec<{ value: JsonValue, object: JsonObject, array: ReadonlyArray<JsonValue> }>((tie) => ({
    value: fc.oneof({ maxDepth: 4, depthSize: 'small' }, fc.constant(null), fc.boolean(), jsonNumbers(), jsonTexts(), tie('object'), tie('array')),
    object: fc.array(fc.tuple(keys, tie('value')), { maxLength: 5 })
      .map((entries): JsonObject => Object.fromEntries(entries)),
    array: fc.array(tie('value'), { maxLength: 4 }),
  }))
}

/** The shape of a codec as plain JSON: what a golden file keeps of it, so that any change of a released shape shows. */

import { BrandedType, OneOfType, ShapeType, type FactDeclaration, type Fields } from '@grid-governance/event-sourcing'
import * as t from 'io-ts'

type Codec = FactDeclaration['data']

/** Fields by name (an optional one ends in `?`), lists in brackets, alternatives under `or`, values by their name and rule. */
export type ShapeWords = string | { readonly [field: string]: ShapeWords } | ReadonlyArray<ShapeWords> | { readonly or: ReadonlyArray<ShapeWords> }

export const shapeWords = (codec: Codec): ShapeWords => {
  if (isShape(codec)) return { ...ofFields(codec.required, ''), ...ofFields(codec.optional, '?') }
  if (codec instanceof OneOfType) return codec.words.map((word) => `'${String(word)}'`).join(' | ')
  if (codec instanceof t.ReadonlyArrayType) return [shapeWords(codec.type as Codec)]
  if (codec instanceof t.UnionType) return { or: (codec.types as ReadonlyArray<Codec>).map(shapeWords) }
  if (codec instanceof BrandedType) return `${codec.base}: ${codec.name}`
  return codec.name
}

function ofFields(fields: Fields, mark: string): Readonly<Record<string, ShapeWords>> {
  return Object.fromEntries(Object.entries(fields).map(([name, codec]) => [`${name}${mark}`, shapeWords(codec)]))
}

function isShape(codec: Codec): codec is Codec & ShapeType<Fields, Fields> {
  return codec instanceof ShapeType
}

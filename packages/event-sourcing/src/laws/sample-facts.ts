/** Arbitrary facts of a codec, made from its own declarations, so that nobody has to write an arbitrary of facts by hand. */

import fc from 'fast-check'
import * as t from 'io-ts'
import { derivedId } from '../derived-ids.ts'
import { entryVoided } from '../entry.ts'
import type { Fact } from '../fact.ts'
import type { FactCodec } from '../fact-codec.ts'
import { OneOfType, ShapeType } from '../shape.ts'
import { jsonValues } from './json-trees.ts'

export interface FactSamples<Type extends string = string> {
  /** Only facts of these types; all unless said otherwise. Withdrawals are never among them: `arbitraryLogs` makes them. */
  readonly types?: ReadonlyArray<Type>
  /** Values of codecs for which none can be found from outside, or for which others are wanted. */
  readonly values?: ReadonlyMap<t.Mixed, fc.Arbitrary<unknown>>
}

/**
 * Facts of a codec, with few different texts, numbers and days, so that they meet: in one model, and on one day. Throws where no value of
 * a codec is found; then `values` must have some.
 */
export const arbitraryFacts = <F extends Fact>(codec: Pick<FactCodec<F>, 'declarations' | 'decode'>, { types, values = new Map() }: FactSamples<F['type']> = {}): fc.Arbitrary<F> => {
  const wanted = (types ?? Object.keys(codec.declarations)).filter((type) => type !== entryVoided)
  const tables = wanted.flatMap((type) => {
    const declaration = codec.declarations[type]
    if (declaration === undefined) throw new Error(`The codec does not declare ${type}.`)
    // What its own codec takes is a fact of the union.
    return [valuesOf(declaration.data, type, values).map((data) => ({ type, schemaVersion: declaration.schemaVersion, data }) as unknown as F)]
  })
  if (tables.length === 0) throw new Error('There is no fact to be made: the codec declares none of the types asked for.')
  return fc.oneof(...tables)
}

type Known = ReadonlyMap<t.Mixed, fc.Arbitrary<unknown>>

function valuesOf(codec: t.Mixed, place: string, known: Known): fc.Arbitrary<unknown> {
  const given = known.get(codec)
  if (given !== undefined) return given
  if (codec instanceof ShapeType) return shapesOf(codec, place, known)
  if (codec instanceof OneOfType) return fc.constantFrom(...(codec as OneOfType<string>).words)
  return knownKindOf(codec as t.Type<unknown> & { readonly _tag?: string }, place, known) ?? fc.constantFrom(...passing(codec, place))
}

/** What begins a chain, and what corrects it, is for whoever makes a log. */
function shapesOf(codec: ShapeType<Readonly<Record<string, t.Mixed>>, Readonly<Record<string, t.Mixed>>>, place: string, known: Known): fc.Arbitrary<unknown> {
  const optional = Object.entries(codec.optional).filter(([name]) => name !== 'root' && name !== 'corrects')
  const fields = [...Object.entries(codec.required), ...optional].map(([name, field]) => [name, fieldOf(name, field, `${place}.${name}`, known)] as const)
  const all = fc.record(Object.fromEntries(fields), { requiredKeys: Object.keys(codec.required), noNullPrototype: true })
  return codec.rule === undefined ? all : those(all, codec, place)
}

function fieldOf(name: string, codec: t.Mixed, place: string, known: Known): fc.Arbitrary<unknown> {
  const kinds = name === 'kind' && codec instanceof OneOfType ? (codec as OneOfType<string>).words.filter((word) => word !== 'correction') : []
  return kinds.length > 0 ? fc.constantFrom(...kinds) : valuesOf(codec, place, known)
}

/** The values that a rule lets pass, where it is not too rare that it does. */
function those(all: fc.Arbitrary<unknown>, codec: t.Mixed, place: string): fc.Arbitrary<unknown> {
  if (!fc.sample(all, { numRuns: 300, seed: 1 }).some((value) => codec.is(value))) throw nothingFound(codec, place)
  return all.filter((value) => codec.is(value))
}

/** The kinds of io-ts that say what they are made of. */
function knownKindOf(codec: t.Type<unknown> & { readonly _tag?: string }, place: string, known: Known): fc.Arbitrary<unknown> | undefined {
  const below = (child: t.Mixed, name: string): fc.Arbitrary<unknown> => valuesOf(child, `${place}.${name}`, known)
  if (codec instanceof t.StringType) return fc.constantFrom(...texts)
  if (codec instanceof t.NumberType) return fc.constantFrom(...numbers)
  if (codec instanceof t.BooleanType) return fc.boolean()
  if (codec instanceof t.NullType) return fc.constant(null)
  if (codec instanceof t.UnknownType || codec instanceof t.AnyType) return jsonValues()
  if (codec instanceof t.LiteralType) return fc.constant(codec.value as unknown)
  if (codec instanceof t.KeyofType) return fc.constantFrom(...Object.keys(codec.keys as object))
  if (codec instanceof t.ArrayType || codec instanceof t.ReadonlyArrayType) return fc.array(below(codec.type as t.Mixed, '0'), { maxLength: 3 })
  if (codec instanceof t.TupleType) return fc.tuple(...(codec.types as ReadonlyArray<t.Mixed>).map((one, index) => below(one, String(index))))
  if (codec instanceof t.UnionType) return fc.oneof(...(codec.types as ReadonlyArray<t.Mixed>).map((one) => valuesOf(one, place, known)))
  if (codec instanceof t.RefinementType) return those(valuesOf(codec.type as t.Mixed, place, known), codec, place)
  if (codec instanceof t.ReadonlyType || codec instanceof t.ExactType) return valuesOf(codec.type as t.Mixed, place, known)
  if (codec instanceof t.DictionaryType) return fc.dictionary(valuesOf(codec.domain as t.Mixed, place, known) as fc.Arbitrary<string>, below(codec.codomain as t.Mixed, '*'), { maxKeys: 3, noNullPrototype: true })
  if (codec instanceof t.InterfaceType) return fc.record(propsOf(codec.props as Props, below), { noNullPrototype: true })
  if (codec instanceof t.PartialType) return fc.record(propsOf(codec.props as Props, below), { requiredKeys: [], noNullPrototype: true })
  if (codec instanceof t.IntersectionType) return fc.tuple(...(codec.types as ReadonlyArray<t.Mixed>).map((one) => valuesOf(one, place, known))).map((parts) => Object.assign({}, ...parts) as unknown)
  return undefined
}

type Props = Readonly<Record<string, t.Mixed>>

function propsOf(props: Props, below: (child: t.Mixed, name: string) => fc.Arbitrary<unknown>): Record<string, fc.Arbitrary<unknown>> {
  return Object.fromEntries(Object.entries(props).map(([name, codec]) => [name, below(codec, name)]))
}

/** Up to so many values of a codec that only says whether a value passes; days may be more, for they tell late facts from others. */
const fewValues = 3

function passing(codec: t.Mixed, place: string): ReadonlyArray<unknown> {
  const days = sampleDays.filter((day) => codec.is(day))
  const others = [...texts, ...numbers, ...names].filter((value) => codec.is(value))
  const found = others.length > 0 ? others.slice(0, fewValues) : days
  if (found.length === 0) throw nothingFound(codec, place)
  return found
}

function nothingFound({ name }: t.Mixed, place: string): Error {
  return new Error(`No value of ${place} (${name}) is known to these laws: give them some, as { values: new Map([[codec, arbitrary]]) }.`)
}

/** Around the first moment of a made-up log, since a fact without a day holds from the day on which it is recorded. */
const sampleDays = ['2023-11-30', '2023-12-31', '2024-01-01', '2024-01-02', '2024-01-05', '2024-02-29']
const texts = ['a', 'b', 'c']
const numbers = [0, 1, 2, 7, -1, 0.5]
/** What identifiers and codes often look like: digits in any number, names of streams and schemes, UUIDs, one line with punctuation. */
const names = [
  ...Array.from({ length: 20 }, (_, length) => [`${'1'.repeat(length)}2`, `${'1'.repeat(length)}3`, '44040200100100100100'.slice(0, length + 1)]).flat(),
  'A1', 'A2', 'a-1', 'a-2', 'clear@1', 'a.b', '#1', 'https://example.org/1', ...['1', '2'].map((name) => derivedId('sample', name) as string),
]

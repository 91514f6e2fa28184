// Codecs in words: the fields of a fact or command as rows of a table, and the rules of the values that stand in them.
import type { FactDeclaration } from '../../packages/event-sourcing/src/fact.ts'
import { BrandedType } from '../../packages/event-sourcing/src/brand.ts'
import { OneOfType, ShapeType, type Fields } from '../../packages/event-sourcing/src/shape.ts'

export type Codec = FactDeclaration['data']

/** A value with a name and a rule, as a reference explains it once for all the places where it stands. */
export interface NamedValue {
  readonly name: string
  readonly base: 'string' | 'number'
  readonly rule: string
}

/** The fields of a shape as a table in Markdown, without those told elsewhere; nested objects under their path: `targets[].gridId`. */
export function fieldTable(codec: Codec, toldElsewhere: readonly string[] = []): string {
  const rows = isShape(codec) ? rowsOf(codec, '', toldElsewhere) : rowsInside(codec, '')
  return rows.length === 0 ? '没有其他字段 No other fields.\n' : `| 字段 field | 必填 required | 值 value |\n| --- | --- | --- |\n${rows.join('')}`
}

/** Whether a shape has all of these fields, required or not. */
export function hasFields(codec: Codec, names: readonly string[]): boolean {
  return isShape(codec) && names.every((name) => Object.hasOwn(codec.required, name) || Object.hasOwn(codec.optional, name))
}

/** Every value with a rule that stands anywhere in a codec. */
export function namedValues(codec: Codec): readonly NamedValue[] {
  if (codec instanceof BrandedType) return [{ name: bareName(codec), base: codec.base, rule: codec.rule }]
  return partsOf(codec).flatMap(namedValues)
}

type Shape = ShapeType<Fields, Fields>

function partsOf(codec: Codec): readonly Codec[] {
  if (isShape(codec)) return [...Object.values(codec.required), ...Object.values(codec.optional)]
  return itemOf(codec) === undefined ? alternativesOf(codec) : [itemOf(codec) as Codec]
}

function rowsInside(codec: Codec, path: string): readonly string[] {
  if (isShape(codec)) return rowsOf(codec, path)
  const item = itemOf(codec)
  if (item !== undefined) return rowsInside(item, `${path}[]`)
  return alternativesOf(codec).flatMap((one) => (isShape(one) ? rowsOf(one, `${path}(${kindOf(one) ?? ''})`, ['kind']) : []))
}

function rowsOf(shape: Shape, path: string, told: readonly string[] = []): readonly string[] {
  const fields = [
    ...Object.entries(shape.required).map(([name, codec]) => ({ name, codec, required: '是 yes' })),
    ...Object.entries(shape.optional).map(([name, codec]) => ({ name, codec, required: '否 no' })),
  ]
  return fields
    .filter(({ name }) => !told.includes(name))
    .flatMap(({ name, codec, required }) => {
      const at = path === '' ? name : `${path}.${name}`
      return [`| \`${at}\` | ${required} | ${valueWords(codec)} |\n`, ...rowsInside(codec, at)]
    })
}

function valueWords(codec: Codec): string {
  const item = itemOf(codec)
  if (item !== undefined) return `列表 list: ${valueWords(item)}`
  if (codec instanceof BrandedType) return `\`${bareName(codec)}\``
  if (codec instanceof OneOfType) return codec.words.map((word) => `\`${String(word)}\``).join(' \\| ')
  if (isShape(codec)) return '对象 object'
  const alternatives = alternativesOf(codec)
  if (alternatives.length > 0) return alternatives.map((one) => `\`${kindOf(one) ?? one.name}\``).join(' \\| ')
  return plainWords[codec.name] ?? `\`${codec.name.replaceAll('|', '\\|')}\``
}

const plainWords: Readonly<Record<string, string>> = {
  string: '文本 text',
  boolean: '是或否 true or false',
  'a whole number from 0': '非负整数 whole number from 0',
  'one line of text, not blank, at most 200 characters': '一行文本，非空，不超过 200 字 one line of text, at most 200 characters',
  'one line of text, not blank, at most 40 characters': '一行文本，非空，不超过 40 字 one line of text, at most 40 characters',
  '1 to 60 letters, digits, . _ : -': '假名：1 至 60 个字母、数字或 . _ : - pseudonym: 1 to 60 letters, digits, . _ : -',
  'the name of a scheme, such as clear@1': '密封方式名，如 clear@1 name of a scheme, such as clear@1',
}

/** The name of a branded value without its rule. */
function bareName(codec: { readonly name: string }): string {
  return codec.name.split(' ')[0] ?? codec.name
}

/** By which word a shape in a union is told from the others. */
function kindOf(codec: Codec): string | undefined {
  const kind = isShape(codec) ? codec.required['kind'] : undefined
  return kind instanceof OneOfType ? String(kind.words[0]) : undefined
}

function isShape(codec: Codec): codec is Codec & Shape {
  return codec instanceof ShapeType
}

// The codecs of io-ts are told by their tags, since io-ts itself is no dependency of the scripts.
interface Tagged {
  readonly _tag?: string
  readonly type?: Codec
  readonly types?: readonly Codec[]
}

function itemOf(codec: Codec): Codec | undefined {
  const { _tag, type } = codec as Codec & Tagged
  return _tag === 'ReadonlyArrayType' || _tag === 'ArrayType' ? type : undefined
}

function alternativesOf(codec: Codec): readonly Codec[] {
  const { _tag, types } = codec as Codec & Tagged
  return _tag === 'UnionType' ? (types ?? []) : []
}

/** Object codecs that refuse unknown fields: one declaration is type, guard and wire format. */

import * as t from 'io-ts'
import * as E from 'fp-ts/lib/Either.js'

export type Fields = Readonly<Record<string, t.Mixed>>
export type NoFields = Readonly<Record<never, never>>

/** The value a shape describes. */
export type ShapeOf<R extends Fields, O extends Fields = NoFields> =
  { readonly [K in keyof R]: t.TypeOf<R[K]> } & { readonly [K in keyof O]?: t.TypeOf<O[K]> }

/** A rule over the whole object; yields a sentence when it is broken. */
export type ShapeRule = (value: Readonly<Record<string, unknown>>) => string | undefined

/** A codec of an object with exactly these fields. Its fields stay readable, for generated references and fast decoders. */
export class ShapeType<R extends Fields, O extends Fields = NoFields> extends t.Type<ShapeOf<R, O>> {
  readonly _tag = 'ShapeType' as const
  readonly required: R
  readonly optional: O
  readonly rule: ShapeRule | undefined
  readonly #fields = new Map<string, { readonly codec: t.Mixed, readonly required: boolean }>()
  readonly #requiredCount: number

  constructor(required: R, optional: O, rule: ShapeRule | undefined, name: string) {
    super(name,
      (value): value is ShapeOf<R, O> => this.#fits(value),
      // Only a value that does not fit is looked at closely enough to say why.
      (value, context) => this.#fits(value) ? t.success(value as ShapeOf<R, O>) : validateShape<R, O>(this, value, context),
      t.identity)
    this.required = required
    this.optional = optional
    this.rule = rule
    for (const [key, codec] of Object.entries(optional)) this.#fields.set(key, { codec, required: false })
    for (const [key, codec] of Object.entries(required)) this.#fields.set(key, { codec, required: true })
    this.#requiredCount = Object.keys(required).length
  }

  #fits(value: unknown): boolean {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    const record = value as Readonly<Record<string, unknown>>
    let missing = this.#requiredCount
    for (const key of Object.keys(record)) {
      const field = this.#fields.get(key)
      if (field === undefined || !field.codec.is(record[key])) return false
      if (field.required) missing -= 1
    }
    return missing === 0 && this.rule?.(record) === undefined
  }
}

/** An object with all `required` fields, perhaps some `optional` ones, and no others. */
export const shape = <const R extends Fields, const O extends Fields = NoFields>(
  required: R,
  optional?: O,
  rule?: ShapeRule,
): ShapeType<R, O> =>
  new ShapeType(required, (optional ?? {}) as O, rule, `{ ${[...Object.keys(required), ...Object.keys(optional ?? {}).map((key) => `${key}?`)].join(', ')} }`)

/** Readonly list of one kind of value. */
export const list = <C extends t.Mixed>(item: C): t.ReadonlyArrayC<C> => t.readonlyArray(item)

/** A whole number from 0 that JSON holds exactly; plain `number` to the compiler. */
export const wholeNumber: t.Type<number> = new t.Type<number>(
  'a whole number from 0',
  (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0,
  (value, context) => Number.isSafeInteger(value) && Number(value) >= 0 ? t.success(value as number) : t.failure(value, context),
  t.identity,
)

/** Text with a rule; plain `string` to the compiler. `rule` says it in words. */
export const ruledText = (rule: string, test: (text: string) => boolean): t.Type<string> => {
  const is = (value: unknown): value is string => typeof value === 'string' && test(value)
  return new t.Type<string>(rule, is, (value, context) => is(value) ? t.success(value) : t.failure(value, context), t.identity)
}

/** Whether a text is one line of what can be seen: no control characters, no breaks, nothing that turns the direction of writing. */
export const isPrintable = (text: string): boolean => !unprintable.test(text)

const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/** A line of text that says something. */
export const line: t.Type<string> = ruledText('one line of text, not blank, at most 200 characters', (text) => text.length <= 200 && text.trim() !== '' && isPrintable(text))

/** A few words, as a role has. */
export const words: t.Type<string> = ruledText('one line of text, not blank, at most 40 characters', (text) => text.length <= 40 && text.trim() !== '' && isPrintable(text))

/** The pseudonym of a person or an organisation: it tells nobody's name. */
export const reference: t.Type<string> = ruledText('1 to 60 letters, digits, . _ : -', (text) => /^[A-Za-z0-9._:-]{1,60}$/.test(text))

/** One of several words. */
export const oneOf = <const W extends ReadonlyArray<string>>(...words: W): t.Type<W[number]> => {
  const known = new Set<string>(words)
  const name = words.map((word) => `'${word}'`).join(' | ')
  const is = (value: unknown): value is W[number] => typeof value === 'string' && known.has(value)
  return new OneOfType(words, name, is)
}

/** The codec behind `oneOf`; its words stay readable for generated references. */
export class OneOfType<W extends string> extends t.Type<W> {
  readonly _tag = 'OneOfType' as const
  readonly words: ReadonlyArray<W>

  constructor(words: ReadonlyArray<W>, name: string, is: (value: unknown) => value is W) {
    super(name, is, (value, context) => is(value) ? t.success(value) : t.failure(value, context), t.identity)
    this.words = words
  }
}

/** The problems of a failed decode, each naming the place, what stood there and what was expected. */
export const problemsOf = (errors: t.Errors): ReadonlyArray<string> =>
  [...new Set(errors.map(describeError))]

function validateShape<R extends Fields, O extends Fields>(
  shapeType: ShapeType<R, O>, value: unknown, context: t.Context,
): t.Validation<ShapeOf<R, O>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return t.failure(value, context)
  const record = value as Readonly<Record<string, unknown>>
  const errors: t.ValidationError[] = []
  const check = (key: string, codec: t.Mixed): void => {
    const result = codec.validate(record[key], t.appendContext(context, key, codec, record[key]))
    if (E.isLeft(result)) errors.push(...result.left)
  }
  for (const [key, codec] of Object.entries(shapeType.required)) check(key, codec)
  for (const [key, codec] of Object.entries(shapeType.optional)) {
    if (Object.hasOwn(record, key)) check(key, codec)
  }
  for (const key of Object.keys(record)) {
    if (!Object.hasOwn(shapeType.required, key) && !Object.hasOwn(shapeType.optional, key)) {
      errors.push({ value: record[key], context: t.appendContext(context, key, t.never), message: `${pathOf(context, key)} is not a known field` })
    }
  }
  if (errors.length > 0) return t.failures(errors)
  const broken = shapeType.rule?.(record)
  return broken === undefined ? t.success(value as ShapeOf<R, O>) : t.failure(value, context, `${pathOf(context)}: ${broken}`)
}

function describeError(error: t.ValidationError): string {
  if (error.message !== undefined) return error.message
  const last = error.context.at(-1)
  return `${pathOf(error.context)} is ${show(error.value)}, expected ${last?.type.name ?? 'another value'}`
}

function pathOf(context: t.Context, key?: string): string {
  const steps = context.map((entry) => entry.key).concat(key ?? []).filter((step) => step !== '')
  return steps.length === 0 ? 'the value' : steps.join('.')
}

function show(value: unknown): string {
  if (value === undefined) return 'missing'
  const text = textOf(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    // A BigInt, or a value that stands within itself.
    return typeof value === 'object' ? 'an object that is not JSON' : `${String(value)} (${typeof value})`
  }
}

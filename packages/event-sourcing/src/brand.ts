/** Branded values: text and numbers with a rule, told apart by the compiler. */

import * as t from 'io-ts'

/** The mark that keeps two branded types apart; it exists for the compiler only. */
export interface Brand<Name extends string> { readonly __brand: Name }

/** The codec of a branded value; its base and rule stay readable for generated references. */
export class BrandedType<Base extends string | number, Name extends string> extends t.Type<Base & Brand<Name>, Base & Brand<Name>> {
  readonly _tag = 'BrandedType' as const
  readonly base: 'string' | 'number'
  /** What the rule asks for, in words: "15 digits". */
  readonly rule: string

  constructor(name: Name, base: 'string' | 'number', rule: string, test: (value: never) => boolean) {
    const is = (value: unknown): value is Base & Brand<Name> => typeof value === base && test(value as never)
    super(`${name} (${rule})`, is, (value, context) => is(value) ? t.success(value) : t.failure(value, context), t.identity)
    this.base = base
    this.rule = rule
  }
}

/** Text with a rule; `rule` says it in words, for error messages and references. */
export const brandedText = <const Name extends string>(name: Name, rule: string, test: (text: string) => boolean): BrandedType<string, Name> =>
  new BrandedType(name, 'string', rule, test)

/** A number with a rule. */
export const brandedNumber = <const Name extends string>(name: Name, rule: string, test: (value: number) => boolean): BrandedType<number, Name> =>
  new BrandedType(name, 'number', rule, test)

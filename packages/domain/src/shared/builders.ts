/** Makers of builders: facts and commands with made-up content, so that a test names only what matters to it. */

import type * as t from 'io-ts'
import { ShapeType, type CommandTable, type FactTable } from '@grid-governance/event-sourcing'
import type { RuleSet } from './rule-set.ts'
import { ruleSetOfTheCase } from './rule-set-of-the-case.ts'

/** The same value without brands, as a test writes it down. */
export type Plain<A> =
  A extends { readonly __brand: string } ? (A extends string ? string : number)
    : A extends ReadonlyArray<infer Item> ? ReadonlyArray<Plain<Item>>
      : A extends object ? { readonly [Key in keyof A]: Plain<A[Key]> }
        : A

type Dating = 'entryId' | 'kind' | 'effectiveOn' | 'root' | 'corrects'

/** What is made up for one type; the dating may be left to the builder. */
export type MadeUp<Data> = Plain<Omit<Data, Dating>> & { readonly [Key in Dating & keyof Data]?: Plain<Data[Key]> }

export type FactBuilders<Table extends FactTable> = {
  readonly [Type in keyof Table & string]: (named?: Partial<Plain<t.TypeOf<Table[Type]['data']>>>) =>
  { readonly type: Type, readonly schemaVersion: number, readonly data: t.TypeOf<Table[Type]['data']> }
}

export type CommandBuilders<Table extends CommandTable> = {
  readonly [Type in keyof Table & string]: (named?: Partial<Plain<t.TypeOf<Table[Type]>>>) => { readonly type: Type, readonly data: t.TypeOf<Table[Type]> }
}

/** The day on which made-up facts take effect unless a test says otherwise. */
export const madeUpDay = '2018-07-01'

/** The rules of the case, save what a test names. */
export const ruleSetOf = (named: Partial<Plain<RuleSet>> = {}): RuleSet => ({ ...ruleSetOfTheCase, ...named }) as RuleSet

/** A builder for each fact of a table. The entry id tells type, units and day; naming a root makes a correction. */
export const factBuilders = <const Table extends FactTable>(
  table: Table, madeUp: { readonly [Type in keyof Table & string]: MadeUp<t.TypeOf<Table[Type]['data']>> },
): FactBuilders<Table> =>
  Object.fromEntries(Object.entries(table).map(([type, declaration]) => [type, (named: object = {}) => {
    const data = dated(declaration.data, { ...(madeUp[type] as object), ...named })
    const entryId = asksFor(declaration.data, 'entryId') ? { entryId: entryIdFor(type, data) } : {}
    return { type, schemaVersion: declaration.schemaVersion, data: { ...entryId, ...data } }
    // Each entry has the type that its own row of the table declares.
  }])) as unknown as FactBuilders<Table>

/** A builder for each command of a table; naming a root makes a correction. */
export const commandBuilders = <const Table extends CommandTable>(
  table: Table, madeUp: { readonly [Type in keyof Table & string]: MadeUp<t.TypeOf<Table[Type]>> },
): CommandBuilders<Table> =>
  Object.fromEntries(Object.entries(table).map(([type, codec]) => [type, (named: object = {}) => ({ type, data: dated(codec, { ...(madeUp[type] as object), ...named }) })])) as unknown as
  CommandBuilders<Table>

function dated(codec: t.Mixed, data: object): Readonly<Record<string, unknown>> {
  return {
    ...(asksFor(codec, 'kind') ? { kind: 'root' in data ? 'correction' : 'change' } : {}),
    ...(asksFor(codec, 'effectiveOn') ? { effectiveOn: madeUpDay } : {}),
    ...data,
  }
}

function asksFor(codec: t.Mixed, field: string): boolean {
  return codec instanceof ShapeType && Object.hasOwn(codec.required, field)
}

function entryIdFor(type: string, data: Readonly<Record<string, unknown>>): string {
  const building = typeof data['building'] === 'object' && data['building'] !== null && 'buildingId' in data['building'] ? data['building'].buildingId : undefined
  const units = ['edition', 'townId', 'gridId', 'buildingId'].map((key) => data[key]).filter((unit) => typeof unit === 'string' && /^[A-Za-z0-9._:-]+$/.test(unit))
  const community = units.length === 0 ? [data['communityId'] ?? data['root'] ?? data['districtId']] : []
  return [type, ...units, ...community, building, data['effectiveOn'], data['root'] === undefined ? undefined : 'corrected'].filter((part) => part !== undefined).join('.').slice(0, 100)
}

/** A value as a test writes it down, without brands. */
export const written = <A>(plain: Partial<Plain<A>>): Partial<A> => plain as Partial<A>

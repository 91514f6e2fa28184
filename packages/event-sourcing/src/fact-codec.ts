/** The codec of a union of facts: checks what goes into the log and what comes out of it. */

import * as E from 'fp-ts/lib/Either.js'
import type { Fact, FactDeclaration, FactOf, FactTable } from './fact.ts'
import { problemsOf } from './shape.ts'
import { shapeName, upcastAll, type RawFact, type Upcaster } from './upcaster.ts'

/** A stored or offered fact that no declaration understands; infrastructure carries it as a failure. */
export interface UndecodableFact {
  readonly tag: 'UndecodableFact'
  readonly type: string
  readonly schemaVersion: number
  /** One sentence for each thing that is wrong, with its place. */
  readonly problems: ReadonlyArray<string>
}

export interface FactCodec<F extends Fact> {
  /** The types that this codec knows, with the version that is written now. */
  readonly declarations: Readonly<Record<string, FactDeclaration>>
  readonly upcasters: ReadonlyArray<Upcaster>
  /** Checks a fact before it is stored: only the version written now is accepted. */
  readonly encode: (fact: F) => E.Either<UndecodableFact, RawFact>
  /** Checks and upcasts a stored fact: 0..n facts of today. */
  readonly decode: (raw: RawFact) => E.Either<UndecodableFact, ReadonlyArray<F>>
  /** Upcasts without checking: only for what a verified chain or this process's own check vouches for. */
  readonly trust: (raw: RawFact) => ReadonlyArray<F>
}

/** The codec of a table of facts and the upcasters of its older shapes. */
export const factCodec = <const Table extends FactTable>(
  table: Table, upcasters: ReadonlyArray<Upcaster> = [],
): FactCodec<FactOf<Table>> => buildCodec<FactOf<Table>>(table, upcasters)

/** The codec of several concepts together; the same type in two tables must be the very same declaration. */
export const mergeCodecs = <const C extends ReadonlyArray<CodecParts>>(...codecs: C): FactCodec<FactsOfCodecs<C>> => {
  const declarations: Record<string, FactDeclaration> = {}
  for (const codec of codecs) {
    for (const [type, declaration] of Object.entries(codec.declarations)) {
      if (declarations[type] !== undefined && declarations[type].data !== declaration.data) throw new Error(`Two concepts declare ${type} differently.`)
      declarations[type] = declaration
    }
  }
  return buildCodec<FactsOfCodecs<C>>(declarations, codecs.flatMap((codec) => codec.upcasters))
}

/** What merging needs of a codec. */
export type CodecParts = Pick<FactCodec<Fact>, 'declarations' | 'upcasters'>

/** The union of the facts of several codecs. */
export type FactsOfCodecs<C extends ReadonlyArray<unknown>> = C[number] extends infer One ? One extends FactCodec<infer F> ? F : never : never

function buildCodec<F extends Fact>(declarations: FactTable, upcasters: ReadonlyArray<Upcaster>): FactCodec<F> {
  const steps = stepsByShape(upcasters)
  const check = (raw: RawFact): E.Either<UndecodableFact, F> => {
    const declaration = Object.hasOwn(declarations, raw.type) ? declarations[raw.type] : undefined
    if (declaration === undefined) return undecodable(raw, [`${raw.type} is not a known fact`])
    if (declaration.schemaVersion !== raw.schemaVersion) {
      return undecodable(raw, [`${shapeName(raw)} has no upcaster to version ${declaration.schemaVersion}; it may come from a newer release`])
    }
    const result = declaration.data.decode(raw.data)
    return E.isLeft(result) ? undecodable(raw, problemsOf(result.left)) : E.right(raw as F)
  }
  return {
    declarations,
    upcasters,
    encode: check,
    decode: (raw) => steps.has(shapeName(raw)) ? checkAll(upcastAll(steps, raw), check) : E.map((one: F): ReadonlyArray<F> => [one])(check(raw)),
    trust: (raw) => (steps.size === 0 ? [raw] : upcastAll(steps, raw)) as ReadonlyArray<F>,
  }
}

function stepsByShape(upcasters: ReadonlyArray<Upcaster>): ReadonlyMap<string, Upcaster> {
  const steps = new Map<string, Upcaster>()
  for (const step of upcasters) {
    const name = shapeName({ type: step.type, schemaVersion: step.from })
    if (steps.has(name)) throw new Error(`${name} has two upcasters.`)
    steps.set(name, step)
  }
  return steps
}

function checkAll<F>(raws: ReadonlyArray<RawFact>, check: (raw: RawFact) => E.Either<UndecodableFact, F>): E.Either<UndecodableFact, ReadonlyArray<F>> {
  const facts: F[] = []
  for (const raw of raws) {
    const result = check(raw)
    if (E.isLeft(result)) return result
    facts.push(result.right)
  }
  return E.right(facts)
}

function undecodable(raw: RawFact, problems: ReadonlyArray<string>): E.Left<UndecodableFact> {
  return { _tag: 'Left', left: { tag: 'UndecodableFact', type: raw.type, schemaVersion: raw.schemaVersion, problems } }
}

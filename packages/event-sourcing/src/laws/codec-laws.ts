/** The laws of fact codecs: what is written is read back, what is unknown is refused, and every shape ever stored is still understood. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { Fact } from '../fact.ts'
import type { FactCodec } from '../fact-codec.ts'
import { shapeName } from '../upcaster.ts'
import { assertSame, show } from '../testing/differences.ts'
import { lawFor, type Law } from './law.ts'

/** One stored fact as it stands in a log, kept for ever; `facts` are what it means today, itself where it has the shape of today. */
export interface Golden {
  readonly data: unknown
  readonly facts?: ReadonlyArray<Fact>
}

export interface CodecUnderLaw<F extends Fact> {
  readonly codec: FactCodec<F>
  /** Facts of every type that the codec knows. */
  readonly facts: fc.Arbitrary<F>
  /** One golden for each shape ever written, by its name: `GridSplit@2`. */
  readonly goldens: Readonly<Record<string, Golden>>
  /** 200 runs unless said otherwise. */
  readonly numRuns?: number
}

/** All laws of codecs. */
export const codecLaws = <F extends Fact>({ codec, facts, goldens, numRuns = 200 }: CodecUnderLaw<F>): ReadonlyArray<Law> => [
  lawFor('a fact that is encoded, written as JSON, read and decoded is the same fact', facts, numRuns, (fact) => {
    const encoded = codec.encode(fact)
    if (E.isLeft(encoded)) throw new Error(`the codec refuses ${show(fact)}: ${encoded.left.problems.join('; ')}`)
    const decoded = codec.decode(JSON.parse(JSON.stringify(encoded.right)))
    if (E.isLeft(decoded)) throw new Error(`the codec does not read back ${show(fact)}: ${decoded.left.problems.join('; ')}`)
    assertSame('another fact came back', decoded.right, [fact])
  }),
  lawFor('a fact with a field that its shape does not know is refused', facts, numRuns, (fact) => {
    const strange = { ...fact, data: { ...Object(fact.data) as object, fieldOfTheFuture: 1 } }
    if (E.isRight(codec.encode(strange))) throw new Error(`encode takes ${show(strange)}`)
    if (E.isRight(codec.decode(strange))) throw new Error(`decode takes ${show(strange)}`)
  }),
  lawFor('a fact of an unknown type or of a newer version is refused', facts, numRuns, (fact) => {
    for (const strange of [{ ...fact, type: `${fact.type}OfTheFuture` }, { ...fact, schemaVersion: fact.schemaVersion + 1 }]) {
      if (E.isRight(codec.decode(strange))) throw new Error(`decode takes ${show(strange)}`)
      if (E.isRight(codec.encode(strange))) throw new Error(`encode takes ${show(strange)}`)
    }
  }),
  { name: 'the arbitrary facts are of every type', check: () => {
    const seen = new Set(fc.sample(facts, { numRuns: 1000, seed: 1 }).map((fact) => fact.type as string))
    assertSame('not of these types', [...seen].sort(), Object.keys(codec.declarations).sort())
  } },
  { name: 'every shape ever written has a golden, and no golden is of another shape', check: () => {
    assertSame('not these shapes', Object.keys(goldens).sort(), shapesOf(codec))
  } },
  { name: 'every golden is still read, and means what it meant', check: () => {
    for (const [name, golden] of Object.entries(goldens)) checkGolden(codec, name, golden)
  } },
]

/** The names of all shapes that a codec reads: those written now, and those that an upcaster starts from. */
export const shapesOf = (codec: Pick<FactCodec<Fact>, 'declarations' | 'upcasters'>): ReadonlyArray<string> => [...new Set([
  ...Object.entries(codec.declarations).map(([type, { schemaVersion }]) => shapeName({ type, schemaVersion })),
  ...codec.upcasters.map(({ type, from }) => shapeName({ type, schemaVersion: from })),
])].sort()

function checkGolden<F extends Fact>(codec: FactCodec<F>, name: string, { data, facts }: Golden): void {
  const at = name.lastIndexOf('@')
  const stored = { type: name.slice(0, at), schemaVersion: Number(name.slice(at + 1)), data }
  const decoded = codec.decode(JSON.parse(JSON.stringify(stored)))
  if (E.isLeft(decoded)) throw new Error(`${name} is not read: ${decoded.left.problems.join('; ')}`)
  assertSame(`${name} means something else`, decoded.right, facts ?? [stored])
  assertSame(`${name} is trusted to mean something else than it is decoded to`, codec.trust(stored), decoded.right)
}

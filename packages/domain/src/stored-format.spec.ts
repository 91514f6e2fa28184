/** The stored format is frozen: each shape that was ever released has a golden file in `golden/`, and is read today as that file says. */

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { shapeName, type Fact, type FactDeclaration } from '@grid-governance/event-sourcing'
import { applyLaws, codecLaws } from '@grid-governance/event-sourcing/laws'
import { governanceCodec } from './governance-codec.ts'
import type { GovernanceEvent } from './governance-event.ts'
import { shapeWords } from './testing/shape-words.ts'

/** What is kept of one shape. Examples are data as it stands in a log; of an older shape, each with the facts that it means today. */
interface Golden {
  readonly shape: unknown
  readonly examples: ReadonlyArray<{ readonly data: unknown, readonly becomes?: ReadonlyArray<Fact> }>
}

const folder = join(import.meta.dirname, '..', 'golden')
const goldens = new Map(readdirSync(folder).map((file) => [file.replace(/\.json$/, ''), JSON.parse(readFileSync(join(folder, file), 'utf8')) as Golden]))
const declared = Object.entries(governanceCodec.declarations).map(([type, declaration]) =>
  [shapeName({ type, schemaVersion: declaration.schemaVersion }), type, declaration] as const)
const today = new Set(declared.map(([name]) => name))

describe.each(declared)('the fact %s', (name, type, declaration) => {
  it('has a golden file', () => {
    expect(goldens.has(name), `Write packages/domain/golden/${name}.json; begin with ${JSON.stringify({ shape: shapeWords(declaration.data), examples: [] })}`).toBe(true)
  })

  it('still has the shape that was released', () => {
    if (goldens.has(name)) expect(shapeWords(declaration.data), `A released shape is never changed: write a new version of ${type} and an upcaster (docs/how-to/change-a-shape.md).`)
      .toEqual(goldens.get(name)?.shape)
  })

  it('has every shape before it, each with an upcaster', () => {
    const earlier = Array.from({ length: declaration.schemaVersion - 1 }, (_, index) => shapeName({ type, schemaVersion: index + 1 }))
    const steps = new Set(governanceCodec.upcasters.map((step) => shapeName({ type: step.type, schemaVersion: step.from })))
    expect(earlier.filter((shape) => !goldens.has(shape) || !steps.has(shape))).toEqual([])
  })
})

describe.each([...goldens])('the golden file of %s', (name, { shape, examples }) => {
  const [type = '', version] = name.split('@')
  const raw = (data: unknown) => ({ type, schemaVersion: Number(version), data })

  it('has an example for every field and every alternative', () => {
    expect(examples.length).toBeGreaterThan(0)
    const declaration: FactDeclaration | undefined = today.has(name) ? governanceCodec.declarations[type] : undefined
    if (declaration !== undefined) expect(unexampled(shape, examples.map(({ data }) => data), '')).toEqual([])
  })

  it.each(examples)('is read as it says: example %#', ({ data, becomes }) => {
    expect(today.has(name) || becomes !== undefined, 'an example of an older shape says what it becomes').toBe(true)
    expect(governanceCodec.decode(raw(data))).toEqual(E.right(becomes ?? [raw(data)]))
  })
})

describe('the codec of all facts', () => {
  const ofToday = [...goldens].filter(([name]) => today.has(name)).flatMap(([name, { examples }]) => {
    const [type = '', version] = name.split('@')
    return examples.map(({ data }) => ({ type, schemaVersion: Number(version), data }) as GovernanceEvent)
  })
  const first = Object.fromEntries([...goldens].map(([name, { examples: [example] }]) =>
    [name, { data: example?.data, ...(example?.becomes === undefined ? {} : { facts: example.becomes }) }]))
  applyLaws(codecLaws({ codec: governanceCodec, facts: fc.constantFrom(...ofToday), goldens: first }), it)
})

/** The fields and alternatives of a shape of which no example has anything. */
function unexampled(shape: unknown, values: ReadonlyArray<unknown>, path: string): ReadonlyArray<string> {
  if (values.length === 0) return [path]
  if (Array.isArray(shape)) return unexampled(shape[0], values.flat(), `${path}[]`)
  if (typeof shape !== 'object' || shape === null) return []
  if ('or' in shape) return (shape.or as ReadonlyArray<Readonly<Record<string, unknown>>>).flatMap((one) => unexampled(one, values.filter((value) => isKind(one, value)), `${path}(${String(one['kind'])})`))
  return Object.entries(shape).flatMap(([field, inner]) => {
    const name = field.replace(/\?$/, '')
    const found = values.flatMap((value) => Object.hasOwn(value as object, name) ? [Reflect.get(value as object, name)] : [])
    return unexampled(inner, found, `${path}.${name}`)
  })
}

function isKind(shape: Readonly<Record<string, unknown>>, value: unknown): boolean {
  return shape['kind'] === `'${String(Reflect.get(value as object, 'kind'))}'`
}

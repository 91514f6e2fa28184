/** Facts made from declarations: every kind of codec has values, and what is made passes its own codec. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { describe, expect, test } from 'vitest'
import { brandedText } from '../brand.ts'
import { CalendarDate } from '../calendar-date.ts'
import { dated, entryOf } from '../entry.ts'
import { fact, type FactOf } from '../fact.ts'
import { factCodec } from '../fact-codec.ts'
import { StreamName, Uuid } from '../identifiers.ts'
import { arbitraryFacts, arbitraryLogs } from '../laws.ts'
import { Sealed } from '../sealed.ts'
import { line, list, oneOf, shape, wholeNumber } from '../shape.ts'
import { codec as shelves } from '../shelves.spec-domain.ts'

const licence = brandedText('Licence', 'a letter and four digits', (text) => /^[A-Z]\d{4}$/.test(text))
const table = {
  EverythingSaid: fact(3, dated({
    text: t.string, number: t.number, whole: wholeNumber, int: t.Int, truth: t.boolean, nothing: t.null, word: oneOf('yes', 'no'), on: CalendarDate, id: Uuid, stream: StreamName,
    code: brandedText('Code', '15 digits', (text) => /^\d{15}$/.test(text)), line, sealed: Sealed, any: t.unknown, either: t.union([t.string, t.null]), fixed: t.literal('fixed'),
    key: t.keyof({ one: null, two: null }), pair: t.tuple([t.string, t.number]), items: list(shape({ name: t.string })), array: t.array(t.number), record: t.record(t.string, t.number),
    object: t.type({ a: t.string }), part: t.partial({ b: t.string }), both: t.intersection([t.type({ a: t.string }), t.partial({ b: t.number })]),
    exact: t.exact(t.type({ a: t.string })), fixedObject: t.readonly(t.type({ a: t.string })),
  }, { perhaps: t.string })),
  RangeSet: fact(1, shape({ min: wholeNumber, max: wholeNumber }, undefined, ({ min, max }) => Number(min) <= Number(max) ? undefined : 'min is at most max')),
}
const codec = factCodec(table)

describe('facts made of declarations', () => {
  test('pass the codec, whatever kinds it is made of', () => fc.assert(fc.property(arbitraryFacts(codec), (one) => { expect(codec.encode(one)).toEqual(E.right(one)) }), { numRuns: 40 }))

  test('are of every type that is asked for, with and without what is optional, on several days', () => {
    const all = fc.sample(arbitraryFacts(codec), { numRuns: 300, seed: 1 })
    const said = all.flatMap((one) => one.type === 'EverythingSaid' ? [one.data] : [])
    expect(new Set(all.map(({ type }) => type))).toEqual(new Set(Object.keys(table)))
    expect(new Set(said.map((data) => data.perhaps !== undefined))).toEqual(new Set([true, false]))
    expect(new Set(said.map((data) => data.effectiveOn)).size).toBeGreaterThan(3)
    expect(new Set(said.map((data) => data.code)).size).toBeGreaterThan(1)
    expect(new Set(fc.sample(arbitraryFacts(codec, { types: ['RangeSet'] }), 20).map(({ type }) => type))).toEqual(new Set(['RangeSet']))
  })

  test('begin chains, and are corrected and taken back by the log that they are put into', () => {
    const logs = fc.sample(arbitraryLogs(arbitraryFacts(shelves), { codec: shelves }), { numRuns: 100, seed: 1 })
    expect(logs.flat().some((event) => event.type === 'EntryVoided')).toBe(true)
    expect(logs.flat().some((event) => event.type === 'BooksCounted' && entryOf(event).corrects !== undefined)).toBe(true)
    expect(logs.flat().some(({ metadata }) => metadata.append.of > 2)).toBe(true)
    for (const { type, schemaVersion, data } of logs.flat()) expect(E.isRight(shelves.decode({ type, schemaVersion, data }))).toBe(true)
  })

  test('are never corrected or taken back where their codec knows no such thing', () => {
    const firm = factCodec({ Said: fact(1, shape({ entryId: t.string, what: t.string })) })
    const logs = fc.sample(arbitraryLogs<FactOf<{ Said: (typeof firm)['declarations'][string] }>>(arbitraryFacts(firm) as never, { codec: firm }), { numRuns: 100, seed: 1 })
    expect(new Set(logs.flat().map(({ type, data }) => `${type} ${Object.keys(data as object).sort().join()}`))).toEqual(new Set(['Said entryId,kind,what']))
  })

  test('of a codec of which nothing can be guessed are asked for by its name and place', () => {
    const odd = factCodec({ LicenceGiven: fact(1, shape({ to: shape({ licence }) })) })
    expect(() => arbitraryFacts(odd)).toThrow('No value of LicenceGiven.to.licence (Licence (a letter and four digits)) is known to these laws')
    expect(fc.sample(arbitraryFacts(odd, { values: new Map([[licence, fc.constant('B1234')]]) }), 1)).toEqual([{ type: 'LicenceGiven', schemaVersion: 1, data: { to: { licence: 'B1234' } } }])
  })

  test('of no type cannot be made', () => {
    expect(() => arbitraryFacts(codec, { types: [] })).toThrow('There is no fact to be made')
    expect(() => arbitraryFacts<{ readonly type: 'Unsaid', readonly schemaVersion: 1, readonly data: unknown }>(codec as never, { types: ['Unsaid'] })).toThrow('The codec does not declare Unsaid.')
  })

  test('of a rule that next to nothing passes are asked for', () => {
    const rare = factCodec({ Rare: fact(1, shape({ number: t.number }, undefined, ({ number }) => number === 1234 ? undefined : 'it is 1234')) })
    expect(() => arbitraryFacts(rare)).toThrow('No value of Rare')
  })
})

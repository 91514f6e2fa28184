/** Shapes: exactly the fields that are declared, and a sentence for everything that is wrong. */

import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { CalendarDate } from './calendar-date.ts'
import { list, oneOf, problemsOf, shape, wholeNumber } from './shape.ts'

const Place = shape({ name: t.string, tags: list(t.string) }, { floor: wholeNumber })
const Visit = shape({ on: CalendarDate, to: Place, kind: oneOf('walk', 'call') }, {}, ({ kind, on }) => kind === 'call' && on === '2024-01-01' ? 'nobody calls at New Year' : undefined)
const visit = { on: '2024-01-02', to: { name: 'S1', tags: ['a'] }, kind: 'walk' }

describe('a shape', () => {
  test('takes exactly its fields, and gives back the very value', () => {
    const result = Visit.decode(visit)
    expect(E.isRight(result) && result.right).toBe(visit)
    expect(E.isRight(Visit.decode({ ...visit, to: { ...visit.to, floor: 3 } }))).toBe(true)
  })

  test.each<readonly [string, unknown, ReadonlyArray<string>]>([
    ['a field missing', { on: '2024-01-02', kind: 'walk' }, ['to is missing, expected { name, tags, floor? }']],
    ['a field of another kind', { ...visit, to: { name: 7, tags: ['a', 1] } }, ['to.name is 7, expected string', 'to.tags.1 is 1, expected string']],
    ['a field too many', { ...visit, fun: 1, to: { ...visit.to, roof: 1 } }, ['to.roof is not a known field', 'fun is not a known field']],
    ['an optional field without a value', { ...visit, to: { ...visit.to, floor: undefined } }, ['to.floor is missing, expected a whole number from 0']],
    ['another word', { ...visit, kind: 'swim' }, ["kind is \"swim\", expected 'walk' | 'call'"]],
    ['a rule broken', { ...visit, kind: 'call', on: '2024-01-01' }, ['the value: nobody calls at New Year']],
    ['a list instead', [visit], ['the value is [{"on":"2024-01-02","to":{"name":"S1","tags":["a"]},"kind..., expected { on, to, kind }']],
    ['null instead', null, ['the value is null, expected { on, to, kind }']],
    ['nothing instead', undefined, ['the value is missing, expected { on, to, kind }']],
    ['a BigInt, which JSON cannot show', { ...visit, on: 10n }, ['on is 10 (bigint), expected CalendarDate (a day as YYYY-MM-DD)']],
  ])('with %s says so', (_, value, problems) => {
    const result = Visit.decode(value)
    expect(E.isLeft(result) && problemsOf(result.left)).toEqual(problems)
  })

  test('a value that stands within itself is refused, not followed', () => {
    const cyclic: { on?: unknown } = {}
    cyclic.on = cyclic
    expect(E.isLeft(Visit.decode(cyclic)) && Visit.is(cyclic)).toBe(false)
  })

  test('refuses a field called __proto__', () => {
    expect(Place.is(JSON.parse('{"name":"S1","tags":[],"__proto__":{}}'))).toBe(false)
  })

  test('keeps its fields readable, for references that are generated', () => {
    expect([Object.keys(Place.required), Object.keys(Place.optional), Place.name]).toEqual([['name', 'tags'], ['floor'], '{ name, tags, floor? }'])
  })

  test('is its type', () => {
    expectTypeOf<t.TypeOf<typeof Place>>().toEqualTypeOf<{ readonly name: string, readonly tags: ReadonlyArray<string> } & { readonly floor?: number }>()
    expectTypeOf<t.TypeOf<typeof Visit>['kind']>().toEqualTypeOf<'walk' | 'call'>()
  })
})

test.each([[0, true], [2 ** 53 - 1, true], [-1, false], [0.5, false], [2 ** 53, false], [Number.NaN, false], ['1', false]])('%j is a whole number: %s', (value, is) => {
  expect([wholeNumber.is(value), E.isRight(wholeNumber.decode(value))]).toEqual([is, is])
})

/** The grammar of names, and the two parts of a stream name. */

import { describe, expect, test } from 'vitest'
import { categoryOf, EntryId, instanceOf, isAfter, isCategory, Position, StreamName, Uuid } from './identifiers.ts'

describe('a stream name', () => {
  test.each(['a-1', 'gridMap-440402.C1', 'pointsAccount-440402.M0042.2018', 'x-A~b_c.d-e-', `${'a'.repeat(64)}-${'1'.repeat(190)}`])('may be %s', (name) => {
    expect(StreamName.is(name)).toBe(true)
    expect(isCategory(categoryOf(name))).toBe(true)
    expect(`${categoryOf(name)}-${instanceOf(name)}`).toBe(name)
  })

  test.each(['', 'a', 'a-', '-1', 'A-1', '1a-1', 'a_b-1', '$a-1', 'a- 1', 'a-1/2', '网-1', 'a-网', 'a-1\n', `${'a'.repeat(65)}-1`, `a-${'1'.repeat(192)}`])('may not be %j', (name) => {
    expect(StreamName.is(name)).toBe(false)
  })

  test('has its category before the first dash and its instance after it', () => {
    expect([categoryOf('gridMap-a-b'), instanceOf('gridMap-a-b')]).toEqual(['gridMap', 'a-b'])
  })
})

test.each([
  ['9f2e6c1e-58c1-5b0d-9c1b-2f3a4b5c6d7e', true],
  ['01890a5d-ac96-774b-bcce-b302099a8057', true],
  ['9F2E6C1E-58C1-5B0D-9C1B-2F3A4B5C6D7E', false],
  ['00000000-0000-0000-0000-000000000000', false],
  ['9f2e6c1e58c15b0d9c1b2f3a4b5c6d7e', false],
  ['', false],
])('%j is a UUID: %s', (text, is) => {
  expect(Uuid.is(text)).toBe(is)
})

test.each([['a', true], ['9f2e6c1e-58c1-5b0d-9c1b-2f3a4b5c6d7e.12', true], ['import:2023_01', true], ['', false], ['.a', false], ['a b', false], ['a'.repeat(101), false]])('%j is an entry id: %s', (text, is) => {
  expect(EntryId.is(text)).toBe(is)
})

test.each([[0, true], [2 ** 53 - 1, true], [-1, false], [0.5, false], [2 ** 53, false], [Number.NaN, false], ['0', false]])('%j is a position: %s', (value, is) => {
  expect(Position.is(value)).toBe(is)
})

test('every position comes after the beginning, and after smaller ones', () => {
  const [zero, one] = [0, 1] as [number, number] as unknown as [Position, Position]
  expect([isAfter(zero, 'beginning'), isAfter(one, zero), isAfter(zero, zero), isAfter(zero, one)]).toEqual([true, true, false, false])
})

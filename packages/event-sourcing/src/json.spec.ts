/** Copies, frozen trees and the equality of trees. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { copy, freezeTree, sameTree, type JsonValue } from './json.ts'
import { jsonTexts, jsonValues } from './laws.ts'

describe('a copy', () => {
  test('is the same tree and shares nothing with it, whatever its keys', () => {
    fc.assert(fc.property(jsonValues(jsonTexts()), (value) => {
      const other = copy<unknown>(value) as JsonValue
      expect(sameTree(other, value)).toBe(true)
      const own = objectsOf(value)
      expect(objectsOf(other).some((one) => own.includes(one))).toBe(false)
    }), { numRuns: 500 })
  })

  test('of a frozen tree can be written to', () => {
    const mine = copy(freezeTree({ list: [{ a: 1 }] }))
    mine.list[0] = { a: 2 }
    expect(mine).toEqual({ list: [{ a: 2 }] })
  })
})

describe('two trees', () => {
  test('are the same whatever the order of their keys', () => {
    expect(sameTree({ a: 1, b: [{ c: null, d: 2 }] }, { b: [{ d: 2, c: null }], a: 1 })).toBe(true)
  })

  test.each<readonly [unknown, unknown]>([
    [{ a: 1 }, { a: 1, b: undefined }], [{ a: 1 }, { b: 1 }], [[1, 2], [2, 1]], [[1], { 0: 1 }], [null, {}], [0, '0'], [[], [undefined]], [{ a: {} }, { a: [] }],
  ])('%j and %j are not', (left, right) => {
    expect([sameTree(left, right), sameTree(right, left)]).toEqual([false, false])
  })

  test('are the same just where their JSON reads back alike', () => {
    fc.assert(fc.property(jsonValues(), jsonValues(), (left, right) => {
      expect(sameTree(left, copy<unknown>(left))).toBe(true)
      expect(sameTree(left, right)).toBe(sameTree(right, left))
    }), { numRuns: 500 })
  })
})

test('a frozen tree is frozen to its leaves', () => {
  fc.assert(fc.property(jsonValues(), (value) => {
    expect(objectsOf(freezeTree(value)).every(Object.isFrozen)).toBe(true)
  }))
})

function objectsOf(value: JsonValue): ReadonlyArray<object> {
  return typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(objectsOf)] : []
}

/** The one text of a JSON value, held against the standard's library for arbitrary trees. */

import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sameTree, type JsonValue } from '@grid-governance/event-sourcing'
import { jsonObjects, jsonTexts, jsonValues } from '@grid-governance/event-sourcing/laws'
import { canonicalText, canonicalTextOf, isJson, jsonProblems, maxNesting } from './canonical-text.ts'

describe('the canonical text', () => {
  test('is what the library says, for every JSON tree, also with keys that cannot be stored', () => {
    fc.assert(fc.property(jsonValues(jsonTexts()), (value) => {
      expect(canonicalText(value)).toBe(canonicalize(value))
    }), { numRuns: 2000 })
  })

  test('reads back as the same tree', () => {
    fc.assert(fc.property(jsonValues(), (value) => sameTree(JSON.parse(canonicalText(value)), withoutMinusZero(value))), { numRuns: 1000 })
  })

  test('of what was read from a log is the text that stood there', () => {
    fc.assert(fc.property(jsonObjects(), (value) => {
      const text = canonicalText(value)
      expect(canonicalText(JSON.parse(text) as JsonValue)).toBe(text)
    }), { numRuns: 1000 })
  })

  test('does not depend on the order in which keys were written', () => {
    fc.assert(fc.property(jsonObjects(), (value) => {
      expect(canonicalText(reversed(value))).toBe(canonicalText(value))
    }), { numRuns: 1000 })
  })

  test('of anything is there just where it can be stored, and then the same', () => {
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true, withNullPrototype: true, withBoxedValues: true })
    fc.assert(fc.property(fc.oneof(anything, jsonValues(jsonTexts()), jsonValues(), jsonObjects()), (value) => {
      expect(canonicalTextOf(value)).toBe(isJson(value) ? canonicalText(value) : undefined)
    }), { numRuns: 3000 })
    const nested = (levels: number): unknown => levels === 0 ? 0 : levels % 2 === 0 ? [nested(levels - 1)] : { a: nested(levels - 1) }
    expect([maxNesting, maxNesting + 1].map((levels) => canonicalTextOf(nested(levels)) === undefined)).toEqual([false, true])
    expect([maxNesting, maxNesting + 1].map((levels) => isJson(nested(levels)))).toEqual([true, false])
  })

  test('leaves the value as it was', () => {
    const value = { b: { d: 1, c: 2 }, a: 3 }
    canonicalText(value)
    expect(Object.keys(value)).toEqual(['b', 'a'])
    expect(Object.keys(value.b)).toEqual(['d', 'c'])
  })

  test.each([
    ['keys in order', { a: 1, b: 2 }, '{"a":1,"b":2}'],
    ['keys out of order', { b: 2, a: 1 }, '{"a":1,"b":2}'],
    ['keys that look like numbers', { 2: 'b', 10: 'a', a: 0 }, '{"10":"a","2":"b","a":0}'],
    ['one unruly key deep inside', { b: [{ 1: 0, a: 1, '-': 2 }], a: null }, '{"a":null,"b":[{"-":2,"1":0,"a":1}]}'],
    ['a key called __proto__', JSON.parse('{"b":1,"__proto__":{"z":1,"y":2}}') as JsonValue, '{"__proto__":{"y":2,"z":1},"b":1}'],
    ['an empty key', { a: 1, '': 2 }, '{"":2,"a":1}'],
    ['minus zero', { zero: -0 }, '{"zero":0}'],
    ['a text alone', '网格', '"网格"'],
  ])('of %s', (_, value, text) => {
    expect(canonicalText(value)).toBe(text)
  })
})

describe('what cannot be stored', () => {
  test('is told quickly just where it is told in words', () => {
    fc.assert(fc.property(fc.oneof(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true, withNullPrototype: true, withBoxedValues: true }), jsonValues(jsonTexts()), jsonValues()), (value) => {
      expect(isJson(value)).toBe(jsonProblems(value).length === 0)
    }), { numRuns: 3000 })
  })

  test('is nothing of what the arbitrary trees hold', () => {
    fc.assert(fc.property(jsonValues(), (value) => {
      expect(jsonProblems(value)).toEqual([])
    }))
  })

  test('is named with its place and the reason, each thing in a sentence', () => {
    expect(jsonProblems({ list: [1, { at: undefined }, 2 ** 53], when: new Date(0), 'a"': 1, name: '\ud800', ratio: Number.NaN })).toEqual([
      'data.list.1.at is undefined, which JSON cannot hold',
      'data.list.2 is 9007199254740992, beyond the safe integers; write it as text',
      'data.when is an instance of a class, which JSON cannot hold',
      'data has the key "a\\""; keys hold no quotation marks, backslashes or control characters',
      'data.name holds half a surrogate pair',
      'data.ratio is NaN, which JSON cannot hold',
    ])
  })

  test('is a value that stands within itself, also where it branches', () => {
    const tree: { left?: unknown, right?: unknown } = {}
    tree.left = tree
    tree.right = [tree]
    expect(jsonProblems(tree)).toEqual(['data.left stands within itself, which JSON cannot hold', 'data.right.0 stands within itself, which JSON cannot hold'])
    expect(isJson(tree)).toBe(false)
  })

  test('is not a value that stands in two places', () => {
    const shared = { a: 1 }
    expect(jsonProblems({ left: shared, right: shared })).toEqual([])
  })

  test(`is what is nested deeper than ${maxNesting} levels`, () => {
    expect([isJson(nested(maxNesting)), jsonProblems(nested(maxNesting))]).toEqual([true, []])
    expect(isJson(nested(maxNesting + 1))).toBe(false)
    expect(jsonProblems(nested(maxNesting + 1))[0]).toMatch(/is nested deeper than 100 levels$/)
  })
})

function nested(levels: number): unknown {
  return levels === 0 ? 'bottom' : { in: nested(levels - 1) }
}

function reversed(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(reversed)
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, reversed(child)] as const).reverse())
}

function withoutMinusZero(value: JsonValue): JsonValue {
  if (value === 0) return 0
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withoutMinusZero)
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withoutMinusZero(child)]))
}

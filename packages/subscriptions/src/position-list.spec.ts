/** A list of positions gives back what was put in. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Position } from '@grid-governance/event-sourcing'
import { positionList } from './position-list.ts'

test('gives back any positions, in any order, also the same twice', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.nat({ max: 300 }), fc.maxSafeNat())), (positions) => {
    expect([...listOf(positions)]).toEqual(positions)
  }), { numRuns: 1000 })
})

test.each([0, 63, 64, 8191, 8192, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1])('goes forwards and back by %d', (distance) => {
  const positions = [0, distance, 0, distance, distance]
  expect([...listOf(positions)]).toEqual(positions)
})

test('goes on after it was looked through', () => {
  const list = listOf([7, 3])
  expect([...list]).toEqual([7, 3])
  list.push(5 as Position)
  expect([...list]).toEqual([7, 3, 5])
})

test('tells each position once, in the order of the log', () => {
  fc.assert(fc.property(fc.array(fc.nat({ max: 100 })), fc.boolean(), (numbers, sorted) => {
    const positions = sorted ? numbers.toSorted((left, right) => left - right) : numbers
    expect(listOf(positions).inOrder()).toEqual([...new Set(numbers)].sort((left, right) => left - right))
  }))
})

function listOf(positions: ReadonlyArray<number>) {
  const list = positionList()
  for (const position of positions) list.push(position as Position)
  return list
}

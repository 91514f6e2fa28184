/** What is particular to the in-memory store; what every store promises is tried by the contract. */

import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { derivedId, type Position, type StreamName } from '@grid-governance/event-sourcing'
import { memoryStore, passes } from './memory-store.ts'
import type { AppendRequest, EventStore } from './port.ts'

const stream = 'gridMap-1' as StreamName

describe('the in-memory store', () => {
  test('declares what the contract tests it by', () => {
    expect(memoryStore(() => 0).declared).toEqual({
      name: 'memory', positionsDense: true, keepsChain: true, filtersOn: 'store', clockBehindLog: 'refused', noticesOthersWithinMs: 0,
    })
  })

  test('counts positions from 0', async () => {
    const store = memoryStore(() => 0)
    await append(store, 'a', 'b')
    expect(await store.head()()).toMatchObject(E.right({ after: 1 }))
    expect(await store.readAt([0 as Position])()).toMatchObject(E.right([{ eventId: derivedId('a'), streamVersion: 1 }]))
  })

  test('hands out frozen events', async () => {
    const store = memoryStore(() => 0)
    await append(store, 'a')
    const page = await store.readStream({ stream, maxCount: 1 })()
    expect(E.isRight(page) && page.right.events.every(Object.isFrozen)).toBe(true)
  })

  test('asks its clock once for each append that is written, and not for others', async () => {
    const asked: number[] = []
    const store = memoryStore(() => asked.push(1))
    await append(store, 'a', 'b')
    await append(store, 'a', 'b')
    expect(asked).toHaveLength(1)
  })

  test('two of them share nothing', async () => {
    const one = memoryStore(() => 0)
    await append(one, 'a')
    expect(await memoryStore(() => 0).head()()).toMatchObject(E.right({ after: 'beginning' }))
  })
})

describe('a filter', () => {
  test.each([
    ['none at all', undefined, true],
    ['no list', {}, true],
    ['its category', { categories: ['gridMap'] }, true],
    ['a longer category', { categories: ['gridMapX'] }, false],
    ['a shorter category', { categories: ['grid'] }, false],
    ['its type among others', { types: ['A', 'GridOpened'] }, true],
    ['a longer type', { types: ['GridOpenedAgain'] }, false],
    ['its category and another type', { categories: ['gridMap'], types: ['A'] }, false],
    ['an empty list', { types: [] }, false],
  ])('with %s', (_, filter, passed) => {
    expect(passes(filter, { stream: 'gridMap-gridMapX-1' as StreamName, type: 'GridOpened' })).toBe(passed)
  })
})

function append(store: EventStore, ...names: ReadonlyArray<string>): Promise<unknown> {
  const events = names.map((name) => ({ eventId: derivedId(name), type: 'GridOpened', schemaVersion: 1, data: { name }, metadata: {} }))
  return store.append({ stream, expectedVersion: 'any', events: events as unknown as AppendRequest['events'] })()
}

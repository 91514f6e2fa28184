/** What the decoder of pages promises. */

import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import type { StoredEvent } from '@grid-governance/event-store'
import { recordedEvents, storedTypes, type ReadMode } from './index.ts'
import { counted, countedLongAgo, listed, rightOf, rumoured, sampleCodec, sampleStore, write, type SampleFact } from './builders.ts'

const stored = async (...facts: ReadonlyArray<SampleFact>): Promise<ReadonlyArray<StoredEvent>> => {
  const store = sampleStore()
  await write(store, 'a', ...facts)
  return (await rightOf(store.readAll({ after: 'beginning', maxCount: 100 }))).events
}
const altered = (event: StoredEvent, changes: Partial<StoredEvent>): StoredEvent => ({ ...event, ...changes })
const modes: ReadonlyArray<ReadMode> = ['checked', 'trusted']

describe.each(modes)('reading %s', (mode) => {
  const decode = recordedEvents(sampleCodec, mode)

  it('yields a fact with its data, its places and its metadata', async () => {
    const [event] = await stored(counted('e1', '2024-01-01', ['g1'], 3))
    const facts = decode([event as StoredEvent])
    expect(E.isRight(facts) && facts.right[0]).toMatchObject({
      type: 'BuildingsCounted', schemaVersion: 2, data: { entryId: 'e1', buildings: 3 }, subIndex: 0, stream: 'grid-a', streamVersion: 1, globalPosition: 0, eventId: event?.eventId,
    })
    expect(E.isRight(facts) && facts.right[0]?.metadata).toEqual(JSON.parse(event?.metadata ?? ''))
  })

  it('turns older shapes into none, one or several facts, each with its place among them', async () => {
    const facts = decode(await stored(rumoured(), countedLongAgo('e1', '2024-01-01', 'g1', 3), listed('e2', '2024-01-01', ['g1', 'g2'])))
    expect(E.isRight(facts) && facts.right.map((fact) => [fact.type, fact.schemaVersion, fact.globalPosition, fact.subIndex])).toEqual([
      ['BuildingsCounted', 2, 1, 0], ['GridRenamed', 1, 2, 0], ['GridRenamed', 1, 2, 1],
    ])
  })

  it('fails with UndecodableEvent, naming the place, where data is not JSON', async () => {
    const [event] = await stored(counted('e1', '2024-01-01', ['g1'], 3))
    const facts = decode([altered(event as StoredEvent, { data: '{"entryId":' })])
    expect(E.isLeft(facts) && facts.left).toMatchObject({ tag: 'UndecodableEvent', stream: 'grid-a', streamVersion: 1, globalPosition: 0, fact: { type: 'BuildingsCounted' } })
  })

  it('fails with UndecodableEvent where a shape is newer than this release', async () => {
    const [event] = await stored(counted('e1', '2024-01-01', ['g1'], 3))
    const facts = decode([altered(event as StoredEvent, { schemaVersion: 3 })])
    expect(E.isLeft(facts) && facts.left.fact.problems.join()).toContain('newer release')
  })

  it('checks what is foreign, and leaves the mark out of the fact', async () => {
    const [event] = await stored(counted('e1', '2024-01-01', ['g1'], 3))
    const sound = decode([altered(event as StoredEvent, { foreign: true })])
    expect(E.isRight(sound) && 'foreign' in (sound.right[0] ?? {})).toBe(false)
    expect(E.isLeft(decode([altered(event as StoredEvent, { foreign: true, data: '{}' })]))).toBe(true)
  })
})

describe('reading checked', () => {
  it('fails on data of another shape and on metadata that is not ours', async () => {
    const [event] = await stored(counted('e1', '2024-01-01', ['g1'], 3))
    const decode = recordedEvents(sampleCodec, 'checked')
    expect(E.isLeft(decode([altered(event as StoredEvent, { data: '{}' })]))).toBe(true)
    expect(E.isLeft(decode([altered(event as StoredEvent, { metadata: '{}' })]))).toBe(true)
  })

  it('freezes data, so that a projection that writes to a fact fails at once', async () => {
    const facts = recordedEvents(sampleCodec, 'checked')(await stored(counted('e1', '2024-01-01', ['g1'], 3)))
    expect(E.isRight(facts) && Object.isFrozen(facts.right[0]?.data)).toBe(true)
  })
})

it('reads, for the facts that are asked for, also every type that an upcaster knows', () => {
  expect(storedTypes(sampleCodec, ['GridRenamed'])).toEqual(['GridRenamed', 'BuildingsCounted', 'GridsListed', 'RumourHeard'])
})

/** Four expectations in four situations: what may be written where. */

import assert from 'node:assert/strict'
import type { EventStore, ExpectedVersion } from '@grid-governance/event-store'
import { conflicts, ran, streamOf, write } from '../acting.ts'
import { chapter, type StorePromise } from '../harness.ts'
import { appending, eventOf, idOf, names, otherStream, start, stream } from '../samples.ts'

type Outcome = 'written' | 'refused'

/** The version at which the writer of the table believes the stream to be. */
const believed = 2

/** How many events the stream has in truth. */
const situations = {
  'the stream does not exist': 0,
  'the stream is where the writer believes it': believed,
  'the stream went on without the writer': believed + 2,
  'the stream is shorter than the writer believes': believed - 1,
} as const

const table: Readonly<Record<string, readonly [ExpectedVersion, Readonly<Record<keyof typeof situations, Outcome>>]>> = {
  'any': ['any', {
    'the stream does not exist': 'written',
    'the stream is where the writer believes it': 'written',
    'the stream went on without the writer': 'written',
    'the stream is shorter than the writer believes': 'written',
  }],
  'noStream': ['noStream', {
    'the stream does not exist': 'written',
    'the stream is where the writer believes it': 'refused',
    'the stream went on without the writer': 'refused',
    'the stream is shorter than the writer believes': 'refused',
  }],
  'streamExists': ['streamExists', {
    'the stream does not exist': 'refused',
    'the stream is where the writer believes it': 'written',
    'the stream went on without the writer': 'written',
    'the stream is shorter than the writer believes': 'written',
  }],
  'exactly 2': [believed, {
    'the stream does not exist': 'refused',
    'the stream is where the writer believes it': 'written',
    'the stream went on without the writer': 'refused',
    'the stream is shorter than the writer believes': 'refused',
  }],
  'exactly 0': [0, {
    'the stream does not exist': 'written',
    'the stream is where the writer believes it': 'refused',
    'the stream went on without the writer': 'refused',
    'the stream is shorter than the writer believes': 'refused',
  }],
}

const rows = Object.entries(table).flatMap(([expectation, [expected, outcomes]]) =>
  Object.entries(situations).map(([situation, version]) =>
    ({ expectation, expected, situation, version, outcome: outcomes[situation as keyof typeof situations] })))

export const expectations: ReadonlyArray<StorePromise> = chapter('expected versions', [
  ...rows.map(({ expectation, expected, situation, version, outcome }) => ({
    name: `an append that expects ${expectation} is ${outcome} when ${situation}`,
    check: async ({ store }: { readonly store: EventStore }) => {
      await standAt(store, version)
      if (outcome === 'written') await isWritten(store, expected, version)
      else await conflicts(store, appending(expected, ['n1', 'n2']), version)
    },
  })),
  {
    name: 'the version of one stream says nothing of another',
    check: async ({ store }) => {
      await write(store, appending('noStream', ['a', 'b']))
      await conflicts(store, appending('streamExists', ['c'], otherStream), 0)
      await conflicts(store, appending(2, ['c'], otherStream), 0)
      assert.equal((await write(store, appending('noStream', ['c'], otherStream))).streamVersion, 1)
    },
  },
  {
    name: 'streams whose names differ only in the case of a letter are two streams',
    check: async ({ store }) => {
      const lower = 'gridMap-c1' as typeof stream
      const upper = 'gridMap-C1' as typeof stream
      await write(store, appending('noStream', ['a'], lower))
      await write(store, appending('noStream', ['b', 'c'], upper))
      assert.deepEqual((await streamOf(store, lower)).map((event) => event.eventId), [idOf('a')])
      assert.deepEqual((await streamOf(store, upper)).map((event) => event.eventId), [idOf('b'), idOf('c')])
    },
  },
  {
    name: 'an append that is never run writes nothing, and one that is run twice is written once',
    check: async ({ store }) => {
      const task = store.append(appending('noStream', ['a']))
      assert.deepEqual((await ran(store.head())).after, 'beginning')
      const first = await ran(task)
      assert.deepEqual(await ran(task), { ...first, repeated: true })
    },
  },
])

async function standAt(store: EventStore, version: number): Promise<void> {
  for (const [index, name] of names(version).entries()) await write(store, appending(index, [name]))
}

async function isWritten(store: EventStore, expected: ExpectedVersion, version: number): Promise<void> {
  const events = ['n1', 'n2'].map((name) => eventOf(name))
  const receipt = await write(store, appending(expected, ['n1', 'n2']))
  const page = await ran(store.readStream({ stream, from: version + 1, maxCount: 10 }))
  assert.deepEqual(page.events.map(({ eventId, type, schemaVersion, streamVersion }) => ({ eventId, type, schemaVersion, streamVersion })),
    events.map(({ eventId, type, schemaVersion }, index) => ({ eventId, type, schemaVersion, streamVersion: version + 1 + index })))
  assert.ok(page.events.every((event) => event.recordedAt === start && event.stream === stream && event.foreign !== true))
  assert.deepEqual(receipt, {
    stream,
    firstVersion: version + 1,
    streamVersion: version + 2,
    position: page.events[1]?.globalPosition,
    eventIds: events.map((event) => event.eventId),
    repeated: false,
  })
}

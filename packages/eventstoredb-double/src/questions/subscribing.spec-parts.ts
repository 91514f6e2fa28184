/** Questions about subscriptions: where they begin, what they send and when, filters and their checkpoints, appends in flight. */

import { randomUUID } from 'node:crypto'
import { eventTypeFilter, excludeSystemEvents, streamNameFilter, type Filter } from '@eventstore/db-client'
import { clientEvent, kindsOf, outcome, pause, shown } from './asking.spec-parts.ts'
import { batchRequest, type Item, type Reading } from './wire.spec-parts.ts'
import type { Question, World } from './question.spec-parts.ts'

async function some(world: World, stream: string, count: number, label: string): Promise<void> {
  await world.client.appendToStream(stream, Array.from({ length: count }, (_, index) => clientEvent(world, `${label}${index}`)))
}

async function positionsOf({ client }: World, stream: string): Promise<bigint[]> {
  const positions: bigint[] = []
  for await (const { event } of client.readStream(stream)) positions.push(event?.position?.commit ?? -1n)
  return positions
}

/** Checkpoints as the event of the stream that they stand at, or between which they stand. */
async function withCheckpoints(world: World, stream: string, items: readonly Item[]): Promise<string[]> {
  const positions = await positionsOf(world, stream)
  const kinds = kindsOf(items)
  return items.map((item, index) => {
    const { at, prepare } = (typeof item === 'object' ? item : {}) as { at?: bigint; prepare?: string }
    if (at === undefined) return kinds[index] ?? ''
    const exact = positions.indexOf(at)
    return `checkpoint ${exact >= 0 ? `at ${exact}` : `before ${positions.filter((one) => one < at).length}`}, prepare ${prepare}`
  })
}

const subscribed = (world: World, more: Partial<Reading>): Promise<Item[]> => world.wire.subscribe({ patience: world.patience, ...more })

export const subscribingQuestions: readonly Question[] = [
  {
    name: 'a stream from each end and revision, then live',
    ask: async (world) => {
      const answers: unknown[] = []
      for (const from of ['start', 'end', 0, 2, 7] as const) {
        const s = world.names.stream(`s${from}`)
        await some(world, s, 3, `${from}`)
        answers.push(kindsOf(await subscribed(world, { stream: s, from, whenQuiet: () => some(world, s, 2, `live ${from}`) })))
      }
      return answers
    },
  },
  {
    name: 'a missing stream that appears',
    ask: async (world) => {
      const s = world.names.stream('s')
      return kindsOf(await subscribed(world, { stream: s, whenQuiet: () => some(world, s, 2, 'e') }))
    },
  },
  {
    name: '$all from a position, live, without a filter: no checkpoints',
    ask: async (world) => {
      const s = world.names.stream('s')
      await some(world, s, 3, 'e')
      const [first = 0n] = await positionsOf(world, s)
      return kindsOf(await subscribed(world, { from: first, whenQuiet: () => some(world, s, 20, 'live') }))
    },
  },
  {
    name: 'filtered: what is caught up with, 100 events of which 3 match',
    ask: async (world) => {
      const s = world.names.stream('s')
      const other = world.names.stream('other')
      await some(world, s, 1, 'before')
      const [from = 0n] = await positionsOf(world, s)
      for (const part of [0, 1, 2]) { await some(world, other, 32, `o${part}-`); await some(world, s, 1, `m${part}-`) }
      return withCheckpoints(world, other, await subscribed(world, { from, filter: { by: 'stream', prefixes: [s] } }))
    },
  },
  {
    name: 'filtered: an interval of two windows, and a window of ten',
    ask: async (world) => {
      const s = world.names.stream('s')
      const other = world.names.stream('other')
      await some(world, s, 1, 'before')
      const [from = 0n] = await positionsOf(world, s)
      await some(world, other, 130, 'o')
      await some(world, s, 1, 'm')
      return [
        await withCheckpoints(world, other, await subscribed(world, { from, filter: { by: 'stream', prefixes: [s], interval: 2 } })),
        await withCheckpoints(world, other, await subscribed(world, { from, filter: { by: 'stream', prefixes: [s], window: 10 } })),
        await withCheckpoints(world, other, await subscribed(world, { from, filter: { by: 'stream', prefixes: [s], window: 10, interval: 4 } })),
      ]
    },
  },
  {
    name: 'filtered: every event matches',
    ask: async (world) => {
      const s = world.names.stream('s')
      await some(world, s, 70, 'e')
      const [from = 0n] = await positionsOf(world, s)
      return withCheckpoints(world, s, await subscribed(world, { from, filter: { by: 'stream', prefixes: [s] } }))
    },
  },
  {
    name: 'filtered: live, 100 events that do not match, then one that does',
    ask: async (world) => {
      const s = world.names.stream('s')
      const other = world.names.stream('other')
      await some(world, other, 1, 'first')
      return withCheckpoints(world, other, await subscribed(world, {
        from: 'end', filter: { by: 'stream', prefixes: [s] },
        whenQuiet: async () => { await some(world, other, 100, 'o'); await some(world, s, 1, 'm') },
      }))
    },
  },
  {
    name: 'filtered: live, one by one, also with an interval of two',
    ask: async (world) => {
      const answers: unknown[] = []
      for (const interval of [1, 2]) {
        const s = world.names.stream('s')
        const other = world.names.stream('other')
        await some(world, other, 1, `first ${interval}`)
        answers.push(await withCheckpoints(world, other, await subscribed(world, {
          from: 'end', filter: { by: 'stream', prefixes: [s], interval },
          whenQuiet: async () => { for (let index = 0; index < 70; index += 1) await some(world, other, 1, `o ${interval} ${index}`) },
        })))
      }
      return answers
    },
  },
  {
    name: 'filtered: nothing new since the position, and at the end',
    ask: async (world) => {
      const s = world.names.stream('s')
      await some(world, s, 2, 'e')
      const [, from = 0n] = await positionsOf(world, s)
      const filter = { by: 'stream' as const, prefixes: [s] }
      return [await withCheckpoints(world, s, await subscribed(world, { from, filter })), await withCheckpoints(world, s, await subscribed(world, { from: 'end', filter }))]
    },
  },
  {
    name: 'filtered by type, by regex, without system events, as the client asks',
    ask: async (world) => {
      const { client, names } = world
            const s = names.stream('s')
      await client.appendToStream(s, [clientEvent(world, 'start')])
      const [from = 0n] = await positionsOf(world, s)
      await client.appendToStream(s, [clientEvent(world, 'a', { type: 'Alpha' }), clientEvent(world, 'b', { type: 'Beta' }), clientEvent(world, 'c', { type: 'Alphabet' })])
      await client.setStreamMetadata(s, { maxCount: 100 })
      const seen = async (filter: Filter): Promise<string[]> => {
        const events: string[] = []
        const subscription = client.subscribeToAll({ fromPosition: { commit: from, prepare: from }, filter })
        await new Promise<void>((resolve) => {
          subscription.on('data', (resolved) => events.push(shown(resolved)))
          subscription.on('caughtUp', resolve)
          subscription.on('error', (error) => { events.push(error.message); resolve() })
        })
        await subscription.unsubscribe()
        return events
      }
      return [await seen(eventTypeFilter({ prefixes: ['Alpha'] })), await seen(eventTypeFilter({ regex: '^(Beta|Alphabet)$' })), await seen(streamNameFilter({ prefixes: [`$$${s}`] })), await seen(excludeSystemEvents()), await seen(streamNameFilter({ regex: `^q.*${s.slice(-8)}$` }))]
    },
  },
  {
    name: 'batch: the same event again while the first is in flight',
    ask: async ({ names, wire, patience, commitTimeout, slowCommits }) => {
      const s = names.stream('s')
      const again = () => batchRequest({ correlation: randomUUID(), stream: s, expected: 'no_stream', events: [{ id: names.id('e0') }] })
      await slowCommits()
      const items = await wire.batch(commitTimeout * 2 + patience, [again(), again(), again()]) as Array<{ success?: unknown; error?: { message: string } }>
      const later = await wire.batch(patience, [again()]) as typeof items
      return {
        // How many of the copies met the first in flight is chance; each was answered in one of these ways, and one is stored.
        answered: items.slice(0, -1).every(({ success, error }) => success !== undefined || error?.message === 'Timeout'),
        later: later[0],
        stored: (await wire.read({ stream: s, patience })).length,
      }
    },
  },
  {
    name: 'a fresh client: a subscription is confirmed, caught up, live, and ends without a word when it is told to',
    ask: async (world) => {
      const { client, names } = world
      const s = names.stream('s')
      await some(world, s, 2, 'e')
      const said: string[] = []
      const subscription = client.subscribeToStream(s)
      for (const name of ['confirmation', 'caughtUp', 'fellBehind', 'end', 'close'] as const) subscription.on(name as 'close', () => { said.push(name) })
      subscription.on('error', (error) => { said.push(`error ${error.message}`) })
      subscription.on('data', (resolved) => { said.push(shown(resolved)) })
      await pause(world.patience)
      await some(world, s, 1, 'live')
      await pause(world.patience)
      await subscription.unsubscribe()
      return said
    },
  },
  {
    name: 'appends of one client keep their order, once it is warm',
    ask: async (world) => {
      const s = world.names.stream('s')
      await some(world, s, 1, 'warm')
      await Promise.all(Array.from({ length: 20 }, (_, index) => outcome(world.client.appendToStream(s, [clientEvent(world, `o${index}`, { type: `T${index}` })]))))
      const types: string[] = []
      for await (const { event } of world.client.readStream(s, { fromRevision: 1n })) types.push(event?.type ?? '')
      return types
    },
  },
]

/** Questions about reads at the ends, by position, and through links. */

import { clientEvent, kindsOf, listed, outcome, pause } from './asking.spec-parts.ts'
import type { Question, World } from './question.spec-parts.ts'

async function five(world: World): Promise<string> {
  const s = world.names.stream('s')
  await world.client.appendToStream(s, ['e0', 'e1', 'e2', 'e3', 'e4'].map((label) => clientEvent(world, label)), { expectedRevision: 'no_stream' })
  return s
}

async function positionsOf({ client }: World, stream: string): Promise<bigint[]> {
  const positions: bigint[] = []
  for await (const { event } of client.readStream(stream)) positions.push(event?.position?.commit ?? -1n)
  return positions
}

export const readingQuestions: readonly Question[] = [
  {
    name: 'a stream from everywhere, both ways',
    ask: async (world) => {
      const s = await five(world)
      const read = (fromRevision: 'start' | 'end' | bigint, direction: 'forwards' | 'backwards', maxCount = 10) => listed(world.client.readStream(s, { fromRevision, direction, maxCount }))
      return [
        await read('start', 'forwards', 2), await read(2n, 'forwards', 2), await read(4n, 'forwards'), await read(5n, 'forwards'), await read(1000n, 'forwards'), await read('end', 'forwards'),
        await read('end', 'backwards', 2), await read(2n, 'backwards', 2), await read(0n, 'backwards'), await read(5n, 'backwards'), await read(1000n, 'backwards'), await read('start', 'backwards'),
        await read(9223372036854775807n, 'forwards'), await read(9223372036854775807n, 'backwards'),
      ]
    },
  },
  {
    name: 'a stream with a count of nothing, both ways, and a missing one',
    ask: async (world) => {
      const s = await five(world)
      const missing = world.names.stream('m')
      const { client } = world
      return [
        await listed(client.readStream(s, { maxCount: 0 })), await listed(client.readStream(s, { maxCount: 0, direction: 'backwards', fromRevision: 'end' })),
        await listed(client.readStream(missing)), await listed(client.readStream(missing, { direction: 'backwards', fromRevision: 'end' })), await listed(client.readStream(missing, { fromRevision: 7n })),
        await listed(client.readStream(missing, { maxCount: 0 })), await listed(client.readStream(missing, { fromRevision: 'end' })),
      ]
    },
  },
  {
    name: 'the position of an append is that of its last event',
    ask: async (world) => {
      const s = world.names.stream('s')
      const { position } = await world.client.appendToStream(s, ['e0', 'e1', 'e2'].map((label) => clientEvent(world, label)))
      const positions = await positionsOf(world, s)
      return [position?.commit === positions[2], position?.prepare === positions[2], positions.every((one, index) => index === 0 || one > (positions[index - 1] ?? 0n))]
    },
  },
  {
    name: 'how far apart positions are',
    ask: async (world) => {
      const s = world.names.stream('s')
      await world.client.appendToStream(s, [clientEvent(world, 'e0'), clientEvent(world, 'e1', { metadata: { m: 1 } }), clientEvent(world, 'e2', { type: 'Longer', data: { text: '香洲' } }), clientEvent(world, 'e3')])
      const positions = await positionsOf(world, s)
      return positions.slice(1).map((one, index) => one - (positions[index] ?? 0n))
    },
  },
  {
    name: '$all from an exact position, both ways',
    ask: async (world) => {
      const s = await five(world)
      const [, , third = 0n] = await positionsOf(world, s)
      const from = { commit: third, prepare: third }
      return [await listed(world.client.readAll({ fromPosition: from, maxCount: 2 })), await listed(world.client.readAll({ fromPosition: from, direction: 'backwards', maxCount: 2 }))]
    },
  },
  {
    name: '$all from within a record, at the very end, and beyond',
    ask: async ({ wire, patience, ...world }) => {
      const s = await five({ wire, patience, ...world })
      const positions = await positionsOf({ wire, patience, ...world }, s)
      const [, , third = 0n] = positions
      const last = positions[4] ?? 0n
      const end = last + (last - (positions[3] ?? 0n))
      const answers: Record<string, unknown> = {}
      for (const [where, from] of Object.entries({ 'within the third': third + 1n, 'within the last': last + 1n, 'at the end': end, 'beyond the end': end + 5000n })) {
        for (const direction of ['forwards', 'backwards'] as const) answers[`${where}, ${direction}`] = kindsOrFailure(await wire.read({ from, direction, count: 2, patience }))
        answers[`${where}, subscribing`] = kindsOrFailure(await wire.subscribe({ from, patience }))
      }
      return answers
    },
  },
  {
    name: '$all from a commit position with another prepare position',
    ask: async ({ wire, patience, ...world }) => {
      const s = await five({ wire, patience, ...world })
      const [, , third = 0n] = await positionsOf({ wire, patience, ...world }, s)
      const filter = { by: 'stream' as const, prefixes: [s] }
      const answers: unknown[] = []
      for (const prepare of [0n, third - 1n, third + 1n, third * 2n]) {
        answers.push(
          kindsOrFailure(await wire.read({ from: third, prepare, count: 1, patience })), kindsOrFailure(await wire.read({ from: third, prepare, direction: 'backwards', count: 1, patience })),
          kindsOrFailure(await wire.subscribe({ from: third, prepare, patience })), kindsOf(await wire.subscribe({ from: third, prepare, filter, patience })).filter((kind) => kind !== 'checkpoint'),
        )
      }
      return answers
    },
  },
  {
    name: '$all from the start backwards and from the end forwards',
    ask: async ({ client, wire, patience }) => [
      await listed(client.readAll({ fromPosition: 'start', direction: 'backwards', maxCount: 5 })),
      await listed(client.readAll({ fromPosition: 'end', direction: 'forwards', maxCount: 5 })),
      kindsOrFailure(await wire.read({ count: 0, patience })),
      kindsOrFailure(await wire.read({ count: 0, from: 'end', direction: 'backwards', patience })),
    ],
  },
  {
    name: '$all begins with a setting of the server itself',
    ask: async ({ client }) => {
      for await (const { event } of client.readAll({ maxCount: 1 })) return [event?.streamId, event?.type, event?.revision]
      return 'nothing'
    },
  },
  {
    name: 'filtered reads of $all, both ways',
    ask: async (world) => {
      const { wire, patience } = world
      const s = await five(world)
      await world.client.appendToStream(s, [clientEvent(world, 'other', { type: `Other-${s}` })])
      const read = async (more: object) => kindsOrFailure(await wire.read({ patience, ...more }))
      return [
        await read({ filter: { by: 'stream', prefixes: [s] } }), await read({ filter: { by: 'stream', prefixes: [s] }, count: 2 }),
        await read({ filter: { by: 'stream', prefixes: ['no', s.slice(0, 20)] }, from: 'end', direction: 'backwards', count: 3 }),
        await read({ filter: { by: 'type', prefixes: ['Other-'.concat(s)] } }), await read({ filter: { by: 'type', regex: `^Other-${s}$` } }),
        await read({ filter: { by: 'stream', regex: `${s.slice(-12)}$` }, count: 2 }), await read({ filter: { by: 'stream', prefixes: [s] }, count: 0 }),
        await read({ filter: { by: 'stream', prefixes: [] } }).then((items) => (items as string[]).at(-1)),
      ]
    },
  },
  {
    name: 'a client that reads $all with a filter reads without it',
    ask: async (world) => {
      const s = await five(world)
      const ours = { filter: { filterOn: 'streamName', prefixes: ['none'] } }
      const read = await listed(world.client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 2, ...ours }))
      return [s.length > 0, read]
    },
  },
  {
    name: 'links: to an event, to nothing, to a deleted stream, to a truncated event, and not resolved',
    ask: async (world) => {
      const { client, names, wire, patience } = world
      const s = await five(world)
      const gone = names.stream('gone')
      const tombed = names.stream('tombed')
      await client.appendToStream(gone, [clientEvent(world, 'g0')])
      await client.appendToStream(tombed, [clientEvent(world, 't0')])
      const l = names.stream('l')
      const link = (label: string, to: string) => ({ id: names.id(label), type: '$>', contentType: 'text/plain', data: to })
      await wire.append(l, 'any', [link('l0', `3@${s}`), link('l1', `77@${s}`), link('l2', `0@${gone}`), link('l3', `0@${tombed}`), link('l4', `1@${s}`), { id: names.id('own') }, link('l5', 'nonsense')])
      await client.deleteStream(gone)
      await client.tombstoneStream(tombed)
      await client.setStreamMetadata(s, { truncateBefore: 2 })
      await pause(10)
      return [
        await listed(client.readStream(l, { resolveLinkTos: true })), await listed(client.readStream(l)),
        withoutData(await wire.read({ stream: l, resolveLinks: true, count: 2, patience })), kindsOf(await wire.subscribe({ stream: l, resolveLinks: true, patience })),
        await listed(client.readStream(l, { resolveLinkTos: true, direction: 'backwards', fromRevision: 'end', maxCount: 3 })),
      ]
    },
  },
  {
    name: 'system streams can be written to, one with an empty name cannot be read',
    ask: async (world) => {
      const { client, names, wire, patience } = world
      const own = `$own-${names.stream('s')}`
      return [await outcome(client.appendToStream(own, [clientEvent(world, 'e0')])), await listed(client.readStream(own)), await wire.read({ stream: '', patience }), await outcome(client.deleteStream(own)), await outcome(client.appendToStream(own, [clientEvent(world, 'e1', { type: '$own' })]))]
    },
  },
]

/** The data of a link holds a name, and the wire shows it encoded. */
function withoutData(items: readonly unknown[]): unknown {
  return JSON.parse(JSON.stringify(items, (key, value: unknown) => (key === 'data' ? undefined : value)))
}

function kindsOrFailure(items: readonly unknown[]): unknown[] {
  const kinds = kindsOf(items)
  return items.map((item, index) => (typeof item === 'object' && item !== null && 'GRPC' in item ? item : kinds[index]))
}

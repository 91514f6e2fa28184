/** Questions about deleted streams and about metadata: what is hidden, what comes back, what stays in $all. */

import { clientEvent, listed, outcome, pause, shown } from './asking.spec-parts.ts'
import type { Question, World } from './question.spec-parts.ts'
import type { StreamMetadata } from '@eventstore/db-client'
import type { Expected } from './wire.spec-parts.ts'

async function three(world: World): Promise<string> {
  const s = world.names.stream('s')
  await world.client.appendToStream(s, ['e0', 'e1', 'e2'].map((label) => clientEvent(world, label)), { expectedRevision: 'no_stream' })
  return s
}

/** What $all has of a stream and of its metadata, with the metadata itself. */
async function trace({ wire, patience }: World, s: string): Promise<unknown[]> {
  const items = await wire.read({ filter: { by: 'stream', prefixes: [s, `$$${s}`] }, patience })
  return items.map((item) => {
    const { event } = (item as { event?: { event?: { streamRevision: string; streamIdentifier: { streamName: string }; data: string; metadataMap: Record<string, string> } } }).event ?? {}
    if (event === undefined) return item
    const text = event.metadataMap['type']?.startsWith('$') ? ` ${Buffer.from(event.data, 'base64').toString('utf8')}` : ''
    return `${event.metadataMap['type']}@${event.streamRevision} of ${event.streamIdentifier.streamName} ${event.metadataMap['content-type']}${text}`
  })
}

const append = (world: World, s: string, expectedRevision: 'any' | 'no_stream' | 'stream_exists' | bigint, label: string) =>
  outcome(world.client.appendToStream(s, [clientEvent(world, label)], { expectedRevision }))

export const deletionQuestions: readonly Question[] = [
  {
    name: 'soft delete and coming back leave their trace in $all',
    ask: async (world) => {
      const s = await three(world)
      const answers = [await outcome(world.client.deleteStream(s, { expectedRevision: 2n })), await listed(world.client.readStream(s)), await listed(world.client.readStream(s, { direction: 'backwards', fromRevision: 'end' }))]
      answers.push(await append(world, s, 2n, 'back'))
      await pause(50)
      return [...answers, await append(world, s, 3n, 'next'), await listed(world.client.readStream(s)), await listed(world.client.readStream(s, { fromRevision: 1n, maxCount: 1 })), await trace(world, s)]
    },
  },
  {
    name: 'a soft-deleted stream, appended to at each expectation',
    ask: async (world) => {
      const answers: unknown[] = []
      for (const [index, expected] of (['any', 'no_stream', 'stream_exists', 2n, 1n, 3n] as const).entries()) {
        const s = world.names.stream(`s${index}`)
        await world.client.appendToStream(s, ['a', 'b', 'c'].map((label) => clientEvent(world, `${label}${index}`)))
        await world.client.deleteStream(s)
        const appended = await append(world, s, expected, `new${index}`)
        // A real server makes the stream visible again a moment after it answered.
        await pause(50)
        answers.push([appended, await listed(world.client.readStream(s))])
      }
      return answers
    },
  },
  {
    name: 'deleting at each expectation: there, missing, deleted, with metadata only',
    ask: async (world) => {
      const answers: Record<string, unknown> = {}
      const expectations: Expected[] = ['any', 'no_stream', 'stream_exists', 0, 5]
      for (const kind of ['delete', 'tombstone'] as const) {
        for (const expected of expectations) {
          const there = world.names.stream('there')
          await world.wire.append(there, 'any', [{ id: world.names.id(`there ${kind} ${expected}`) }])
          const deleted = world.names.stream('deleted')
          await world.wire.append(deleted, 'any', [{ id: world.names.id(`deleted ${kind} ${expected}`) }])
          await world.wire.delete(deleted, 'any')
          const onlyMetadata = world.names.stream('onlyMetadata')
          await world.client.setStreamMetadata(onlyMetadata, { maxCount: 5 })
          const tried = async (stream: string) => world.names.normalised(await world.wire[kind](stream, expected))
          answers[`${kind} ${expected}`] = { there: await tried(there), missing: await tried(world.names.stream('m')), deleted: await tried(deleted), onlyMetadata: await tried(onlyMetadata) }
        }
      }
      return answers
    },
  },
  {
    name: 'a tombstone ends everything, for ever',
    ask: async (world) => {
      const { client } = world
      const s = await three(world)
      const answers = [await outcome(client.tombstoneStream(s, { expectedRevision: 2n }))]
      for (const expected of ['any', 'no_stream', 'stream_exists', 2n, 0n] as const) answers.push(await append(world, s, expected, `new ${expected}`), await append(world, s, expected, 'e0'))
      return [...answers, await listed(client.readStream(s)), await listed(client.readStream(s, { direction: 'backwards', fromRevision: 'end' })), await outcome(client.deleteStream(s)), await outcome(client.getStreamMetadata(s)), await outcome(client.setStreamMetadata(s, { maxCount: 1 })), await trace(world, s)]
    },
  },
  {
    name: 'a live subscription to a stream that is deleted, comes back and gets its tombstone',
    ask: async (world) => {
      const { client, wire, patience } = world
      const s = await three(world)
      return wire.subscribe({
        stream: s, from: 1, patience,
        whenQuiet: async () => {
          await client.deleteStream(s)
          await append(world, s, 'any', 'back')
          await pause(20)
          await client.tombstoneStream(s)
        },
      })
    },
  },
  {
    name: 'subscribing to a soft-deleted stream that comes back',
    ask: async (world) => {
      const s = await three(world)
      await world.client.deleteStream(s)
      const items = await world.wire.subscribe({ stream: s, patience: world.patience, whenQuiet: async () => { await append(world, s, 'any', 'back') } })
      return items.map((item) => (typeof item === 'object' && 'event' in item ? 'event' : item))
    },
  },
  {
    name: '$maxCount hides at once, both ways, and not in $all',
    ask: async (world) => {
      const { client } = world
      const s = await three(world)
      await client.setStreamMetadata(s, { maxCount: 2 })
      const read = () => Promise.all([listed(client.readStream(s)), listed(client.readStream(s, { direction: 'backwards', fromRevision: 'end' })), listed(client.readStream(s, { fromRevision: 0n, maxCount: 1 })), listed(client.readStream(s, { fromRevision: 0n, direction: 'backwards' }))])
      const before = await read()
      await append(world, s, 2n, 'e3')
      return [before, await read(), await trace(world, s), (await world.wire.subscribe({ stream: s, patience: world.patience })).map((item) => (typeof item === 'object' && 'event' in item ? 'event' : item))]
    },
  },
  {
    name: '$tb hides at once, also everything and more than there is',
    ask: async (world) => {
      const { client } = world
      const s = await three(world)
      const answers: unknown[] = []
      for (const truncateBefore of [1, 3, 10]) {
        await client.setStreamMetadata(s, { truncateBefore })
        answers.push(await listed(client.readStream(s)), await listed(client.readStream(s, { direction: 'backwards', fromRevision: 'end' })), await listed(client.readStream(s, { fromRevision: 0n, maxCount: 1 })))
      }
      return [...answers, await append(world, s, 2n, 'e3'), await listed(client.readStream(s)), await append(world, s, 'no_stream', 'e4')]
    },
  },
  {
    name: '$maxAge of a day hides nothing yet, of a second what is older',
    ask: async (world) => {
      const { client } = world
      const s = await three(world)
      await client.setStreamMetadata(s, { maxAge: 86_400 })
      const day = await listed(client.readStream(s))
      await client.setStreamMetadata(s, { maxAge: 1 })
      await world.passTime(1300)
      const second = await listed(client.readStream(s))
      const backwards = await listed(client.readStream(s, { direction: 'backwards', fromRevision: 'end' }))
      await append(world, s, 2n, 'e3')
      return [day, second, backwards, await listed(client.readStream(s)), await listed(client.readStream(s, { direction: 'backwards', fromRevision: 'end' }))]
    },
  },
  {
    name: 'metadata: set, got, replaced, at a revision, custom, of a missing stream, of a tombstone',
    ask: async (world) => {
      const { client, wire, patience, names } = world
      const s = names.stream('s')
      const set = async (metadata: StreamMetadata & Record<string, unknown>, expectedRevision: 'any' | 'no_stream' | bigint = 'any') => outcome(client.setStreamMetadata(s, metadata, { expectedRevision }))
      const answers = [await outcome(client.getStreamMetadata(s).then(withoutRevision)), await set({ maxCount: 5, own: 'x' }, 'no_stream'), await set({ maxCount: 6 }, 'no_stream'), await set({ maxAge: 7, truncateBefore: 3, cacheControl: 9, acl: { readRoles: ['$all'], writeRoles: ['a', 'b'] } }, 0n)]
      return [...answers, await outcome(client.getStreamMetadata(s).then(withoutRevision)), await listed(client.readStream(s)), await listed(client.readStream(`$$${s}`)), (await wire.read({ stream: `$$${s}`, patience })), await append(world, s, 'stream_exists', 'e0'), await append(world, s, 'no_stream', 'e1')]
    },
  },
  {
    name: 'metadata of a stream that only has metadata: reads, expectations, deletion',
    ask: async (world) => {
      const { client } = world
      const s = world.names.stream('s')
      await client.setStreamMetadata(s, { maxCount: 5 })
      return [await listed(client.readStream(s)), await append(world, s, 0n, 'e0'), await append(world, s, 'stream_exists', 'e0'), await listed(client.readStream(s)), await trace(world, s)]
    },
  },
  {
    name: 'metadata that is no metadata is as none',
    ask: async (world) => {
      const s = await three(world)
      const set = (label: string, data: string) => world.wire.append(`$$${s}`, 'any', [{ id: world.names.id(label), type: '$metadata', data }])
      const answers: unknown[] = []
      for (const [label, data] of Object.entries({ text: 'no json', list: '[1]', negative: '{"$maxCount":-1}', word: '{"$maxCount":"two"}', zero: '{"$maxCount":0}', fraction: '{"$tb":1.5}', fine: '{"$tb":1}' })) {
        answers.push([label, await set(label, data), await listed(world.client.readStream(s))])
      }
      return answers
    },
  },
  {
    name: 'coming back keeps what else the metadata said',
    ask: async (world) => {
      const s = await three(world)
      await world.client.setStreamMetadata(s, { maxCount: 7, own: 'x' })
      await world.client.deleteStream(s)
      await append(world, s, 'any', 'back')
      await pause(50)
      return trace(world, s)
    },
  },
  {
    name: 'metadata for a soft-deleted stream bring it back, too',
    ask: async (world) => {
      const s = await three(world)
      await world.client.deleteStream(s)
      const set = await outcome(world.client.setStreamMetadata(s, { maxCount: 7 }))
      await pause(50)
      const read = await listed(world.client.readStream(s))
      const appended = await append(world, s, 2n, 'e3')
      await pause(50)
      return [set, read, appended, await listed(world.client.readStream(s)), await trace(world, s)]
    },
  },
  {
    name: 'the client shows a soft-deleted stream as it shows a missing one',
    ask: async (world) => {
      const s = await three(world)
      await world.client.deleteStream(s)
      const seen: string[] = []
      for await (const resolved of world.client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 2 })) seen.push(shown(resolved))
      return [await listed(world.client.readStream(s)), seen]
    },
  },
]

function withoutRevision({ metastreamRevision, ...rest }: { readonly metastreamRevision?: unknown }): unknown {
  return { ...rest, metastreamRevision: metastreamRevision === undefined ? 'none' : typeof metastreamRevision }
}

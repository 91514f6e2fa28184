/** Questions about sizes, names, ids and contents. */

import { randomUUID } from 'node:crypto'
import { clientEvent, listed, outcome, paths } from './asking.spec-parts.ts'
import { batchRequest } from './wire.spec-parts.ts'
import type { Question } from './question.spec-parts.ts'

const limit = 1024 * 1024
const ofSize = (bytes: number): { a: string } => ({ a: 'x'.repeat(bytes - '{"a":""}'.length) })

export const limitQuestions: readonly Question[] = [
  ...paths.flatMap(({ path, options }): Question[] => [
    {
      name: `${path}: data of exactly the limit, and of one byte more, in one event and in two`,
      ask: async (world) => {
        const s = world.names.stream('s')
        const tried = (...sizes: number[]) => outcome(world.client.appendToStream(s, sizes.map((size, index) => clientEvent(world, randomUUID() + index, { data: ofSize(size) })), options))
        return [await tried(limit), await tried(limit + 1), await tried(limit / 2, limit / 2), await tried(limit / 2, limit / 2 + 1), await listed(world.client.readStream(s))]
      },
    },
    {
      name: `${path}: metadata is not counted`,
      ask: async (world) => {
        const s = world.names.stream('s')
        return [
          await outcome(world.client.appendToStream(s, [clientEvent(world, 'e0', { data: ofSize(limit), metadata: ofSize(limit / 2) })], options)),
          await outcome(world.client.appendToStream(s, [clientEvent(world, 'e1', { metadata: ofSize(limit + 1000) })], options)),
        ]
      },
    },
    {
      name: `${path}: a thousand events in one append are contiguous`,
      ask: async (world) => {
        const s = world.names.stream('s')
        const events = Array.from({ length: 1000 }, (_, index) => clientEvent(world, `e${index}`))
        return [await outcome(world.client.appendToStream(s, events, { expectedRevision: 'no_stream', ...options })), (await listed(world.client.readStream(s))).length]
      },
    },
    {
      name: `${path}: ids in upper case, of version 7, in two forms`,
      ask: async (world) => {
        const s = world.names.stream('s')
        const id = `0192f5a0-7b1c-7abc-8def-${randomUUID().slice(-12)}`
        const tried = (text: string) => outcome(world.client.appendToStream(s, [{ ...clientEvent(world, 'unused'), id: text }], options))
        const answers = [await tried(id.toUpperCase()), await tried(id)]
        const ids: boolean[] = []
        for await (const { event } of world.client.readStream(s)) ids.push(event?.id === id)
        return [...answers, ids]
      },
    },
  ]),
  {
    name: 'unary: an empty type, an id that is none, no type at all',
    ask: async ({ wire, names }) => [
      await wire.append(names.stream('s'), 'any', [{ id: names.id('e0'), type: '' }]),
      await wire.append(names.stream('s'), 'any', [{ id: 'not an id' }]),
    ],
  },
  {
    name: 'batch: an empty type is refused, and the append is given up later under the same correlation',
    ask: ({ wire, names, commitTimeout, patience }) =>
      wire.batch(commitTimeout * 1.5 + patience, [batchRequest({ correlation: randomUUID(), stream: names.stream('s'), expected: 'any', events: [{ id: names.id('e0'), type: '' }] })]),
  },
  {
    name: 'batch: an append in three chunks, with a chunk of nobody in between',
    ask: async ({ wire, names, patience }) => {
      const s = names.stream('s')
      const correlation = randomUUID()
      const answer = await wire.batch(patience, [
        batchRequest({ correlation, stream: s, expected: 'no_stream', events: [{ id: names.id('e0') }], final: false }),
        batchRequest({ correlation: randomUUID(), events: [{ id: names.id('nobody') }] }),
        batchRequest({ correlation, events: [{ id: names.id('e1') }], final: false }),
        batchRequest({ correlation, events: [{ id: names.id('e2') }] }),
      ])
      return [answer, (await wire.read({ stream: s, patience })).length]
    },
  },
  {
    name: 'batch: an append whose end never comes is given up',
    ask: async ({ wire, names, commitTimeout, patience }) => {
      const s = names.stream('s')
      const answer = await wire.batch(commitTimeout * 1.5 + patience, [batchRequest({ correlation: randomUUID(), stream: s, expected: 'no_stream', events: [{ id: names.id('e0') }], final: false })])
      return [answer, await wire.read({ stream: s, patience })]
    },
  },
  {
    name: 'batch: too much in the second chunk, and what follows it',
    ask: async ({ wire, names, patience }) => {
      const s = names.stream('s')
      const correlation = randomUUID()
      const big = (label: string) => ({ id: names.id(label), data: JSON.stringify(ofSize(limit * 0.6)) })
      const answer = await wire.batch(patience, [
        batchRequest({ correlation, stream: s, expected: 'no_stream', events: [big('e0')], final: false }),
        batchRequest({ correlation, events: [big('e1')], final: false }),
        batchRequest({ correlation, events: [{ id: names.id('e2') }] }),
      ])
      return [answer, await wire.read({ stream: s, patience })]
    },
  },
  {
    name: 'contents: bytes, JSON that is none, no data, metadata, long and strange names',
    ask: async (world) => {
      const { wire, names, client } = world
      const s = names.stream(' 香洲 / ü-')
      await wire.append(s, 'any', [
        { id: names.id('bytes'), contentType: 'application/octet-stream', data: new Uint8Array([0, 255, 7]), metadata: '{"m":1}' },
        { id: names.id('not json'), data: 'not json' },
        { id: names.id('empty'), data: '' },
        { id: names.id('other'), contentType: 'text/plain', data: 'x' },
        { id: names.id('text'), data: '"香"', metadata: 'not json' },
      ])
      const seen: unknown[] = []
      for await (const { event } of client.readStream(s)) {
        seen.push([event?.type, event?.isJson, event?.data instanceof Uint8Array ? [...event.data] : event?.data, event?.metadata instanceof Uint8Array ? [...event.metadata] : event?.metadata])
      }
      return [seen, await wire.read({ stream: s, patience: world.patience })]
    },
  },
]

/** Questions about appending again what was appended before, on both paths of the real client. */

import { EventStoreDBClient } from '@eventstore/db-client'
import { clientEvent, listed, outcome, paths } from './asking.spec-parts.ts'
import type { Question, World } from './question.spec-parts.ts'

type Append = (stream: string, expectedRevision: 'any' | 'no_stream' | 'stream_exists' | bigint, ...labels: Array<string | ReturnType<typeof clientEvent>>) => Promise<unknown>

export const idempotencyQuestions: readonly Question[] = paths.flatMap(({ path, options }) => {
  const question = (name: string, script: (world: World, append: Append) => Promise<unknown>): Question => ({
    name: `${path}: ${name}`,
    ask: (world) => script(world, (stream, expectedRevision, ...events) =>
      outcome(world.client.appendToStream(stream, events.map((event) => (typeof event === 'string' ? clientEvent(world, event) : event)), { expectedRevision, ...options }))),
  })
  const stored = ({ client }: World, stream: string) => listed(client.readStream(stream))
  return [
    question('same ids at the same exact revision, after later events', async (world, append) => {
      const s = world.names.stream('s')
      await append(s, 'no_stream', 'e0')
      await append(s, 0n, 'e1', 'e2')
      await append(s, 2n, 'e3')
      return [await append(s, 0n, 'e1', 'e2'), await append(s, 0n, 'e1'), await append(s, 1n, 'e2'), await append(s, 1n, 'e2', 'e3'), await stored(world, s)]
    }),
    question('[new, old] with ANY writes both', async (world, append) => {
      const s = world.names.stream('s')
      await append(s, 'no_stream', 'old')
      return [await append(s, 'any', 'new', 'old'), await stored(world, s)]
    }),
    question('[new, old] exact and NO_STREAM', async (world, append) => {
      const s = world.names.stream('s')
      await append(s, 'no_stream', 'old')
      return [await append(s, 'no_stream', 'new', 'old'), await append(s, 0n, 'new', 'old'), await stored(world, s)]
    }),
    question('[old, new] with an exact revision and STREAM_EXISTS', async (world, append) => {
      const s = world.names.stream('s')
      await append(s, 'no_stream', 'e0')
      await append(s, 0n, 'e1')
      return [await append(s, 0n, 'e1', 'new'), await append(s, 'stream_exists', 'e1', 'new'), await stored(world, s)]
    }),
    question('[old, new, old] at each expectation', async (world, append) => {
      const s = world.names.stream('s')
      await append(s, 'no_stream', 'e0', 'e1')
      return [await append(s, 'any', 'e0', 'new', 'e1'), await append(s, 'stream_exists', 'e0', 'new', 'e1'), await append(s, 'no_stream', 'e0', 'new', 'e1'), await append(s, 'any', 'e0', 'e0'), await stored(world, s)]
    }),
    question('swapped with ANY', async (world, append) => {
      const s = world.names.stream('s')
      await append(s, 'no_stream', 'e0', 'e1')
      return [await append(s, 'any', 'e1', 'e0'), await append(s, 'no_stream', 'e1', 'e0'), await stored(world, s)]
    }),
    question('same id, other data and type', async (world, append) => {
      const s = world.names.stream('s')
      await append(s, 'no_stream', 'e0')
      const other = clientEvent(world, 'e0', { type: 'Other', data: { b: 2 } })
      return [await append(s, 'no_stream', other), await append(s, 'any', other), await stored(world, s)]
    }),
    question('same id in another stream, then ANY again in the first', async (world, append) => {
      const s = world.names.stream('s')
      const o = world.names.stream('o')
      await append(s, 'no_stream', 'e0')
      return [await append(o, 'any', 'e0'), await append(s, 'any', 'e0'), await append(s, 'no_stream', 'e0'), await stored(world, s), await stored(world, o)]
    }),
    question('same id twice in one append on a new stream', async (world, append) => {
      const s = world.names.stream('s')
      return [await append(s, 'no_stream', 'e0', 'e0'), await append(s, 'no_stream', 'e0', 'e0'), await append(s, 'any', 'e0'), await stored(world, s)]
    }),
    question('at the exact current revision, known ids are written again', async (world, append) => {
      const s = world.names.stream('s')
      await append(s, 'no_stream', 'e0', 'e1')
      return [await append(s, 1n, 'e0', 'e1'), await append(s, 'any', 'e0'), await stored(world, s)]
    }),
    question('the original hidden by $maxCount', async (world, append) => {
      const s = world.names.stream('s')
      await append(s, 'no_stream', 'e0')
      await append(s, 0n, 'e1', 'e2')
      await world.client.setStreamMetadata(s, { maxCount: 1 })
      return [await append(s, 'no_stream', 'e0'), await append(s, 0n, 'e1', 'e2'), await append(s, 'any', 'e0'), await stored(world, s)]
    }),
    question('the original hidden by $tb', async (world, append) => {
      const s = world.names.stream('s')
      await append(s, 'no_stream', 'e0', 'e1', 'e2')
      await world.client.setStreamMetadata(s, { truncateBefore: 2 })
      return [await append(s, 'no_stream', 'e0'), await append(s, 'any', 'e0'), await append(s, 0n, 'e1', 'e2'), await stored(world, s)]
    }),
    question('original ids on a soft-deleted stream', async (world, append) => {
      const s = world.names.stream('s')
      await append(s, 'no_stream', 'e0', 'e1')
      await world.client.deleteStream(s)
      return [await append(s, 'no_stream', 'e0', 'e1'), await append(s, 'any', 'e0'), await append(s, 0n, 'e1'), await append(s, 'no_stream', 'e0', 'new'), await stored(world, s)]
    }),
    question('nothing at all', async (world, append) => {
      const s = world.names.stream('s')
      return [await append(s, 'no_stream'), await append(s, 0n), await append(s, 'no_stream', 'e0'), await append(s, 'no_stream'), await append(s, 0n), await append(s, 'stream_exists'), await append(s, 5n), await stored(world, s)]
    }),
    question('wrong expected versions, as the client tells them', async (world, append) => {
      const s = world.names.stream('s')
      const missing = [await append(s, 3n, 'x'), await append(s, 'stream_exists', 'x')]
      await append(s, 'no_stream', 'e0', 'e1')
      return [...missing, await append(s, 'no_stream', 'x'), await append(s, 0n, 'x'), await append(s, 7n, 'x')]
    }),
    question('many at one expected revision: exactly one succeeds', async (world, append) => {
      const s = world.names.stream('s')
      await append(s, 'no_stream', 'e0')
      const all = await Promise.all(Array.from({ length: 8 }, (_, index) => append(s, 0n, `w${index}`)))
      return [all.filter((one) => 'ok' in (one as object)).length, (await stored(world, s) as string[]).length]
    }),
    question('without throwing', async (world) => {
      const quiet = EventStoreDBClient.connectionString(`${world.connectionString}&throwOnAppendFailure=false`)
      const s = world.names.stream('s')
      const tried = async (expectedRevision: 'no_stream' | bigint) => outcome(quiet.appendToStream(s, [clientEvent(world, 'x')], { expectedRevision, ...options }))
      const missing = await tried(4n)
      await world.client.appendToStream(s, ['e0', 'e1', 'e2'].map((label) => clientEvent(world, label)))
      const answers = [missing, await tried('no_stream'), await tried(0n)]
      await quiet.dispose()
      return answers
    }),
  ]
})

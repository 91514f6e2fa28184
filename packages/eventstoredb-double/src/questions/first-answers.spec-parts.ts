/** The calls behind the 88 stored answers of a real 24.6.0: appends both ways, deletions, reads, subscriptions. */

import { randomUUID } from 'node:crypto'
import { batchRequest, type Expected, type Item, type Proposed } from './wire.spec-parts.ts'
import type { World } from './question.spec-parts.ts'

export type Answers = Record<string, unknown>

const nil = '00000000-0000-0000-0000-000000000000'
/** 1.1 MiB of JSON. */
const tooMuch = JSON.stringify({ a: 'x'.repeat(1.1 * 1024 * 1024) })

/** All 88 answers by the name of what was asked. */
export async function firstAnswers(open: () => World): Promise<Answers> {
  const read = await reads(open())
  const appended = await Promise.all([unaryAppends(open()), batchAppends(open())])
  return Object.assign(read, ...appended) as Answers
}

const unaryAppends = (world: World) =>
  appends(world, 'unary', (stream, expected, events) => world.wire.append(stream, expected, events))

const batchAppends = (world: World) =>
  appends(world, 'batch', (stream, expected, events) => {
    const patience = events[0]?.id === nil ? world.commitTimeout * 1.5 + world.patience : world.patience
    return world.wire.batch(patience, [batchRequest({ correlation: randomUUID(), stream, expected, events })])
  })

type Append = (stream: string, expected: Expected, events: readonly Proposed[]) => Promise<unknown>

async function appends(world: World, path: string, append: Append): Promise<Answers> {
  const { names, wire } = world
  const answers: Answers = {}
  const event = (label: string, more: Partial<Proposed> = {}): Proposed => ({ id: names.id(`${path}${label}`), ...more })
  const say = async (name: string, answer: Promise<unknown>) => { answers[`${path} ${name}`] = names.normalised(await answer) }

  const s = names.stream('s')
  const m = () => names.stream('m')
  await say('01 no_stream ok 2 events', append(s, 'no_stream', [event('e0'), event('e1')]))
  await say('02 no_stream existing, other id', append(s, 'no_stream', [event('other')]))
  await say('03 exact stale', append(s, 0, [event('other')]))
  await say('04 exact ahead', append(s, 9, [event('other')]))
  await say('05 exact on missing', append(m(), 4, [event('other')]))
  await say('06 exists on missing', append(m(), 'stream_exists', [event('other')]))
  await say('07 any ok', append(s, 'any', [event('e2')]))
  await say('08 retry no_stream both', append(s, 'no_stream', [event('e0'), event('e1')]))
  await say('09 retry any last', append(s, 'any', [event('e2')]))
  await say('10 retry any first after more', append(s, 'any', [event('e0')]))
  await say('11 retry exists', append(s, 'stream_exists', [event('e2')]))
  await say('12 partial no_stream [e0,new]', append(s, 'no_stream', [event('e0'), event('new')]))
  await say('13 partial any [e0,new]', append(s, 'any', [event('e0'), event('new')]))
  await say('14 same id at exact current', append(s, 2, [event('e0')]))
  await say('15 empty on existing any', append(s, 'any', []))
  await say('16 empty on new any', append(m(), 'any', []))
  await say('17 1.1MiB', append(s, 'any', [event('big', { data: tooMuch })]))
  await say('18 nil uuid', append(s, 'any', [event('nil', { id: nil })]))
  await say('19 empty stream name', append('', 'any', [event('nameless')]))

  const t = names.stream('t')
  await append(t, 'no_stream', [event('t0')])
  await say('20 tombstone wrong expected', wire.tombstone(t, 7))
  await say('21 tombstone ok', wire.tombstone(t, 0))
  await say('22 append to tombstoned', append(t, 'any', [event('t1')]))
  await say('23 tombstone again', wire.tombstone(t, 'any'))
  await say('24 read tombstoned', wire.read({ stream: t, patience: world.patience }))
  await say('25 subscribe tombstoned', wire.subscribe({ stream: t, patience: world.patience }))

  const d = names.stream('d')
  await append(d, 'no_stream', [event('d0')])
  await say('30 delete wrong expected', wire.delete(d, 7))
  await say('31 delete ok', wire.delete(d, 0))
  await say('32 read soft-deleted', wire.read({ stream: d, patience: world.patience }))
  await say('33 append exact 0 to soft-deleted', append(d, 0, [{ id: names.id('x') }]))
  await say('34 read after', wire.read({ stream: d, patience: world.patience }))
  await say('35 delete missing any', wire.delete(m(), 'any'))

  const again = names.stream('d')
  await append(again, 'no_stream', [event('again')])
  await wire.delete(again, 'any')
  await say('36 soft-deleted: no_stream, same id', append(again, 'no_stream', [event('again')]))
  await say('37 soft-deleted: no_stream, new id', append(again, 'no_stream', [event('again new')]))
  const gone = names.stream('d')
  await append(gone, 'no_stream', [event('gone')])
  await wire.delete(gone, 'any')
  await say('38 soft-deleted: stream_exists', append(gone, 'stream_exists', [event('gone new')]))
  return answers
}

async function reads({ names, wire, patience }: World): Promise<Answers> {
  const filler = Array.from({ length: 40 }, (_, index) => ({ id: names.id(`filler ${index}`) }))
  await wire.append(names.stream('filler'), 'any', filler)
  const r = names.stream('r')
  const appended = await wire.append(r, 'no_stream', ['r0', 'r1', 'r2'].map((label) => ({ id: names.id(label), ...(label === 'r1' && { metadata: '{"m":1}' }) })))
  const read = (reading: object) => wire.read({ stream: r, patience, ...reading })
  const answers: Answers = {
    serverFeatures: await wire.features(),
    gossip: (await wire.gossip()).map((member) => ({ ...member, http: { ...member.http, port: 2113 } })),
    'read 01 fwd': await read({}),
    'read 02 bwd end 1': await read({ from: 'end', direction: 'backwards', count: 1 }),
    'read 03 missing': await wire.read({ stream: names.stream('m'), patience }),
    'read 04 count 0': await read({ count: 0 }),
    'read 05 from beyond': await read({ from: 99 }),
    'read 06 fwd from end': await read({ from: 'end' }),
    'read 07 bwd from start': await read({ from: 'start', direction: 'backwards' }),
    'sub 01 stream start': await wire.subscribe({ stream: r, patience }),
    'sub 02 stream from 0 (exclusive)': await wire.subscribe({ stream: r, from: 0, patience }),
    'sub 03 stream end': await wire.subscribe({ stream: r, from: 'end', patience }),
    'sub 04 missing stream': await wire.subscribe({ stream: names.stream('m'), patience }),
  }
  const at = BigInt(positions(await read({}))[1] ?? 0)
  const after = positionOf(appended)
  answers['all 01 bwd end 2'] = await wire.read({ from: 'end', direction: 'backwards', count: 2, patience })
  answers['all 02 filtered sub'] = filteredKinds(await wire.subscribe({ filter: { by: 'stream', prefixes: [r] }, patience }))
  answers['all 03 fwd from exact pos (inclusive?)'] = counted(await wire.read({ from: at, count: 2, patience }))
  answers['all 04 bwd from exact pos (exclusive?)'] = counted(await wire.read({ from: at, direction: 'backwards', count: 1, patience }))
  answers['all 05 mid-record'] = await wire.read({ from: after + 1n, patience })
  answers['all 06 sub from exact pos + live append'] = kinds(await wire.subscribe({
    from: after, patience, filter: { by: 'stream', prefixes: [r] },
    whenQuiet: async () => { await wire.append(r, 'any', [{ id: names.id('r3') }]) },
  }))
  answers['pos shape'] = await shapeOfPositions(read)
  return Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, names.normalised(answer)]))
}

interface Read { readonly event?: { readonly event?: { readonly commitPosition: string; readonly preparePosition: string; readonly streamRevision: string }; readonly commitPosition?: string } }

function positions(items: readonly Item[]): string[] {
  return items.flatMap((item) => (item as Read).event?.event?.commitPosition ?? [])
}

function positionOf(appended: unknown): bigint {
  return BigInt((appended as { success: { position: { commitPosition: string } } }).success.position.commitPosition)
}

async function shapeOfPositions(read: (reading: object) => Promise<Item[]>): Promise<unknown> {
  const events = (await read({})).flatMap((item) => (item as Read).event ?? [])
  return {
    commitPosOnWrapper: events.every((event) => event.commitPosition !== undefined),
    commitEqPrepare: events.every(({ event }) => event?.commitPosition === event?.preparePosition),
  }
}

function counted(items: readonly Item[]): unknown[] {
  return [items.filter((item) => typeof item !== 'string').length, ...items.filter((item) => typeof item === 'string')]
}

function kinds(items: readonly Item[]): string[] {
  return items.map((item) => {
    const kind = typeof item === 'string' ? item : Object.keys(item)[0] ?? ''
    return kind === 'event' ? `event@${(item as Read).event?.event?.streamRevision}` : kind
  }).filter((kind) => kind !== 'checkpoint')
}

function filteredKinds(items: readonly Item[]): unknown {
  const seq = items.map((item) => (typeof item === 'string' ? item : Object.keys(item)[0] ?? ''))
  const first = seq.indexOf('checkpoint')
  return {
    seqNoCk: seq.filter((kind) => kind !== 'checkpoint'),
    anyCheckpoints: first >= 0,
    checkpointBeforeFirstEvent: first >= 0 && first < seq.indexOf('event'),
    checkpointAfterCaughtUpOnly: first > seq.indexOf('caughtUp'),
  }
}

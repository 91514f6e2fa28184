/** Each law is broken by a domain that is not sound. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { describe, expect, test } from 'vitest'
import { fact, type Fact } from '../fact.ts'
import { factCodec } from '../fact-codec.ts'
import { arbitraryLogs, codecLaws, projectionLaws, type Law } from '../laws.ts'
import type { RecordedEvent } from '../recorded-event.ts'
import {
  allFacts, arbitraryFacts, codec, counted, entry, historyAnswers, historyProjection, mostBooks, roomDecider, shelfProjection, takenBack, type Shelf, type ShelfFact,
} from '../shelves.spec-domain.ts'
import { emptyTimeline } from '../timeline.ts'
import { goldens, roomLaws, shelfLaws, type RoomDecider, type ShelfProjection } from './shelf-laws.spec-domain.ts'

// What is planted must be found in every run of this spec, so it always tries the same cases.
fc.configureGlobal({ seed: 20240101 })

describe('the laws of deciders find', () => {
  const countingDecider = (books: (books: number) => number): RoomDecider => ({ ...roomDecider, evolve: (room, one) => one.type === 'BooksCounted' ? roomDecider.evolve(room, { ...one, data: { ...one.data, books: books(one.data.books) } }) : roomDecider.evolve(room, one) })
  const deciding = (decide: RoomDecider['decide']): RoomDecider => ({ ...roomDecider, decide })
  const evolving = (evolve: RoomDecider['evolve']): RoomDecider => ({ ...roomDecider, evolve })
  let calls = 0

  test.each<readonly [string, string, RoomDecider]>([
    ['a decision that throws', 'decide never throws', deciding((command, room, context) => {
      if (command.type === 'TakeBackCount' && room.counts.length > 1) throw new RangeError('too many counts')
      return roomDecider.decide(command, room, context)
    })],
    ['an evolution that throws', 'evolve never throws', evolving((room, one) => {
      if (one.type === 'BooksCounted' && one.data.books > mostBooks - 10) throw new RangeError('refused')
      return roomDecider.evolve(room, one)
    })],
    ['an evolution that throws when a fact comes before another', 'evolve never throws', evolving((room, one) => {
      if (one.type === 'EntryVoided' && !room.counts.some(({ entryId }) => entryId === one.data.root)) throw new RangeError('never counted')
      return roomDecider.evolve(room, one)
    })],
    ['a decision that changes the state', 'change nothing that they are given', deciding((command, room, context) => {
      if (command.type === 'LabelShelf') Object.assign(room.labels, { [command.data.shelf]: command.data.zh })
      return roomDecider.decide(command, room, context)
    })],
    ['an evolution that changes the state', 'change nothing that they are given', evolving((room, one) => {
      if (one.type !== 'ShelfLabelled') return roomDecider.evolve(room, one)
      Reflect.apply(Array.prototype.push, room.counts, [{ entryId: 'x', tip: 'x', books: 1 }])
      return room
    })],
    ['a decision by chance', 'is decided alike', deciding((command, room, context) => {
      calls += 1
      return command.type === 'CountBooks' ? E.right([counted(context.entryId(0), context.decidedOn, calls)]) : roomDecider.decide(command, room, context)
    })],
    ['an evolution by chance', 'lead to the same state', evolving((room, one) => {
      calls += 1
      return { ...roomDecider.evolve(room, one), remarks: calls }
    })],
    ['a rejection without its rule', 'names its type and its rule', deciding((command, room, context) => {
      const outcome = roomDecider.decide(command, room, context)
      return E.isLeft(outcome) ? E.left({ ...outcome.left, rule: '' }) : outcome
    })],
    ['a decision after the end', 'once the instance has ended', deciding((command, room, context) => roomDecider.decide(command, { ...room, remarks: 0 }, context))],
    ['a fact that does not survive storage', 'survive their way into the log', deciding((command, room, context) => {
      const outcome = roomDecider.decide(command, room, context)
      return E.isRight(outcome) ? E.right(outcome.right.map((one) => ({ ...one, data: { ...one.data, note: undefined } }) as unknown as ShelfFact)) : outcome
    })],
    ['a codec that reads something else', 'survive their way into the log', roomDecider],
    ['an entry id that is used twice', 'entry ids of their own', deciding((command, room, context) => roomDecider.decide(command, room, { ...context, entryId: () => entry('same') }))],
    ['a correction of an entry of another stream', 'corrections name entries of their stream', deciding((command, room, context) => command.type === 'TakeBackCount' ? E.right([takenBack(context.entryId(0), 'elsewhere', 'elsewhere')]) : roomDecider.decide(command, room, context))],
    ['a broken invariant', 'R2 no count exceeds', countingDecider((books) => books + 50)],
  ])('%s', (what, name, decider) => {
    const broken = what === 'a codec that reads something else' ? { ...codec, decode: (raw: Parameters<typeof codec.decode>[0]) => codec.decode(raw.type === 'BooksCounted' ? { ...raw, data: { ...raw.data as object, books: 1 } } : raw) } : codec
    expectBroken(roomLaws(decider, broken), name)
  })

  test('a history that breaks a law, and tell its commands', () => {
    expect(storyOf(() => { void lawNamed(roomLaws(countingDecider((books) => books + 50)), 'R2').check() })).toMatch(/after these commands:\n(.*\n)* {2}\{"type":"CountBooks","data":\{"books":\d+\}\} -> facts/)
  })
})

describe('the laws of projections find', () => {
  const projecting = (project: ShelfProjection['project']): ShelfProjection => ({ ...shelfProjection, project })
  const doing = (also: (shelf: Shelf & { [key: string]: unknown }, event: RecordedEvent<ShelfFact>) => void): ShelfProjection => projecting((shelf, event) => {
    shelfProjection.project(shelf, event)
    also(shelf as Shelf & { [key: string]: unknown }, event)
  })
  const common: Shelf = { label: null, books: 0, counts: {}, remarks: 0 }
  let calls = 0
  let kept: Shelf | undefined
  let memory: string | null = null
  let longest = 0
  let lastKeys: ReadonlyArray<string> = []
  const known = new Map<unknown, number>()
  const shared = { zh: '共' }

  test.each<readonly [string, string, ShelfProjection]>([
    ['one beginning for all models', 'the same models twice', { ...shelfProjection, initial: () => common }],
    ['a projection by chance', 'the same models twice', doing((shelf) => { shelf['calls'] = (calls += 1) })],
    ['a projection that asks whether it has a draft', 'live under Immer', doing((shelf) => { shelf['plain'] = Object.isExtensible(shelf) && !Reflect.has(shelf, Symbol.for('immer-draftable')) && structuredCloneable(shelf) })],
    ['a projection that keeps the model for the next fact', 'live under Immer', projecting((shelf, event) => {
      const before = kept
      kept = shelf
      shelfProjection.project(before !== undefined && before.books === shelf.books ? before : shelf, event)
    })],
    ['a projection that changes facts', 'the same models twice', doing((_, event) => { if (event.type === 'BooksCounted') Object.assign(event.data, { books: 0 }) })],
    ['an order of its own', 'the order in which independent entries were recorded', doing((shelf, event) => { shelf['first'] ??= event.globalPosition })],
    ['a Map in a model', 'models are JSON trees', doing((shelf) => { shelf['map'] = new Map() })],
    ['undefined in a model', 'models are JSON trees', doing((shelf) => { shelf['later'] = undefined })],
    ['a date in a model', 'models are JSON trees', doing((shelf) => { shelf['when'] = new Date(0) })],
    ['one object in two places', 'models are JSON trees', doing((shelf) => { shelf['again'] = shelf.counts })],
    ['one object in two models', 'models are JSON trees', doing((shelf) => { shelf['again'] = shared })],
    ['an object of a fact in a model', 'it goes through copy()', doing((shelf, event) => { if (event.type === 'ShelfLabelled') shelf.label = event.data.label as Shelf['label'] })],
    ['a projection that counts all facts', 'facts of other types change nothing', doing((shelf, event) => { shelf['position'] = event.globalPosition })],
    ['a fact that no log holds', 'are in the logs of these laws', { ...shelfProjection, handles: [...shelfProjection.handles, 'ShelfBurnt'] }],
    ['a memory of its own', 'whatever was replayed in between', doing((shelf, event) => {
      shelf['lastLabel'] = memory
      if (event.type === 'ShelfLabelled') memory = event.data.label.zh
    })],
    ['a memory that is filled by the longest log', 'whatever was replayed in between', doing((shelf, event) => { shelf['longest'] = longest = Math.max(longest, event.globalPosition) })],
    ['the clock in a model', 'without asking a clock', doing((shelf) => { shelf['at'] = Date.now() })],
    ['the day of today in a model', 'without asking a clock', doing((shelf) => { shelf['on'] = new Date().toISOString().slice(0, 10) })],
    ['the clock, asked for nothing', 'without asking a clock', doing(() => { try { performance.now() } catch { /* nothing */ } })],
    ['chance in a model', 'without asking a clock', doing((shelf) => { shelf['id'] = Math.random() })],
    ['an identifier made by chance', 'without asking a clock', doing((shelf) => { shelf['id'] = crypto.randomUUID() })],
    ['the time zone of the machine', 'without asking a clock', doing((shelf, event) => { shelf['hour'] = new Date(event.recordedAt).getHours() })],
    ['keys by the number of the call', 'always the same for the same fact', { ...shelfProjection, keys: (event) => (calls += 1) % 3 === 0 ? [] : shelfProjection.keys(event) }],
    ['keys by what was seen before', 'always the same for the same fact', { ...shelfProjection, keys: (event) => {
      const before = lastKeys
      lastKeys = shelfProjection.keys(event)
      return [...new Set([...before, ...lastKeys])]
    } }],
    ['keys by the object of the fact', 'always the same for the same fact', { ...shelfProjection, keys: (event) => {
      if (!known.has(event)) known.set(event, known.size)
      return [`${known.get(event)}`]
    } }],
    ['a key that is a number', 'keys are texts', { ...shelfProjection, keys: (event) => [event.globalPosition as unknown as string] }],
    ['keys that change from call to call', 'of brute force', { ...shelfProjection, keys: (event) => (calls += 1) % 3 === 0 ? [] : shelfProjection.keys(event) }],
  ])('%s', (_, name, projection) => expectBroken(shelfLaws(projection), name))

  test.each<readonly [string, string, typeof historyProjection]>([
    ['a timeline that forgets withdrawals', 'leave no other trace', { ...historyProjection, handles: ['ShelfLabelled', 'BooksCounted'] }],
    ['a timeline that does not know what concerns another', 'leave no other trace', { ...historyProjection, project: (shelf, event) => historyProjection.project(event.type === 'EntryVoided' ? shelf : { ...shelf, shelf: event.type === 'ShelfLabelled' ? event.data.shelf : event.data.shelves[0] ?? '' }, event) }],
    ['a timeline that takes every entry for a root', 'leave no other trace', { ...historyProjection, project: (shelf, event) => historyProjection.project(shelf, event.type === 'EntryVoided' ? event : { ...event, data: { ...event.data, root: undefined, corrects: undefined } } as unknown as typeof event) }],
    ['a model that keeps the last of what was recorded', 'the order in which independent entries were recorded', { ...historyProjection, project: (shelf, event) => {
      shelf.books = emptyTimeline()
      historyProjection.project(shelf, event)
    } }],
  ])('%s', (_, name, projection) => expectBroken(projectionLaws({ projection, logs: arbitraryLogs(arbitraryFacts), answers: historyAnswers }), name))

  test('a projection in recorded order that gives no answers', () => {
    expect(() => projectionLaws({ projection: historyProjection, logs: arbitraryLogs(arbitraryFacts) })).toThrow('shelfHistory@1 is in recorded order: the laws need its answers.')
  })

  test('a published model that changes', () => {
    const leaky = { ...shelfProjection, initial: (): Shelf => Object.defineProperty({ label: null, books: 0, counts: {}, remarks: 0 }, 'remarks', { get: () => (calls += 1), enumerable: true, configurable: true }) }
    expectBroken(shelfLaws(leaky), 'published models never change')
  })

  function structuredCloneable(value: unknown): boolean {
    try {
      structuredClone(value)
      return true
    } catch {
      return false
    }
  }
})

describe('the laws of codecs find', () => {
  const laws = (change: Partial<Parameters<typeof codecLaws<ShelfFact>>[0]>): ReadonlyArray<Law> => codecLaws({ codec, facts: allFacts, goldens, ...change })
  const loose = factCodec({ ...codec.declarations, ShelfRemarked: fact(1, t.type({ shelf: t.string, text: t.string })) }, codec.upcasters) as unknown as typeof codec
  const { 'ShelfRemarked@1': _, ...tooFew } = goldens

  test.each<readonly [string, string, Parameters<typeof laws>[0]]>([
    ['a codec that reads something else', 'is the same fact', { codec: { ...codec, decode: (raw) => E.map((facts: ReadonlyArray<ShelfFact>) => facts.slice(1))(codec.decode(raw)) } }],
    ['a codec that refuses its own facts', 'is the same fact', { codec: { ...codec, encode: (one) => E.left({ tag: 'UndecodableFact', type: one.type, schemaVersion: 1, problems: ['no'] }) } }],
    ['a codec that lets unknown fields pass', 'a field that its shape does not know', { codec: loose }],
    ['a codec that takes any version', 'of a newer version is refused', { codec: { ...codec, decode: (raw) => codec.decode({ ...raw, schemaVersion: codec.declarations[raw.type]?.schemaVersion ?? 1 }) } }],
    ['a type that is never tried', 'are of every type', { facts: arbitraryFacts }],
    ['a shape without a golden', 'has a golden', { goldens: tooFew }],
    ['a golden of no shape', 'no golden is of another shape', { goldens: { ...goldens, 'BooksCounted@3': { data: {} } } }],
    ['a golden that is no longer read', 'every golden is still read', { goldens: { ...goldens, 'ShelfRemarked@1': { data: { shelf: 's1' } } } }],
    ['a golden that means something else', 'means what it meant', { goldens: { ...goldens, 'BooksCounted@1': { data: goldens['BooksCounted@1']?.data, facts: [counted('e1', '2024-01-01', 8)] } } }],
    ['trust that upcasts otherwise', 'means what it meant', { codec: { ...codec, trust: (raw) => [raw as ShelfFact] } }],
  ])('%s', (_, name, change) => expectBroken(laws(change), name))
})

describe('arbitrary logs', () => {
  test('hold chains of several corrections, withdrawals of withdrawals, and facts without a date', () => {
    const logs = fc.sample(arbitraryLogs(arbitraryFacts), { numRuns: 300, seed: 1 })
    const some = (holds: (event: RecordedEvent<Fact>, log: ReadonlyArray<RecordedEvent<Fact>>) => boolean): boolean => logs.some((log) => log.some((event) => holds(event, log)))
    const voided = (entryId: unknown, log: ReadonlyArray<RecordedEvent<Fact>>): boolean => log.some(({ type, data }) => type === 'EntryVoided' && (data as { corrects?: string }).corrects === entryId)
    expect(some((event) => event.type === 'ShelfRemarked')).toBe(true)
    expect(some(({ type, data }, log) => type === 'EntryVoided' && voided((data as { entryId?: string }).entryId, log))).toBe(true)
    expect(some(({ type, data }, log) => type === 'BooksCounted' && (data as { kind: string }).kind === 'correction' && voided((data as { entryId?: string }).entryId, log))).toBe(true)
  })

  test('hold only facts that the codec takes', () => {
    fc.assert(fc.property(arbitraryLogs(arbitraryFacts), (log) => {
      for (const { type, schemaVersion, data } of log) expect(E.isRight(codec.decode({ type, schemaVersion, data }))).toBe(true)
    }))
  })
})

function lawNamed(laws: ReadonlyArray<Law>, part: string): Law {
  const found = laws.find(({ name }) => name.includes(part))
  if (found === undefined) throw new Error(`No law has "${part}" in its name.`)
  return found
}

/** What was thrown first, as fast-check keeps it. */
function storyOf(check: () => void): string {
  try {
    check()
    return 'nothing was thrown'
  } catch (error) {
    return error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
  }
}

function expectBroken(laws: ReadonlyArray<Law>, part: string): void {
  expect(() => lawNamed(laws, part).check()).toThrow()
}

/** The command loop: each command takes effect once, on facts that are fresh, whoever else writes. */

import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import { describe, expect, test } from 'vitest'
import {
  derivedId, eventIdOf, fact, factCodec, factMakers, Sealed, sealInClear, shape,
  type CalendarDate, type Command, type CommandId, type Decider, type FactOf, type Rejection, type StreamName,
} from '@grid-governance/event-sourcing'
import { commandDigest } from './command-digest.ts'
import { commandLoop, type CommandEnvelope, type CommandOnStream } from './command-loop.ts'
import { memoryStore } from './memory-store.ts'
import type { EventStore, StreamPage } from './port.ts'
import { stateCache } from './state-cache.ts'

const facts = { Paid: fact(1, shape({ amount: t.number }, { note: Sealed })), Emptied: fact(1, shape({})) }
const make = factMakers(facts)
const codec = factCodec(facts)
type TillFact = FactOf<typeof facts>
type TillCommand = Command<'Pay', { readonly amounts: ReadonlyArray<number>, readonly note?: Sealed }> | Command<'Empty', Record<never, never>>
type TillRejection = Rejection<'TillFull'> & { readonly held: number }

const most = 100

/** A till holds at most 100; emptying an empty till is nothing to do. */
const till: Decider<TillCommand, number, TillFact, TillRejection, number> = {
  category: 'till',
  initialState: 0,
  isTerminal: () => false,
  decide: (command, held, { evidence }) => {
    if (command.type === 'Empty') return E.right(held === 0 ? [] : [make.Emptied({})])
    const { amounts, note } = command.data
    return held + amounts.reduce((sum, amount) => sum + amount, 0) > most + evidence
      ? E.left({ type: 'TillFull', rule: 'T1', held })
      : E.right(amounts.map((amount) => make.Paid({ amount, ...(note === undefined ? {} : { note }) })))
  },
  evolve: (held, one) => one.type === 'Emptied' ? 0 : held + one.data.amount,
}

const stream = 'till-1' as StreamName
const idOf = (name: string): CommandId => derivedId('loop', name)
const envelope = (name: string): CommandEnvelope =>
  ({ commandId: idOf(name), correlationId: idOf('all'), actor: { ref: 'A1', role: 'cashier' }, decidedOn: '2024-01-01' as CalendarDate, recordedOn: '2024-01-02' as CalendarDate })
const pay = (name: string, ...amounts: ReadonlyArray<number>): CommandOnStream<TillCommand, number, number> =>
  ({ stream, command: { type: 'Pay', data: { amounts } }, envelope: envelope(name), gather: () => TE.right(0) })
const empty = (name: string): CommandOnStream<TillCommand, number, number> => ({ ...pay(name), command: { type: 'Empty', data: {} } })

const loopOn = (store: EventStore, maxAttempts?: number) => commandLoop({ store, codec, decider: till, ...(maxAttempts === undefined ? {} : { maxAttempts }) })
const newStore = (): EventStore => memoryStore(() => 0)

describe('a command', () => {
  test('is decided, and its facts are appended together with what is known of it', async () => {
    const store = newStore()
    const receipt = await must(loopOn(store).handle(pay('a', 3, 4)))
    expect(receipt).toEqual({
      commandId: idOf('a'), outcome: 'recorded', stream, streamVersion: 2, position: 1, eventIds: [eventIdOf(idOf('a'), stream, 0), eventIdOf(idOf('a'), stream, 1)],
      facts: [make.Paid({ amount: 3 }), make.Paid({ amount: 4 })],
    })
    const [first] = (await pageOf(store)).events
    expect(JSON.parse(first?.metadata ?? '')).toEqual({
      actor: { ref: 'A1', role: 'cashier' }, append: { index: 0, of: 2 }, commandDigest: commandDigest(pay('a', 3, 4).command), commandId: idOf('a'), commandType: 'Pay',
      correlationId: idOf('all'), decidedOn: '2024-01-01',
    })
  })

  test('with authority and cause keeps them', async () => {
    const store = newStore()
    const authority = { documentNumber: 'X-1', issuer: 'town', date: '2023-12-31' as CalendarDate }
    await must(loopOn(store).handle({ ...pay('a', 3), envelope: { ...envelope('a'), authority, causationId: idOf('cause'), actor: { ref: 'A1', role: 'clerk', organisation: 'O1' } } }))
    expect(JSON.parse((await pageOf(store)).events[0]?.metadata ?? '')).toMatchObject({ authority, causationId: idOf('cause'), actor: { organisation: 'O1' } })
  })

  test('that the rules refuse is rejected, and nothing is written', async () => {
    const store = newStore()
    expect(await failure(loopOn(store).handle(pay('a', 101)))).toEqual({ tag: 'Rejected', stream, rejection: { type: 'TillFull', rule: 'T1', held: 0 } })
    expect((await pageOf(store)).streamVersion).toBe(0)
  })

  test('with nothing to do writes nothing', async () => {
    expect(await must(loopOn(newStore()).handle(empty('a')))).toEqual({ commandId: idOf('a'), outcome: 'nothingToDo', stream, streamVersion: 0, position: undefined, eventIds: [], facts: [] })
  })
})

describe('a command that is sent again', () => {
  test('is answered with its first receipt, also after others and by a loop that never saw it', async () => {
    const store = newStore()
    const loop = loopOn(store)
    const first = await must(loop.handle(pay('a', 3, 4)))
    await must(loop.handle(pay('b', 5)))
    for (const any of [loop, loopOn(store)]) expect(await must(any.handle(pay('a', 3, 4)))).toEqual({ ...first, outcome: 'alreadyDone', facts: [] })
    expect((await pageOf(store)).streamVersion).toBe(3)
  })

  test('is answered even where the rules would now refuse it', async () => {
    const loop = loopOn(newStore())
    await must(loop.handle(pay('a', 90)))
    expect(await must(loop.handle(pay('a', 90)))).toMatchObject({ outcome: 'alreadyDone', streamVersion: 1 })
  })

  test('with other content is refused', async () => {
    const loop = loopOn(newStore())
    await must(loop.handle(pay('a', 3, 4)))
    expect(await failure(loop.handle(pay('a', 3)))).toEqual({ tag: 'CommandIdReused', commandId: idOf('a'), stream, recordedAtVersion: 2 })
  })

  test('with the same content sealed otherwise is the same command', async () => {
    const loop = loopOn(newStore())
    const noted = (body: string) => ({ ...pay('a'), command: { type: 'Pay' as const, data: { amounts: [1], note: sealInClear(body) } } })
    await must(loop.handle(noted('cipher 1')))
    expect(await must(loop.handle(noted('cipher 2')))).toMatchObject({ outcome: 'alreadyDone' })
  })

  test('after a rejection is decided anew, for rejections are not remembered', async () => {
    const loop = loopOn(newStore())
    await must(loop.handle(pay('a', 90)))
    await failure(loop.handle(pay('b', 20)))
    await must(loop.handle(empty('c')))
    expect(await must(loop.handle(pay('b', 20)))).toMatchObject({ outcome: 'recorded' })
  })

  test('at the same moment is done once', async () => {
    const store = newStore()
    const [loop, other] = [loopOn(store), loopOn(store)]
    const receipts = await Promise.all([loop, other, loop, other].map((one) => must(one.handle(pay('a', 3)))))
    expect(receipts.map(({ outcome }) => outcome).sort()).toEqual(['alreadyDone', 'alreadyDone', 'alreadyDone', 'recorded'])
    expect((await pageOf(store)).streamVersion).toBe(1)
  })

  test('at the same moment with other content, through another loop, is refused, and neither loop believes in it', async () => {
    const store = newStore()
    const [loop, other] = [loopOn(store), loopOn(store)]
    const results = await Promise.all([loop.handle(pay('a', 3))(), other.handle(pay('a', 50))()])
    expect(results.map((result) => E.isRight(result) ? result.right.outcome : result.left.tag).sort()).toEqual(['CommandIdReused', 'recorded'])
    const states = await Promise.all([loop, other].map((one) => must(one.load(stream))))
    expect(states.map(({ state, version }) => [state, version])).toEqual([[states[0]?.state, 1], [states[0]?.state, 1]])
  })

  test('because its answer was lost is answered with what was written', async () => {
    const store = newStore()
    let lose = true
    const losing: EventStore = { ...store, append: (request) => async () => {
      const result = await store.append(request)()
      if (!lose) return result
      lose = false
      return E.left({ tag: 'StoreUnavailable', reason: 'unreachable', where: 'here', detail: 'lost' })
    } }
    const loop = loopOn(losing)
    expect(await failure(loop.handle(pay('a', 3)))).toMatchObject({ tag: 'StoreUnavailable' })
    await must(loop.handle(pay('b', 4)))
    expect(await must(loop.handle(pay('a', 3)))).toMatchObject({ outcome: 'alreadyDone', streamVersion: 1 })
    expect((await pageOf(store)).streamVersion).toBe(2)
  })
})

describe('a loop that is not alone', () => {
  test('decides again on fresh facts when another was quicker', async () => {
    const store = newStore()
    const [loop, other] = [loopOn(store), loopOn(store)]
    await must(loop.handle(pay('a', 60)))
    await must(other.handle(pay('b', 30)))
    expect(await failure(loop.handle(pay('c', 20)))).toMatchObject({ tag: 'Rejected', rejection: { held: 90 } })
  })

  test('does not refuse, nor find nothing to do, because of what it remembers', async () => {
    const store = newStore()
    const [loop, other] = [loopOn(store), loopOn(store)]
    await must(loop.handle(pay('a', 90)))
    await must(other.handle(empty('b')))
    expect(await must(loop.handle(pay('c', 90)))).toMatchObject({ outcome: 'recorded', streamVersion: 3 })
    await must(loop.handle(empty('d')))
    await must(other.handle(pay('e', 5)))
    expect(await must(loop.handle(empty('f')))).toMatchObject({ outcome: 'recorded', streamVersion: 6 })
  })

  test('loses no command and doubles none among many', async () => {
    const store = newStore()
    const loops = [loopOn(store, 100), loopOn(store, 100), loopOn(store, 100)]
    const receipts = await Promise.all(Array.from({ length: 45 }, (_, index) => must((loops[index % 3] as typeof loops[number]).handle(pay(`p${index % 30}`, 1)))))
    expect(receipts.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(30)
    expect((await pageOf(store)).streamVersion).toBe(30)
    expect((await must(loopOn(store).load(stream))).state).toBe(30)
  })

  test('gives up after so many conflicts', async () => {
    const store = newStore()
    const always: EventStore = { ...store, append: ({ expectedVersion }) => TE.left({ tag: 'WrongExpectedVersion', stream, expected: expectedVersion, actual: 9 }) }
    expect(await failure(loopOn(always, 3).handle(pay('a', 1)))).toEqual({ tag: 'TooManyConflicts', stream, attempts: 3 })
  })

  test('gathers the evidence anew for each decision', async () => {
    const store = newStore()
    const [loop, other] = [loopOn(store), loopOn(store)]
    await must(loop.handle(pay('a', 60)))
    await must(other.handle(pay('b', 30)))
    const seen: number[] = []
    await must(loop.handle({ ...pay('c', 5), gather: (held) => { seen.push(held); return TE.right(0) } }))
    expect(seen).toEqual([60, 90])
  })
})

describe('a sender who names the version that he saw', () => {
  test('is served where the stream still stands there', async () => {
    const loop = loopOn(newStore())
    await must(loop.handle({ ...pay('a', 1), expectedVersion: 0 }))
    expect(await must(loop.handle({ ...pay('b', 1), expectedVersion: 1 }))).toMatchObject({ outcome: 'recorded' })
  })

  test('is told where it stands otherwise, also if this loop did not know yet', async () => {
    const store = newStore()
    const [loop, other] = [loopOn(store), loopOn(store)]
    await must(loop.handle(pay('a', 1)))
    await must(other.handle(pay('b', 1)))
    expect(await failure(loop.handle({ ...pay('c', 1), expectedVersion: 1 }))).toEqual({ tag: 'StaleExpectation', stream, expected: 1, actual: 2 })
    expect(await must(loop.handle({ ...pay('d', 1), expectedVersion: 2 }))).toMatchObject({ outcome: 'recorded' })
  })

  test('is answered again all the same when he repeats himself', async () => {
    const loop = loopOn(newStore())
    await must(loop.handle({ ...pay('a', 1), expectedVersion: 0 }))
    expect(await must(loop.handle({ ...pay('a', 1), expectedVersion: 0 }))).toMatchObject({ outcome: 'alreadyDone' })
  })
})

describe('considering a command', () => {
  test('tells what it would record, and writes nothing', async () => {
    const store = newStore()
    expect(await must(loopOn(store).consider(pay('a', 3)))).toEqual({ facts: [make.Paid({ amount: 3 })], done: undefined })
    expect((await pageOf(store)).streamVersion).toBe(0)
  })

  test('tells what was done before, and what would be refused', async () => {
    const loop = loopOn(newStore())
    const receipt = await must(loop.handle(pay('a', 60)))
    expect(await must(loop.consider(pay('a', 60)))).toEqual({ facts: [], done: { ...receipt, outcome: 'alreadyDone', facts: [] } })
    expect(await failure(loop.consider(pay('a', 61)))).toMatchObject({ tag: 'CommandIdReused' })
    expect(await failure(loop.consider(pay('b', 60)))).toMatchObject({ tag: 'Rejected' })
  })
})

describe('when the world breaks', () => {
  test('an event that is not understood is named, and nothing is decided on it', async () => {
    const store = newStore()
    await must(store.append({ stream, expectedVersion: 'noStream', events: [{ eventId: derivedId('x'), type: 'Stolen', schemaVersion: 1, data: {}, metadata: {} }] }))
    const loop = loopOn(store)
    for (const work of [loop.handle(pay('a', 1)), loop.consider(pay('a', 1)), loop.load(stream)]) {
      expect(await failure<{ readonly tag: string }, unknown>(work)).toEqual({
        tag: 'UndecodableEvent', stream, streamVersion: 1, globalPosition: 0, fact: { tag: 'UndecodableFact', type: 'Stolen', schemaVersion: 1, problems: ['Stolen is not a known fact'] },
      })
    }
  })

  test('evidence that cannot be read is a failure', async () => {
    const unreadable = { tag: 'StoreUnavailable', reason: 'io', where: 'there', detail: 'broken' } as const
    expect(await failure(loopOn(newStore()).handle({ ...pay('a', 1), gather: () => TE.left(unreadable) }))).toEqual(unreadable)
  })

  test('a fact outside of the table is a defect, and the loop goes on', async () => {
    const strange: typeof till = { ...till, decide: (command, ...rest) => command.type === 'Empty' ? E.right([{ type: 'Paid', schemaVersion: 1, data: { amount: 'much' } } as unknown as TillFact]) : till.decide(command, ...rest) }
    const loop = commandLoop({ store: newStore(), codec, decider: strange })
    await expect(loop.handle(empty('a'))()).rejects.toThrow('Empty decided a Paid that its codec refuses: amount is "much", expected number')
    expect(await must(loop.handle(pay('b', 1)))).toMatchObject({ outcome: 'recorded' })
  })
})

describe('a cache of states', () => {
  test('lets go of what was used least', () => {
    const cache = stateCache<number>(2)
    const loaded = (state: number) => ({ state, version: state, commands: new Map() })
    const [one, two, three] = ['till-1', 'till-2', 'till-3'] as ReadonlyArray<string> as [StreamName, StreamName, StreamName]
    cache.put(one, loaded(1))
    cache.put(two, loaded(2))
    cache.get(one)
    cache.put(three, loaded(3))
    expect([one, two, three].map((name) => cache.get(name)?.state)).toEqual([1, undefined, 3])
    cache.drop(one)
    expect(cache.get(one)).toBeUndefined()
  })
})

test('the digest of a command is this, for ever', () => {
  expect(commandDigest({ type: 'Pay', data: { b: 1, a: [2], note: sealInClear('secret') } })).toBe('9b45369dc699023798b9748c07d760f08cb053877028ba46dab9f202ab157a24')
})

async function pageOf(store: EventStore): Promise<StreamPage> {
  return must(store.readStream({ stream, maxCount: 1000 }))
}

async function must<F, A>(task: TE.TaskEither<F, A>): Promise<A> {
  const result = await task()
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

async function failure<F, A>(task: TE.TaskEither<F, A>): Promise<F> {
  const result = await task()
  if (E.isRight(result)) throw new Error(`should have failed: ${JSON.stringify(result.right)}`)
  return result.left
}

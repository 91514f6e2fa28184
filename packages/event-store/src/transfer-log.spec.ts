/** Moving a log: whatever cuts it, it goes on; what is not the source's is refused; and nothing is sealed that was not read back. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { derivedId, type StreamName } from '@grid-governance/event-sourcing'
import type { AppendFailure } from './failures.ts'
import { memoryStore } from './memory-store.ts'
import type { EventStore } from './port.ts'
import type { StoredEvent } from './stored-event.ts'
import { transferLog, type LogDigest, type TransferReport, type TransferTarget } from './transfer-log.ts'

/** An append of a made-up history: to which stream, of how many events, how long after the one before. */
interface Append {
  readonly stream: number
  readonly events: number
  readonly laterMs: number
}

const histories = fc.array(fc.record({ stream: fc.nat(3), events: fc.integer({ min: 1, max: 4 }), laterMs: fc.constantFrom(0, 0, 1, 5000) }), { maxLength: 25 })

async function storeWith(history: ReadonlyArray<Append>): Promise<EventStore> {
  let now = 1_500_000_000_000
  const store = memoryStore(() => now)
  for (const [place, { stream, events, laterMs }] of history.entries()) {
    now += laterMs
    await write(store, `gridMap-${stream}`, Array.from({ length: events }, (_, index) => `${place}.${index}`))
  }
  return store
}

async function write(store: EventStore, stream: string, names: ReadonlyArray<string>): Promise<void> {
  const events = names.map((name) => ({ eventId: derivedId(name), type: 'GridOpened', schemaVersion: 1, metadata: { made: 'up' }, data: { name } }))
  const appended = await store.append({ stream: stream as StreamName, expectedVersion: 'any', events: events as never })()
  if (E.isLeft(appended)) throw new Error(JSON.stringify(appended.left))
}

interface Trial {
  readonly store: EventStore
  readonly target: () => TransferTarget<AppendFailure>
  /** The append (or seal) of this number, counted from 1, fails, and those after it. */
  cutAt: number
  /** The one that fails was carried out all the same. */
  answerLost: boolean
  sealed: LogDigest | undefined
}

const cut: AppendFailure = { tag: 'StoreUnavailable', reason: 'unreachable', where: 'spec', detail: 'cut' }

/** A target in memory, opened again for each run, as a process would. */
function newTrial(): Trial {
  let recordedAt = 0
  const store = memoryStore(() => recordedAt)
  const trial: Trial = {
    store, cutAt: Infinity, answerLost: false, sealed: undefined,
    target: () => {
      let calls = 0
      return {
        reader: store,
        sealed: trial.sealed,
        append: (request, time) => async () => {
          calls += 1
          if (calls > trial.cutAt || (calls === trial.cutAt && !trial.answerLost)) return E.left(cut)
          recordedAt = time
          const appended = await store.append(request)()
          return calls === trial.cutAt ? E.left(cut) : appended
        },
        seal: (digest) => async () => {
          calls += 1
          if (calls >= trial.cutAt) return E.left(cut)
          trial.sealed = digest
          return E.right(undefined)
        },
      }
    },
  }
  return trial
}

async function eventsOf(store: EventStore): Promise<ReadonlyArray<StoredEvent>> {
  const page = await store.readAll({ after: 'beginning', maxCount: 10_000 })()
  if (E.isLeft(page)) throw new Error(JSON.stringify(page.left))
  return page.right.events
}

async function linkOf(store: EventStore): Promise<string | undefined> {
  const head = await store.head()()
  return E.isRight(head) ? head.right.link : undefined
}

async function moved(source: EventStore, trial: Trial, pageSize = 7): Promise<TransferReport> {
  const done = await transferLog({ source, target: trial.target(), pageSize })()
  if (E.isLeft(done)) throw new Error(JSON.stringify(done.left))
  return done.right
}

const history: ReadonlyArray<Append> = [{ stream: 0, events: 2, laterMs: 0 }, { stream: 1, events: 3, laterMs: 10 }, { stream: 0, events: 1, laterMs: 0 }, { stream: 0, events: 2, laterMs: 7 }]

describe('a transfer', () => {
  it('gives the same log, once, wherever it was cut and however often', async () => {
    await fc.assert(fc.asyncProperty(histories, fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean()), { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), async (made, cuts, pageSize) => {
      const source = await storeWith(made)
      const trial = newTrial()
      for (const [cutAt, answerLost] of cuts) {
        Object.assign(trial, { cutAt, answerLost })
        const run = await transferLog({ source, target: trial.target(), pageSize: 1 + (pageSize + cutAt) % 9 })()
        if (E.isLeft(run)) expect(run.left).toEqual(cut)
        else expect(trial.sealed).toBeDefined()
      }
      Object.assign(trial, { cutAt: Infinity, answerLost: false })
      const report = await moved(source, trial, pageSize)
      expect(await eventsOf(trial.store)).toEqual(await eventsOf(source))
      expect(report.digest.link).toBe(await linkOf(source))
      expect(trial.sealed).toEqual(report.digest)
      expect(await moved(source, trial, pageSize)).toEqual({ ...report, written: 0, alreadyThere: true, after: undefined })
    }))
  })

  it('joins neighbours of one stream and one time to one append', async () => {
    const source = await storeWith(history)
    const trial = newTrial()
    trial.cutAt = 4
    const run = await transferLog({ source, target: trial.target() })()
    expect(run).toEqual(E.left(cut))
    expect(await eventsOf(trial.store)).toHaveLength(6)
  })

  it('splits what is more than one append may hold', async () => {
    const source = memoryStore(() => 1)
    for (const name of ['a', 'b', 'c'].map((letter) => letter.repeat(400_000))) await write(source, 'gridMap-0', [name])
    const trial = newTrial()
    await moved(source, trial)
    expect(await linkOf(trial.store)).toBe(await linkOf(source))
  })

  it('tells how far it is, both ways', async () => {
    const told: unknown[] = []
    await transferLog({ source: await storeWith(history), target: newTrial().target(), pageSize: 5, onProgress: (progress) => { told.push(progress) } })()
    expect(told).toEqual([
      { step: 'moving', done: 5, total: 8 }, { step: 'moving', done: 8, total: 8 }, { step: 'verifying', done: 5, total: 8 }, { step: 'verifying', done: 8, total: 8 },
    ])
  })

  it('takes what was there when it began, and what came since when it is run again before it was sealed', async () => {
    const source = await storeWith(history)
    const trial = newTrial()
    trial.cutAt = 5
    await transferLog({ source, target: trial.target() })()
    await write(source, 'gridMap-9', ['later'])
    trial.cutAt = Infinity
    expect(await moved(source, trial)).toMatchObject({ written: 1, digest: { count: 9 } })
  })
})

describe('a target is refused', () => {
  it('where the source was altered since', async () => {
    const trial = newTrial()
    trial.cutAt = 4
    await transferLog({ source: await storeWith(history), target: trial.target() })()
    const other = await storeWith(history.map((append, place) => place === 1 ? { ...append, laterMs: 11 } : append))
    trial.cutAt = Infinity
    expect(await transferLog({ source: other, target: trial.target() })()).toMatchObject({ left: { tag: 'TargetDiffers', place: 2, expected: { stream: 'gridMap-1', streamVersion: 1 }, found: { stream: 'gridMap-1', streamVersion: 1 } } })
    expect(await eventsOf(trial.store)).toHaveLength(6)
  })

  it('where it holds another event, in between or at the end', async () => {
    const source = await storeWith(history)
    const between = newTrial()
    await write(between.store, 'gridMap-7', ['other'])
    expect(await transferLog({ source, target: between.target() })()).toMatchObject({ left: { tag: 'TargetDiffers', place: 0, found: { stream: 'gridMap-7' } } })
    const behind = newTrial()
    behind.cutAt = 5
    await transferLog({ source, target: behind.target() })()
    await write(behind.store, 'gridMap-7', ['other'])
    behind.cutAt = Infinity
    expect(await transferLog({ source, target: behind.target() })()).toMatchObject({ left: { tag: 'TargetDiffers', place: 8, expected: undefined, found: { stream: 'gridMap-7' } } })
    expect(behind.sealed).toBeUndefined()
  })

  it('once it is whole, for another log, or for the same that went on', async () => {
    const source = await storeWith(history)
    const trial = newTrial()
    await moved(source, trial)
    await write(source, 'gridMap-9', ['later'])
    expect(await transferLog({ source, target: trial.target() })()).toMatchObject({ left: { tag: 'TargetSealed', source: { count: 9 }, target: { count: 8 } } })
  })

  it('where it does not give back what was written', async () => {
    const source = await storeWith(history)
    const trial = newTrial()
    const target = trial.target()
    const late = { ...target, append: (request: Parameters<typeof target.append>[0], time: number) => target.append(request, time + 1) }
    expect(await transferLog({ source, target: late })()).toMatchObject({ left: { tag: 'CopyDiffers', source: { count: 8 }, target: { count: 8 } } })
    expect(trial.sealed).toBeUndefined()
  })
})

describe('a source is refused', () => {
  const reading = (source: EventStore, change: (event: StoredEvent, place: number) => StoredEvent): EventStore => {
    let place = 0
    return { ...source, readAll: (request) => async () => E.map((page: { readonly events: ReadonlyArray<StoredEvent> }) => ({ ...page, events: page.events.map((event) => change(event, place++)) }) as never)(await source.readAll(request)()) }
  }

  it.each([
    ['an event that was not written through the port', 'foreign', (event: StoredEvent, place: number) => place === 3 ? { ...event, foreign: true } : event, 3],
    ['a time that goes back', 'clockBack', (event: StoredEvent, place: number) => place === 4 ? { ...event, recordedAt: 5 } : event, 4],
    ['events that are not what its chain says', 'otherChain', (event: StoredEvent, place: number) => place === 4 ? { ...event, data: '{}' } : event, 8],
  ] as const)('for %s', async (_, problem, change, place) => {
    const trial = newTrial()
    expect(await transferLog({ source: reading(await storeWith(history), change), target: trial.target() })()).toEqual(E.left({ tag: 'SourceUnsound', problem, place }))
    expect(trial.sealed).toBeUndefined()
  })

  it('where reading it ends before its head, again and again; once is overlooked', async () => {
    const source = await storeWith(history)
    const cutShort = (times: number): EventStore => {
      let left = times
      return { ...source, readAll: (request) => async () => E.map((page: { readonly events: ReadonlyArray<StoredEvent> }) => {
        if (request.after !== 4) return page as never
        left -= 1
        return (left < 0 ? page : { events: [], readTo: request.after, endOfLog: true }) as never
      })(await source.readAll(request)()) }
    }
    expect(await transferLog({ source: cutShort(99), target: newTrial().target(), pageSize: 5 })()).toEqual(E.left({ tag: 'SourceUnsound', problem: 'cutShort', place: 5 }))
    expect(await transferLog({ source: cutShort(1), target: newTrial().target(), pageSize: 5 })()).toMatchObject({ right: { written: 8 } })
  })
})

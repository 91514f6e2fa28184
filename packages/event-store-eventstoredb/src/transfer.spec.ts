/** A database as the target and as the source of transfers: the same log with the same times, and nobody can backdate in it. */

import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { derivedId, StreamName } from '@grid-governance/event-sourcing'
import { chainStart, memoryStore, nextLink, transferLog, type EventStore, type TransferFailure, type TransferReport, type TransferTarget } from '@grid-governance/event-store'
import { startDouble, type Double } from '@grid-governance/eventstoredb-double'
import { openEventStoreDb, openEventStoreDbTarget } from './index.ts'
import { markerStream } from './transfer-marker.ts'
import { placeOnDouble, placeOnServer, type Place, type PlaceOnDouble, type RawClient } from './trial/places.ts'
import { describeOnRealServer } from './trial/real-server.spec-parts.ts'
import { begins, countUpTo, eventsOf, histories, longHistories, logWith, memoryTarget, must, onLog, transferred, unplaced, write, type Append } from './trial/transferred.ts'

const transferDay = Date.parse('2026-05-01T00:00:00Z')
let now = transferDay
let newPlace: (began: number) => Promise<Place>
let place: Place

const double = (): Double => (place as PlaceOnDouble).double

const setNow = (instant: number): void => {
  now = instant
  place.setNow(instant)
}

/** Each test has a place of its own. */
const inPlaces = (make: typeof newPlace): void => {
  beforeEach(async () => {
    newPlace = make
    now = transferDay
    place = await make(now)
  })
  afterEach(async () => { await place.stop() })
}

const history: ReadonlyArray<Append> = [{ stream: 0, events: 2, laterMs: 0 }, { stream: 1, events: 3, laterMs: 10 }, { stream: 0, events: 1, laterMs: 4000 }, { stream: 0, events: 2, laterMs: 7 }]

describe('on the double', () => {
  inPlaces(placeOnDouble)
  laws((afterEvents) => {
    double().clearFaults()
    double().inject({ on: 'read', stream: '$all', fault: 'endWithOk', afterEvents, times: 2 })
  })

  it('a node that lags behind its leader takes a log in one run, and is not taken for one where less is', async () => {
    const cluster = await startDouble({ nodes: 3, lagMs: 60, now: () => now })
    const options = { connectionString: `esdb://${cluster.nodes[1]?.address ?? ''}?tls=false`, pauseMs: 100 }
    const source = await logWith(history)
    expect(await transferred(source, options)).toMatchObject({ written: 8, digest: { link: must(await source.head()()).link } })
    await expect.poll(async () => (await transferred(source, options)).alreadyThere).toBe(true)
    await onLog(options, async (store) => { expect(unplaced(await eventsOf(store))).toEqual(unplaced(await eventsOf(source))) })
    await cluster.stop()
  })

  describe('a transfer into a database that fails on the way', () => {
    const faults = ['silence', 'status', 'notReady', 'endWithOk', 'kill', 'duplicateAnswer', 'noPosition'] as const

    let cut = 0

    it('goes on when it is run again, whatever became of the append at hand, and writes everything once', { timeout: 180_000 }, async () => {
      await fc.assert(fc.asyncProperty(longHistories, fc.array(fc.record({ fault: fc.constantFrom(...faults), skip: fc.nat(4), stored: fc.boolean(), blind: fc.nat(6) }), { minLength: 2, maxLength: 5 }), async (made, script) => {
        const source = await logWith(made)
        const own = await startDouble({ now: () => transferDay })
        try {
          for (const { fault, skip, stored, blind } of script) {
            const opening = await openEventStoreDbTarget({ connectionString: own.connectionString, answerWithinMs: 200, attempts: 1, pauseMs: 1 })()
            // On a busy machine it may be too late even for that.
            if (E.isLeft(opening)) continue
            const target = opening.right
            own.inject({ on: 'append', fault, skip, times: 1, ...(fault === 'status' ? { code: 14 } : {}), ...(['silence', 'status', 'endWithOk', 'kill'].includes(fault) ? { stored } : {}) } as never)
            // What became of it is looked up; now and then that fails, too.
            if (stored) own.inject({ on: 'read', fault: 'status', code: 14, skip: blind, times: 1 })
            const run = await transferLog({ source, target, pageSize: 5 })()
            own.clearFaults()
            await target.close()
            for (const node of own.nodes) if (node.state() === 'dead') await node.restart()
            if (E.isLeft(run)) cut += 1
            if (E.isLeft(run)) await expectToSayHowItStands(own)
          }
          const report = await transferred(source, own)
          expect(report.digest.link).toBe(must(await source.head()()).link)
          await onLog(own, async (store) => { expect(unplaced(await eventsOf(store))).toEqual(unplaced(await eventsOf(source))) })
        } finally {
          await own.stop()
        }
      }), { numRuns: 15, seed: 20_261_125, endOnFailure: true })
      expect(cut).toBeGreaterThan(10)
    })

    async function expectToSayHowItStands(own: Double): Promise<void> {
      const before = await stateOf(own)
      const opened = await openEventStoreDb({ connectionString: own.connectionString })()
      // What was given up may be carried out yet, in between.
      if (await stateOf(own) === before) expect(opened).toMatchObject(standingAfter(before))
      if (E.isRight(opened)) await opened.right.close()
    }

    /** How many events the marker has: it may be sealed though the answer was lost, or not even begun. */
    async function stateOf(own: Double): Promise<number> {
      const client = EventStoreDBClient.connectionString(own.connectionString)
      let count = 0
      try {
        for await (const _ of client.readStream(markerStream)) count += 1
      } catch {
        count = 0
      }
      await client.dispose()
      return count
    }

    function standingAfter(marks: number): object {
      return marks === 1 ? { left: { tag: 'StoreUnavailable', reason: 'unfinished' } } : { _tag: 'Right' }
    }
  })

  describe('a marker of which a reading shows less than there is', () => {
    it.each([0, 1])('counts as it is, with %d events shown in the first two readings', async (afterEvents) => {
      const source = await logWith(history)
      await transferred(source, place.options)
      double().inject({ on: 'read', stream: markerStream, fault: 'endWithOk', afterEvents, times: 2 })
      await onLog(place.options, async (store) => { expect(unplaced(await eventsOf(store))).toEqual(unplaced(await eventsOf(source))) })
      double().inject({ on: 'read', stream: markerStream, fault: 'endWithOk', afterEvents, times: 2 })
      expect(await transferred(source, place.options)).toMatchObject({ alreadyThere: true, written: 0 })
    })

    it('counts as begun where the seal is not there, however often less is shown', async () => {
      await raw(async (client) => { await client.appendToStream(markerStream, jsonEvent({ type: 'TransferBegun', data: {} })) })
      double().inject({ on: 'read', stream: markerStream, fault: 'endWithOk', skip: 1, times: 2 })
      expect(await openEventStoreDb(place.options)()).toMatchObject({ left: { reason: 'unfinished' } })
    })
  })
})

describeOnRealServer('on a real server', (url) => {
  inPlaces(placeOnServer(url))
  laws()
})

/** What holds wherever the log is; `cutReadings` lets the next readings end early, where that can be asked for. */
function laws(cutReadings?: (afterEvents: number) => void): void {
  describe('a log that was transferred', () => {
    it('says the same as the one it came from: events, times, head, what was known at any instant; and so does the way back', { timeout: 120_000 }, async () => {
      await fc.assert(fc.asyncProperty(histories, fc.array(fc.integer({ min: -1, max: 5 * 86_400_000 }), { maxLength: 12 }), async (made, laterMs) => {
        const source = await logWith(made)
        const own = await newPlace(transferDay)
        try {
          const report = await transferred(source, own.options)
          await onLog(own.options, async (store) => {
            const [expected, found] = [await eventsOf(source), await eventsOf(store)]
            expect(unplaced(found)).toEqual(unplaced(expected))
            expect(must(await store.head()()).recordedAt).toBe(must(await source.head()()).recordedAt)
            for (const instant of [...laterMs.map((later) => begins + later), ...expected.map(({ recordedAt }) => recordedAt)]) {
              const [known, there] = [must(await source.prefixKnownAt(instant)()), must(await store.prefixKnownAt(instant)())]
              expect(countUpTo(found, there)).toBe(countUpTo(expected, known))
            }
            const back = memoryTarget()
            expect(must(await transferLog({ source: store, target: back.target })()).digest).toEqual(report.digest)
            expect(await eventsOf(back.store)).toEqual(expected)
          })
          expect(must(await source.head()()).link).toBe(report.digest.link)
        } finally {
          await own.stop()
        }
      }), { numRuns: 15 })
    })

    it('gives the same times whatever is read first', async () => {
      const source = await logWith(history)
      await transferred(source, place.options)
      const expected = await eventsOf(source)
      await onLog(place.options, async (store) => {
        const page = must(await store.readStream({ stream: 'gridMap-1' as StreamName, maxCount: 1 })())
        expect(page.events[0]?.recordedAt).toBe(begins + 10)
      })
      await onLog(place.options, async (store) => {
        const backwards = must(await store.readStream({ stream: 'gridMap-0' as StreamName, direction: 'backwards', maxCount: 10 })())
        expect(unplaced(backwards.events)).toEqual(unplaced(expected.filter(({ stream }) => stream === 'gridMap-0').reverse()))
      })
    })

    it('goes on with the times of the server, never behind those that were transferred', async () => {
      const ahead = memoryStore(() => transferDay + 5000)
      await write(ahead, 'gridMap-0', ['ahead'])
      await transferred(ahead, place.options)
      await onLog(place.options, async (store) => {
        await write(store, 'gridMap-0', ['behind the log'])
        setNow(transferDay + 9000)
        await write(store, 'gridMap-1', ['later'])
        expect((await eventsOf(store)).map(({ recordedAt }) => recordedAt)).toEqual([transferDay + 5000, transferDay + 5000, transferDay + 9000])
      })
    })

    it('takes no second transfer: the same log is there already, another one is refused', async () => {
      const source = await logWith(history)
      const first = await transferred(source, place.options)
      expect(await transferred(source, place.options)).toEqual({ ...first, written: 0, alreadyThere: true, after: undefined })
      await onLog(place.options, (store) => write(store, 'gridMap-8', ['gone on']))
      expect(await transferred(source, place.options)).toMatchObject({ alreadyThere: true })
      await write(source, 'gridMap-9', ['gone on elsewhere'])
      const target = must(await openEventStoreDbTarget(place.options)())
      expect(await transferLog({ source, target })()).toMatchObject({ left: { tag: 'TargetSealed', source: { count: 9 }, target: { count: 8 } } })
      await target.close()
    })

    it('may be an empty one', async () => {
      expect(await transferred(await logWith([]), place.options)).toMatchObject({ digest: { count: 0, link: chainStart } })
      await onLog(place.options, async (store) => {
        await write(store, 'gridMap-0', ['first'])
        expect((await eventsOf(store))[0]?.recordedAt).toBe(transferDay)
      })
    })
  })

  describe('a database refuses to be opened or read', () => {
    it('while a transfer into it is not sealed, and lets the transfer go on', async () => {
      const source = await logWith(history)
      const target = must(await openEventStoreDbTarget(place.options)())
      const before = must(await openEventStoreDb(place.options)())
      const [first] = await eventsOf(source)
      if (first === undefined) throw new Error('there is none')
      must(await target.append({ stream: first.stream, expectedVersion: 0, events: [{ ...first, data: { name: '0.0', 网格: [1, 2.5, null] }, metadata: { made: 'up', 文号: '〔2018〕1' } }] }, first.recordedAt)())
      expect(await openEventStoreDb(place.options)()).toMatchObject({ left: { reason: 'unfinished', detail: 'a transfer into it was begun and has not come to its end' } })
      expect(await before.readAll({ after: 'beginning', maxCount: 5 })()).toMatchObject({ left: { reason: 'unfinished', detail: 'a transfer into it began after it was opened; open it again' } })
      await before.close()
      await target.close()
      expect(await transferred(source, place.options)).toMatchObject({ written: 7 })
    })

    it('as a target, where another program wrote to it', async () => {
      await raw(async (client) => { await client.appendToStream('order-1', jsonEvent({ type: 'Ordered', data: {} })) })
      expect(await openEventStoreDbTarget(place.options)()).toMatchObject({ left: { reason: 'foreign', detail: 'Ordered in the stream order-1' } })
      expect(await everythingIn(place)).toHaveLength(1)
    })

    it('as a target, where something lies before the transfer that was begun', async () => {
      await onLog(place.options, (store) => write(store, 'gridMap-5', ['native']))
      await raw(async (client) => { await client.appendToStream(markerStream, jsonEvent({ type: 'TransferBegun', data: {} })) })
      expect(await openEventStoreDbTarget(place.options)()).toMatchObject({ left: { reason: 'corrupt', detail: 'there are events before the transfer into it began' } })
      expect(await everythingIn(place)).toHaveLength(2)
    })

    it('as a target, where the marker of a transfer was deleted before anything was moved', async () => {
      await raw(async (client) => {
        await client.appendToStream(markerStream, jsonEvent({ type: 'TransferBegun', data: {} }))
        await client.deleteStream(markerStream)
      })
      expect(await openEventStoreDbTarget(place.options)()).toMatchObject({ left: { reason: 'corrupt', detail: 'a log was transferred into it, but the marker of the transfer is gone' } })
    })

    it('as a source, where a program wrote to it that is none of ours', async () => {
      await raw(async (client) => { await client.appendToStream('order-1', jsonEvent({ type: 'Ordered', data: {} })) })
      await onLog(place.options, async (source) => {
        expect(await transferLog({ source, target: memoryTarget().target })()).toEqual(E.left({ tag: 'SourceUnsound', problem: 'foreign', place: 0 }))
      })
    })
  })

  describe('a log that was written in the database, and never moved there', () => {
    const other = [...history, { stream: 3, events: 1, laterMs: 1 }]

    beforeEach(async () => {
      await onLog(place.options, async (store) => {
        await write(store, 'gridMap-5', ['first', 'second'])
        setNow(now + 1000)
        await write(store, 'gridMap-6', ['third'])
      })
    })

    it('is there already for a copy of it, and goes on being a log', async () => {
      const copy = await copied()
      await expectUntouched(async () => {
        expect(must(await moved(copy))).toMatchObject({ alreadyThere: true, written: 0, digest: { count: 3, link: must(await copy.head()()).link } })
        // However little a reading shows.
        for (const afterEvents of [0, 1, 2]) {
          cutReadings?.(afterEvents)
          expect(must(await moved(copy))).toMatchObject({ alreadyThere: true, written: 0 })
        }
      })
    })

    it('is there already for itself', async () => {
      await expectUntouched(async () => { await onLog(place.options, async (store) => { expect(must(await moved(store))).toMatchObject({ alreadyThere: true, written: 0 }) }) })
    })

    it('refuses a copy that went on, and is not made to follow', async () => {
      const copy = await copied()
      await write(copy, 'gridMap-7', ['fourth, elsewhere'])
      await expectUntouched(async () => { expect(await moved(copy)).toMatchObject({ left: { tag: 'TargetSealed', source: { count: 4 }, target: { count: 3 } } }) })
    })

    it('refuses a copy that it has left behind', async () => {
      const copy = await copied()
      await onLog(place.options, (store) => write(store, 'gridMap-7', ['fourth']))
      await expectUntouched(async () => { expect(await moved(copy)).toMatchObject({ left: { tag: 'TargetSealed', source: { count: 3 }, target: { count: 4 } } }) })
    })

    it('refuses another log, and an empty one', async () => {
      for (const [made, count] of [[other, 9], [[], 0]] as const) {
        await expectUntouched(async () => { expect(await moved(await logWith(made))).toMatchObject({ left: { tag: 'TargetSealed', source: { count }, target: { count: 3 } } }) })
      }
    })

    it('is not taken over when it came after the target was opened', async () => {
      const own = await newPlace(now)
      const target = must(await openEventStoreDbTarget(own.options)())
      await onLog(own.options, (store) => write(store, 'gridMap-5', ['native']))
      const before = await everythingIn(own)
      expect(await target.seal({ count: 0, lastEventId: undefined, link: chainStart })()).toMatchObject({ left: { reason: 'io', detail: 'events were written to it after it was opened for the transfer' } })
      expect(await transferLog({ source: await logWith([]), target })()).toMatchObject({ left: { tag: 'TargetDiffers' } })
      expect(await everythingIn(own)).toEqual(before)
      await target.close()
      await own.stop()
    })

    /** A copy elsewhere, with the times that the database says. */
    async function copied(): Promise<EventStore> {
      const copy = memoryTarget()
      await onLog(place.options, async (source) => { must(await transferLog({ source, target: copy.target })()) })
      return copy.store
    }

    async function moved(source: EventStore): Promise<E.Either<TransferFailure, TransferReport>> {
      const target = must(await openEventStoreDbTarget(place.options)())
      const answer = await transferLog({ source, target })()
      await target.close()
      return answer
    }

    async function expectUntouched(work: () => Promise<void>): Promise<void> {
      const before = await everythingIn(place)
      await work()
      expect(await everythingIn(place)).toEqual(before)
      await onLog(place.options, async (store) => { expect(await eventsOf(store)).toHaveLength(before.length) })
    }
  })

  describe('nobody can backdate', () => {
    const day = 86_400_000

    it('by a time that is put beside an event after the marker', async () => {
      await transferred(await logWith(history), place.options)
      setNow(transferDay + day)
      await raw(async (client) => { await client.appendToStream('gridMap-0', backdated('forged', begins + 5)) })
      await onLog(place.options, async (store) => {
        expect((await eventsOf(store)).at(-1)).toMatchObject({ stream: 'gridMap-0', streamVersion: 6, recordedAt: transferDay + day })
        expect(countUpTo(await eventsOf(store), must(await store.prefixKnownAt(begins + 1000)()))).toBe(5)
      })
    })

    it('by a time that is put beside an event of a log that was never transferred', async () => {
      await onLog(place.options, (store) => write(store, 'gridMap-5', ['native']))
      await raw(async (client) => { await client.appendToStream('gridMap-5', backdated('forged', begins)) })
      await onLog(place.options, async (store) => {
        expect((await eventsOf(store)).map(({ recordedAt }) => recordedAt)).toEqual([transferDay, transferDay])
      })
    })

    it('by a marker under a log that was there before: what lies before the marker began was not transferred', async () => {
      await onLog(place.options, (store) => write(store, 'gridMap-5', ['native']))
      const [native] = await onLog(place.options, eventsOf)
      if (native === undefined) throw new Error('there is none')
      await raw(async (client) => {
        await client.appendToStream(markerStream, [
          jsonEvent({ type: 'TransferBegun', data: {} }), jsonEvent({ type: 'TransferSealed', data: { count: 1, lastEventId: native.eventId, link: nextLink(chainStart, { ...native, recordedAt: begins }) } }),
        ])
      })
      expect(await openEventStoreDb(place.options)()).toMatchObject({ left: { reason: 'corrupt', detail: 'there are events before the transfer into it began' } })
    })

    it('by a marker whose digest is not that of the events', async () => {
      const source = await logWith(history)
      const target = must(await openEventStoreDbTarget(place.options)())
      const forging: TransferTarget<unknown> = { ...target, seal: () => async () => E.right(undefined) }
      const { digest } = must(await transferLog({ source, target: forging })())
      await target.close()
      await raw(async (client) => { await client.appendToStream(markerStream, jsonEvent({ type: 'TransferSealed', data: { ...digest, link: 'f'.repeat(64) } })) })
      expect(await openEventStoreDb(place.options)()).toMatchObject({ left: { reason: 'corrupt', detail: 'the 8 events that were transferred are not those that the marker of the transfer was set under' } })
      expect(await openEventStoreDbTarget(place.options)()).toMatchObject({ left: { reason: 'corrupt' } })
    })

    it('by more marks behind the seal', async () => {
      const source = await logWith(history)
      const { digest } = await transferred(source, place.options)
      await raw(async (client) => { await client.appendToStream(markerStream, jsonEvent({ type: 'TransferSealed', data: { ...digest, count: 9 } })) })
      await onLog(place.options, async (store) => { expect(unplaced(await eventsOf(store))).toEqual(unplaced(await eventsOf(source))) })
    })

    it('by deleting the marker', async () => {
      await transferred(await logWith(history), place.options)
      await raw(async (client) => { await client.deleteStream(markerStream) })
      expect(await openEventStoreDb(place.options)()).toMatchObject({ left: { reason: 'corrupt', detail: 'a log was transferred into it, but the marker of the transfer is gone' } })
    })

    it('by a log whose marker was scavenged away, or never was: its first event has an original time', async () => {
      await raw(async (client) => { await client.appendToStream('gridMap-0', backdated('forged', begins)) })
      expect(await openEventStoreDb(place.options)()).toMatchObject({ left: { reason: 'corrupt', detail: 'a log was transferred into it, but the marker of the transfer is gone' } })
    })

    it('by a marker of another shape, or one that names more events than there are', async () => {
      await raw(async (client) => { await client.appendToStream(markerStream, [jsonEvent({ type: 'TransferBegun', data: {} }), jsonEvent({ type: 'TransferSealed', data: { count: 'all' } })]) })
      expect(await openEventStoreDb(place.options)()).toMatchObject({ left: { reason: 'corrupt', detail: `the stream ${markerStream} is not the marker of a transfer` } })
      const own = await newPlace(transferDay)
      const client = own.raw()
      await client.appendToStream(markerStream, [jsonEvent({ type: 'TransferBegun', data: {} }), jsonEvent({ type: 'TransferSealed', data: { count: 2, lastEventId: null, link: chainStart } })])
      expect(await openEventStoreDb(own.options)()).toMatchObject({ left: { reason: 'corrupt', detail: 'only 0 of the 2 events that were transferred are there' } })
      await client.dispose()
      await own.stop()
    })

    function backdated(name: string, recordedAt: number): ReturnType<typeof jsonEvent> {
      return jsonEvent({ id: derivedId('sent', name), type: 'GridOpened', data: { name }, metadata: { form: 'grid-governance/1', eventId: derivedId(name), schemaVersion: 1, metadata: {}, recordedAt } })
    }
  })
}

it('the marker is no part of the log', () => {
  expect(StreamName.is(markerStream)).toBe(false)
})

/** A client that knows nothing of the port. */
async function raw(work: (client: RawClient) => Promise<void>): Promise<void> {
  const client = place.raw()
  await work(client)
  await client.dispose()
}

/** The ids of all that anybody wrote, but the server itself. */
async function everythingIn(of: Place): Promise<ReadonlyArray<string>> {
  const client = of.raw()
  const ids: string[] = []
  for await (const { event } of client.readAll()) if (event !== undefined && !event.type.startsWith('$')) ids.push(event.id)
  await client.dispose()
  return ids
}

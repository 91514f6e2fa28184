/** The law of running projections: however a history is cut, stopped, resumed and delivered, the saved models are those of a replay. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { replay, type CalendarDate, type Position, type Projection } from '@grid-governance/event-sourcing'
import type { EventReader, EventStore } from '@grid-governance/event-store'
import { memoryReadModelStore, runProjection, type ReadModelStore } from './index.ts'
import { histories, renumbered, sampleDays, writeHistory } from './arbitraries.ts'
import { allFacts, districtFile, gridDiary, gridFiles, rightOf, sampleCodec, sampleStore, type SampleEvent } from './builders.ts'

const projections = [gridFiles, districtFile, gridDiary] as unknown as ReadonlyArray<Projection<SampleEvent, object>>
const runs = { numRuns: 100 }
/** What happens between two pieces of the history: the runner lives on, is stopped, or another takes over. */
const pieces = fc.array(fc.record({ history: histories(5), then: fc.constantFrom('liveOn', 'stop', 'takeOver') }), { minLength: 1, maxLength: 5 })
const sizes = fc.record({ pageSize: fc.integer({ min: 1, max: 6 }), saveEvery: fc.integer({ min: 1, max: 9 }), keysInMemory: fc.constantFrom(1, 2, 100) })

describe.each(projections.map((projection) => [projection.name, projection] as const))('running %s', (_, projection) => {
  it('saves, to the byte, the models of a replay: any page size, any restart, any take-over, any duplicate delivery', () => fc.assert(
    fc.asyncProperty(pieces, sizes, fc.boolean(), async (parts, options, twice) => {
      const log = sampleStore()
      const store = memoryReadModelStore()
      const reader = twice ? deliveringTwice(log) : log
      const start = () => rightOf(runProjection({ reader, codec: sampleCodec, projection, mode: 'checked', store, ...options }))
      let runner = await start()
      for (const { history, then } of parts) {
        await writeHistory(log, renumbered(history))
        await caughtUp(runner.untilPosition, log)
        if (then === 'stop') await runner.stop()
        if (then !== 'liveOn') runner = await start()
      }
      await caughtUp(runner.untilPosition, log)
      await runner.stop()
      const expected = replay(projection, await allFacts(log))
      expect(await savedTexts(store, projection)).toEqual(new Map([...expected].map(([key, model]) => [key, JSON.stringify(model)])))
    }), runs))

  it('answers any question about a day and a moment as a replay does', () => fc.assert(
    fc.asyncProperty(histories(8), sizes, fc.constantFrom(undefined, ...sampleDays), fc.option(fc.nat(30), { nil: undefined }), async (history, options, asOf, place) => {
      const log = sampleStore()
      await writeHistory(log, history)
      const runner = await rightOf(runProjection({ reader: log, codec: sampleCodec, projection, mode: 'checked', store: memoryReadModelStore(), ...options }))
      await caughtUp(runner.untilPosition, log)
      const facts = (await allFacts(log)).filter((event) => place === undefined || event.globalPosition + event.metadata.append.of - 1 - event.metadata.append.index <= place)
      const expected = replay(projection, facts, asOf as CalendarDate | undefined)
      const { after } = await rightOf(log.head())
      for (const key of ['', 'g1', 'g2', 'g3']) {
        const question = { key, ...(asOf === undefined ? {} : { asOf: asOf as CalendarDate }), ...(place === undefined ? {} : { knownAt: { position: place as Position } }) }
        if (place !== undefined && (after === 'beginning' || place > after)) expect(await runner.ask(question)()).toEqual({ _tag: 'Left', left: { tag: 'PositionBeyondLog', asked: place, head: after } })
        else expect((await rightOf(runner.ask(question))).model).toEqual(expected.get(key))
      }
      await runner.stop()
    }), runs))

  it('never changes a model that it has published', () => fc.assert(
    fc.asyncProperty(histories(6), histories(6), async (before, after) => {
      const log = sampleStore()
      const runner = await rightOf(runProjection({ reader: log, codec: sampleCodec, projection, mode: 'checked', store: memoryReadModelStore() }))
      const seen: Array<readonly [object, string]> = []
      runner.onChange(({ models }) => { for (const model of models.values()) seen.push([model, JSON.stringify(model)]) })
      await writeHistory(log, before)
      await caughtUp(runner.untilPosition, log)
      for (const model of (await rightOf(runner.read(['', 'g1', 'g2', 'g3']))).models.values()) seen.push([model, JSON.stringify(model)])
      await writeHistory(log, renumbered(after))
      await caughtUp(runner.untilPosition, log)
      await runner.stop()
      for (const [model, text] of seen) expect(JSON.stringify(model)).toBe(text)
    }), runs))
})

async function caughtUp(untilPosition: (position: Position) => () => Promise<unknown>, log: EventStore): Promise<void> {
  const { after } = await rightOf(log.head())
  if (after !== 'beginning') expect(await untilPosition(after)()).toBe('reached')
}

async function savedTexts(store: ReadModelStore, projection: Projection<SampleEvent, object>): Promise<ReadonlyMap<string, string | null>> {
  const keys = await rightOf(store.keys({ projection, which: 'all', maxCount: 1000 }))
  return new Map((await rightOf(store.load(projection, keys))).models.map(({ key, text }) => [key, text]))
}

/** A reader that delivers the event before a page once more, as a careless adapter might. */
function deliveringTwice(log: EventReader): EventReader {
  return {
    ...log,
    readAll: (request) => async () => {
      const page = await log.readAll(request)()
      const before = page._tag === 'Right' && request.after !== 'beginning' ? await rightOf(log.readAt([request.after])) : []
      const passing = before.filter((event) => request.filter?.types?.includes(event.type) !== false)
      return page._tag === 'Right' ? { ...page, right: { ...page.right, events: [...passing, ...page.right.events] } } : page
    },
  }
}

/** The law of rebuilding: whatever the history, the models are those of a replay of all facts in memory. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { replay, type CalendarDate, type Position, type Projection, type RecordedEvent } from '@grid-governance/event-sourcing'
import { appendPlaceOf, foldAtPositions, rebuild, recordedEvents } from './index.ts'
import { histories, sampleDays, writeHistory } from './arbitraries.ts'
import { allFacts, districtFile, gridDiary, gridFiles, rightOf, sampleCodec, sampleStore, type SampleEvent } from './builders.ts'

const projections = [gridFiles, districtFile, gridDiary] as unknown as ReadonlyArray<Projection<SampleEvent, object>>
const days = fc.option(fc.constantFrom(...sampleDays), { nil: undefined }) as fc.Arbitrary<CalendarDate | undefined>
const runs = { numRuns: 150 }

describe.each(projections.map((projection) => [projection.name, projection] as const))('rebuilding %s', (_, projection) => {
  it('gives the models of a replay in memory, as of any day, for any size of page', () => fc.assert(
    fc.asyncProperty(histories(), days, fc.integer({ min: 1, max: 7 }), fc.constantFrom('checked' as const, 'trusted' as const), async (history, asOf, pageSize, mode) => {
      const reader = sampleStore()
      await writeHistory(reader, history)
      const rebuilt = await rightOf(rebuild({ reader, codec: sampleCodec, projection, mode, pageSize, ...(asOf === undefined ? {} : { asOf }) }))
      expect(rebuilt.blocked.size).toBe(0)
      expect(rebuilt.models).toEqual(replay(projection, await allFacts(reader), asOf))
    }), runs))

  it('gives, as known at any position, the models of a replay of the appends that were whole by then', () => fc.assert(
    fc.asyncProperty(histories(), days, fc.nat(60), fc.integer({ min: 1, max: 7 }), async (history, asOf, place, pageSize) => {
      const reader = sampleStore()
      await writeHistory(reader, history)
      const position = place as Position
      const rebuilt = await rightOf(rebuild({ reader, codec: sampleCodec, projection, mode: 'checked', pageSize, knownAt: { position }, ...(asOf === undefined ? {} : { asOf }) }))
      expect(rebuilt.models).toEqual(replay(projection, wholeAppendsUpTo(await allFacts(reader), position), asOf))
    }), runs))

  it('gives, as known at any instant, the models of a replay of what was recorded by then', () => fc.assert(
    fc.asyncProperty(histories(), fc.nat(15), async (history, halfDays) => {
      const reader = sampleStore()
      await writeHistory(reader, history)
      const instant = Date.UTC(2024, 0, 1, 4) + halfDays * 12 * 60 * 60 * 1000
      const rebuilt = await rightOf(rebuild({ reader, codec: sampleCodec, projection, mode: 'checked', pageSize: 3, knownAt: { instant } }))
      expect(rebuilt.models).toEqual(replay(projection, (await allFacts(reader)).filter((event) => event.recordedAt <= instant)))
    }), runs))

  it('folds each key from its own facts to the same model, at once or in chunks', () => fc.assert(
    fc.asyncProperty(histories(), days, fc.constantFrom(0, 1000), async (history, asOf, atOnce) => {
      const reader = sampleStore()
      await writeHistory(reader, history)
      const { models, positionsOf } = await rightOf(rebuild({ reader, codec: sampleCodec, projection, mode: 'checked' }))
      const expected = replay(projection, await allFacts(reader), asOf)
      for (const key of models.keys()) {
        const folded = await rightOf(() => foldAtPositions({ reader, decode: recordedEvents(sampleCodec, 'checked'), projection, key, positions: positionsOf(key), asOf, atOnce }))
        expect(folded?.model).toEqual(expected.get(key))
      }
    }), runs))
})

function wholeAppendsUpTo(events: ReadonlyArray<RecordedEvent<SampleEvent>>, position: Position): ReadonlyArray<RecordedEvent<SampleEvent>> {
  return events.filter((event) => {
    const { index, of } = appendPlaceOf({ metadata: JSON.stringify(event.metadata) })
    return event.globalPosition + (of - 1 - index) <= position
  })
}

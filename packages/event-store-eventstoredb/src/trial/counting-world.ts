/** A made-up world for trials of the read side: buildings of grids are counted in pairs of facts, and flags are hoisted for them, by a policy and by a process. */

import * as t from 'io-ts'
import * as E from 'fp-ts/lib/Either.js'
import {
  dated, definePolicy, defineProcess, defineProjection, derivedId, eventIdOf, fact, factCodec, instanceOf, list, shape,
  type CalendarDate, type Command, type FactOf, type JsonObject, type StreamName,
} from '@grid-governance/event-sourcing'
import type { AppendFailure, AppendRequest, EventStore } from '@grid-governance/event-store'
import type { SendCommand } from '@grid-governance/subscriptions'

const facts = {
  BuildingsCounted: fact(1, dated({ grids: list(t.string), buildings: t.Int })),
  FlagHoisted:      fact(1, shape({ flag: t.string })),
}
export type CountingFact = FactOf<typeof facts>
export const countingCodec = factCodec(facts)

export type HoistFlag = Command<'HoistFlag', { readonly flag: string }>

/** The counts of each grid, in the order of effect. */
export const counts = defineProjection<CountingFact>()({
  name: 'counts',
  version: 1,
  handles: ['BuildingsCounted'],
  keys: (event) => event.data.grids,
  initial: (): { lines: string[] } => ({ lines: [] }),
  project: { BuildingsCounted: (file, { data }) => { file.lines.push(`${data.effectiveOn} ${data.entryId} ${data.buildings}`) } },
})

/** Whatever is counted, a flag is hoisted for each grid. */
export const flagsForCounts = definePolicy<CountingFact, HoistFlag>()({
  name: 'flagsForCounts',
  startFrom: 'beginning',
  handles: ['BuildingsCounted'],
  when: {
    BuildingsCounted: ({ data }) => data.grids.map((grid) => ({ stream: flags, key: grid, command: { type: 'HoistFlag', data: { flag: `policy ${grid} ${data.entryId}` } } })),
  },
})

/** And another on the day of effect. */
export const flagsOnTheDay = defineProcess<CountingFact, HoistFlag>()({
  name: 'flagsOnTheDay',
  startFrom: 'beginning',
  handles: ['BuildingsCounted', 'FlagHoisted'],
  instances: (event) => event.type === 'FlagHoisted' ? [event.data.flag.split(' ')[1] ?? ''] : [instanceOf(event.stream)],
  initial: (): { readonly announced: ReadonlyArray<{ readonly entryId: string, readonly on: CalendarDate }>, readonly hoisted: ReadonlyArray<string> } => ({ announced: [], hoisted: [] }),
  evolve: {
    BuildingsCounted: (state, { data }) => ({ ...state, announced: [...state.announced, { entryId: data.entryId, on: data.effectiveOn }] }),
    FlagHoisted: (state, { data }) => ({ ...state, hoisted: [...state.hoisted, data.flag] }),
  },
  // Entries are named by the instance and what was counted.
  due: ({ announced, hoisted }) => announced
    .map(({ entryId, on }) => ({ deadlineId: entryId, dueOn: on, stream: flags, command: { type: 'HoistFlag' as const, data: { flag: `process ${entryId.split('_')[0] ?? ''} ${entryId}` } } }))
    .filter(({ command }) => !hoisted.includes(command.data.flag)),
})

export const flags = 'flags-all' as StreamName

/** So many counts of a stream, one append of two facts each; ids that tell the same append again. */
export const pairOf = (stream: StreamName, number: number): AppendRequest => {
  const commandId = derivedId('counting', stream, String(number))
  const events = [0, 1].map((index) => ({
    eventId: eventIdOf(commandId, stream, index), type: 'BuildingsCounted', schemaVersion: 1,
    data: { buildings: number, effectiveOn: `2024-01-${String(1 + number % 28).padStart(2, '0')}`, entryId: `${instanceOf(stream)}_${number}_${index}`, grids: [`g${number % 3}`], kind: 'change' } as JsonObject,
    metadata: metadataOf(commandId, index, 2),
  }))
  return { stream, expectedVersion: number * 2, events: events as unknown as AppendRequest['events'] }
}

/** Sends as a front door does: a command takes effect once, however often it is sent. */
export const hoistingIn = (store: EventStore): SendCommand<HoistFlag, AppendFailure> => ({ commandId, command }) => async () => {
  const eventId = eventIdOf(commandId, flags, 0)
  const appended = await store.append({ stream: flags, expectedVersion: 'any', events: [{ eventId, type: 'FlagHoisted', schemaVersion: 1, data: command.data, metadata: metadataOf(commandId, 0, 1) }] })()
  return E.map(({ stream, position }: { readonly stream: StreamName, readonly position: number }) => ({ outcome: 'accepted' as const, stream, position: position as never }))(appended)
}

function metadataOf(commandId: string, index: number, of: number): JsonObject {
  return { actor: { ref: 'made-up', role: 'clerk' }, append: { index, of }, commandDigest: 'none', commandId, correlationId: commandId }
}

/** A small made-up world for the specs of this package: grids are counted, listed, and remarked upon. */

import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import {
  dated, defineProjection, derivedId, EntryVoidedData, eventIdOf, fact, factCodec, list, sealInClear, shape,
  type CalendarDate, type FactOf, type JsonObject, type Position, type RecordedEvent, type StreamName, type Upcaster,
} from '@grid-governance/event-sourcing'
import { memoryStore, type AppendReceipt, type EventAppender, type EventReader, type EventStore, type EventToAppend } from '@grid-governance/event-store'
import { recordedEvents } from './recorded-events.ts'

const sampleFacts = {
  BuildingsCounted: fact(2, dated({ grids: list(t.string), buildings: t.Int })),
  GridRenamed:      fact(1, dated({ grid: t.string, name: t.string })),
  RemarkMade:       fact(1, shape({ grid: t.string, remark: t.string })),
  FlagHoisted:      fact(1, shape({ flag: t.string })),
  EntryVoided:      fact(1, EntryVoidedData),
}
export type SampleEvent = FactOf<typeof sampleFacts>

/** What older logs hold: counts of one grid, lists that meant a name for each of two grids, and rumours, which mean nothing today. */
const upcasters: ReadonlyArray<Upcaster> = [
  { type: 'BuildingsCounted', from: 1, upcast: (data) => {
    const { grid, ...rest } = data as { readonly grid: string }
    return [{ type: 'BuildingsCounted', schemaVersion: 2, data: { ...rest, grids: [grid] } }]
  } },
  { type: 'GridsListed', from: 1, upcast: (data) => {
    const { entryId, effectiveOn, grids } = data as { readonly entryId: string, readonly effectiveOn: string, readonly grids: ReadonlyArray<string> }
    return grids.map((grid) => ({ type: 'GridRenamed', schemaVersion: 1, data: { entryId: `${entryId}.${grid}`, kind: 'change', effectiveOn, grid, name: `listed ${grid}` } }))
  } },
  { type: 'RumourHeard', from: 1, upcast: () => [] },
]

export const sampleCodec = factCodec(sampleFacts, upcasters)

/** What is left of each grid: in the order of effect, with corrections made good. */
export interface GridFile {
  buildings: number
  name: string
  lines: string[]
}

const emptyFile = (): GridFile => ({ buildings: 0, name: '', lines: [] })

/** One file for each grid. */
export const gridFiles = defineProjection<SampleEvent>()({
  name: 'gridFiles',
  version: 1,
  handles: ['BuildingsCounted', 'GridRenamed', 'RemarkMade'],
  keys: (event) => event.type === 'BuildingsCounted' ? event.data.grids : [event.data.grid],
  initial: emptyFile,
  project: {
    BuildingsCounted: (file, { data }) => {
      file.buildings = data.buildings
      file.lines.push(`${data.effectiveOn} ${data.entryId} counts ${data.buildings}`)
    },
    GridRenamed: (file, { data }) => {
      file.name = data.name
      file.lines.push(`${data.effectiveOn} ${data.entryId} names ${data.name}`)
    },
    RemarkMade: (file, { data }) => { file.lines.push(data.remark) },
  },
})

/** One file for the whole district. */
export const districtFile = defineProjection<SampleEvent>()({
  name: 'districtFile',
  version: 1,
  handles: ['BuildingsCounted', 'RemarkMade'],
  initial: emptyFile,
  project: {
    BuildingsCounted: (file, { data }) => {
      file.buildings += data.buildings
      file.lines.push(`${data.effectiveOn} ${data.entryId} counts ${data.buildings}`)
    },
    RemarkMade: (file, { data }) => { file.lines.push(data.remark) },
  },
})

/** What was written about each grid, in the order in which it was written, corrections and voids among it. */
export const gridDiary = defineProjection<SampleEvent>()({
  name: 'gridDiary',
  version: 1,
  order: 'recorded',
  handles: ['BuildingsCounted', 'GridRenamed', 'EntryVoided'],
  keys: (event) => event.type === 'BuildingsCounted' ? event.data.grids : event.type === 'GridRenamed' ? [event.data.grid] : [],
  initial: (): { lines: string[] } => ({ lines: [] }),
  project: {
    BuildingsCounted: (diary, { data, subIndex }) => { diary.lines.push(`${data.entryId} ${data.kind} ${data.buildings} ${subIndex}`) },
    GridRenamed: (diary, { data, subIndex }) => { diary.lines.push(`${data.entryId} ${data.kind} ${data.name} ${subIndex}`) },
    EntryVoided: (diary, { data }) => { diary.lines.push(`${data.entryId} takes back ${data.corrects}`) },
  },
})

/** The same of the whole district. */
export const districtDiary = defineProjection<SampleEvent>()({
  name: 'districtDiary',
  version: 1,
  order: 'recorded',
  handles: ['BuildingsCounted', 'EntryVoided'],
  initial: (): { lines: string[] } => ({ lines: [] }),
  project: {
    BuildingsCounted: (diary, { data }) => { diary.lines.push(`${data.entryId} ${data.kind} ${data.buildings}`) },
    EntryVoided: (diary, { data }) => { diary.lines.push(`${data.entryId} takes back ${data.corrects}`) },
  },
})

/** A fact as it is to be stored; the version may be an older one. */
export interface SampleFact {
  readonly type: string
  readonly schemaVersion: number
  readonly data: JsonObject
}

export const counted = (entryId: string, effectiveOn: string, grids: ReadonlyArray<string>, buildings: number, chain: { readonly root?: string, readonly corrects?: string } = {}): SampleFact =>
  ({ type: 'BuildingsCounted', schemaVersion: 2, data: { buildings, effectiveOn, entryId, grids: [...grids], kind: chain.root === undefined ? 'change' : 'correction', ...chain } })

export const countedLongAgo = (entryId: string, effectiveOn: string, grid: string, buildings: number): SampleFact =>
  ({ type: 'BuildingsCounted', schemaVersion: 1, data: { buildings, effectiveOn, entryId, grid, kind: 'change' } })

export const listed = (entryId: string, effectiveOn: string, grids: ReadonlyArray<string>): SampleFact =>
  ({ type: 'GridsListed', schemaVersion: 1, data: { effectiveOn, entryId, grids: [...grids] } })

export const renamed = (entryId: string, effectiveOn: string, grid: string, name: string): SampleFact =>
  ({ type: 'GridRenamed', schemaVersion: 1, data: { effectiveOn, entryId, grid, kind: 'change', name } })

export const remarked = (grid: string, remark: string): SampleFact => ({ type: 'RemarkMade', schemaVersion: 1, data: { grid, remark } })

export const flagged = (flag: string): SampleFact => ({ type: 'FlagHoisted', schemaVersion: 1, data: { flag } })

export const rumoured = (): SampleFact => ({ type: 'RumourHeard', schemaVersion: 1, data: {} })

export const takenBack = (entryId: string, root: string, corrects: string): SampleFact =>
  ({ type: 'EntryVoided', schemaVersion: 1, data: { corrects, entryId, kind: 'correction', reason: { ...sealInClear('made up') }, root } })

export const streamNamed = (name: string): StreamName => `grid-${name}` as StreamName

export const day = (text: string): CalendarDate => text as CalendarDate

export const at = (position: number): Position => position as Position

/** A store in memory whose clock stands at noon of 2024-01-01 and goes on by half a day with each append. */
export const sampleStore = (): EventStore => {
  let now = Date.UTC(2024, 0, 1, 4)
  const store = memoryStore(() => now)
  return { ...store, append: (request) => { now += 12 * 60 * 60 * 1000; return store.append(request) } }
}

let commands = 0

/** Writes facts as one append to a stream, wherever it stands. */
export const write = async (store: EventAppender, stream: string, ...facts: ReadonlyArray<SampleFact>): Promise<AppendReceipt> => {
  const [first, ...others] = eventsToAppend(streamNamed(stream), facts)
  const written = first === undefined ? undefined : await store.append({ stream: streamNamed(stream), expectedVersion: 'any', events: [first, ...others] })()
  if (written === undefined || E.isLeft(written)) throw new Error(`The facts were not written: ${JSON.stringify(written)}`)
  return written.right
}

/** The events of one append, as the front door would make them. */
export const eventsToAppend = (stream: StreamName, facts: ReadonlyArray<SampleFact>): ReadonlyArray<EventToAppend> => {
  commands += 1
  const commandId = derivedId('sample', String(commands))
  return facts.map((one, index) => ({
    eventId: eventIdOf(commandId, stream, index),
    type: one.type,
    schemaVersion: one.schemaVersion,
    data: one.data,
    metadata: {
      actor: { ref: 'made-up', role: 'clerk' }, append: { index, of: facts.length }, commandDigest: 'none', commandId, correlationId: commandId,
    },
  }))
}

/** All facts of a log, checked. */
export const allFacts = async (reader: EventReader): Promise<ReadonlyArray<RecordedEvent<SampleEvent>>> => {
  const page = await reader.readAll({ after: 'beginning', maxCount: 100_000 })()
  if (E.isLeft(page)) throw new Error(JSON.stringify(page.left))
  const facts = recordedEvents(sampleCodec, 'checked')(page.right.events)
  if (E.isLeft(facts)) throw new Error(JSON.stringify(facts.left))
  return facts.right
}

/** What a task came to; a failure fails the spec. */
export const rightOf = async <A>(task: () => Promise<E.Either<unknown, A>>): Promise<A> => {
  const result = await task()
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

/** What a task failed with; success fails the spec. */
export const leftOf = async <L>(task: () => Promise<E.Either<L, unknown>>): Promise<L> => {
  const result = await task()
  if (E.isRight(result)) throw new Error(`It did not fail: ${JSON.stringify(result.right)}`)
  return result.left
}

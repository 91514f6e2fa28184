/** The made-up world of the specs of workers: buildings are counted, on maps of one grid each and by plans over several. Workers load it, too. */

import process from 'node:process'
import { isMainThread } from 'node:worker_threads'
import * as t from 'io-ts'
import {
  dated, defineProjection, derivedId, EntryVoidedData, eventIdOf, fact, factCodec, instanceOf, list, sealInClear, shape,
  type FactOf, type JsonObject, type Partition, type Projection, type StreamName, type Upcaster,
} from '@grid-governance/event-sourcing'
import type { AppendRequest, EventStore, EventToAppend } from '@grid-governance/event-store'
import type { PartedProjection } from '@grid-governance/subscriptions'
import { ran } from './appends.ts'

const facts = {
  BuildingsCounted: fact(2, dated({ grids: list(t.string), buildings: t.Int })),
  RemarkMade:       fact(1, shape({ grid: t.string, remark: t.string })),
  FlagHoisted:      fact(1, shape({ flag: t.string })),
  EntryVoided:      fact(1, EntryVoidedData),
}

const upcasters: ReadonlyArray<Upcaster> = [
  { type: 'BuildingsCounted', from: 1, upcast: (data) => {
    const { grid, ...rest } = data as { readonly grid: string }
    return [{ type: 'BuildingsCounted', schemaVersion: 2, data: { ...rest, grids: [grid] } }]
  } },
]

export const partedCodec = factCodec(facts, upcasters)
export type PartedEvent = FactOf<typeof facts>

export interface CountFile {
  lines: string[]
}

/** A count of so many buildings is one at which `counts` fails. */
export const unlucky = 13

/** Every count that stands, line by line, in the order of effect: a fact that is lost or shown twice shows in the bytes. */
export const counts = defineProjection<PartedEvent>()({
  name: 'counts',
  version: 1,
  handles: ['BuildingsCounted', 'RemarkMade'],
  keys: (event) => event.type === 'RemarkMade' ? [event.data.grid] : event.data.grids,
  initial: (): CountFile => ({ lines: [] }),
  project: {
    BuildingsCounted: (file, { data }) => {
      if (data.buildings === unlucky) throw new Error('no count is 13')
      file.lines.push(`${data.effectiveOn} ${data.entryId} ${data.buildings}`)
    },
    RemarkMade: (file, { data }) => { file.lines.push(data.remark) },
  },
})

/** Every count in the order in which it was recorded, corrections and voids among them. */
export const diary = defineProjection<PartedEvent>()({
  name: 'diary',
  version: 1,
  order: 'recorded',
  handles: ['BuildingsCounted', 'EntryVoided'],
  keys: (event) => event.type === 'BuildingsCounted' ? event.data.grids : [],
  initial: (): CountFile => ({ lines: [] }),
  project: {
    BuildingsCounted: (file, { data }) => { file.lines.push(`${data.entryId} ${data.kind} ${data.buildings}`) },
    EntryVoided: (file, { data }) => { file.lines.push(`${data.entryId} takes back ${data.corrects}`) },
  },
})

/** A map's facts concern its own grid, a plan's several. */
export const byGrid: Partition = { unitOfKey: (key) => key, unitOfStream: (stream) => stream.startsWith('map-') ? instanceOf(stream) : undefined }

export type Parted = PartedProjection<PartedEvent, CountFile>

const parted = (projection: Parted['projection'], partition = byGrid): Parted => ({ projection, codec: partedCodec, partition })

export const countsInParts = parted(counts as Projection<PartedEvent, CountFile>)
export const diaryInParts = parted(diary as Projection<PartedEvent, CountFile>)

/** Says that a plan's facts concern the first grid only. */
export const claimsTooMuch = parted(countsInParts.projection, { ...byGrid, unitOfStream: (stream) => byGrid.unitOfStream(stream) ?? 'g1' })

const misbehaving = (inWorker: (remark: string) => void): Parted => parted({
  ...countsInParts.projection,
  project: (file, event) => {
    if (!isMainThread && event.type === 'RemarkMade') inWorker(event.data.remark)
    countsInParts.projection.project(file, event)
  },
})

/** Ends its thread at the remark `last words`, and never comes to an end at the remark `for ever`. */
export const dies = misbehaving((remark) => {
  if (remark === 'last words') process.exit(7)
  while (remark === 'for ever') { /* it is ended from outside */ }
})

/** Another projection than the one that the main thread knows under this name. */
export const otherVersion = parted({ ...countsInParts.projection, version: isMainThread ? 1 : 2 })

export const throws = parted({ ...countsInParts.projection, initial: () => { throw new Error('made to throw') } })

export interface MadeFact {
  readonly type: string
  readonly schemaVersion: number
  readonly data: JsonObject
}

export const counted = (entryId: string, effectiveOn: string, grids: ReadonlyArray<string>, buildings: number, chain: { readonly root?: string, readonly corrects?: string } = {}): MadeFact =>
  ({ type: 'BuildingsCounted', schemaVersion: 2, data: { buildings, effectiveOn, entryId, grids: [...grids], kind: chain.root === undefined ? 'change' : 'correction', ...chain } })
export const countedLongAgo = (entryId: string, effectiveOn: string, grid: string, buildings: number): MadeFact =>
  ({ type: 'BuildingsCounted', schemaVersion: 1, data: { buildings, effectiveOn, entryId, grid, kind: 'change' } })
export const remarked = (grid: string, remark: string): MadeFact => ({ type: 'RemarkMade', schemaVersion: 1, data: { grid, remark } })
export const flagged = (flag: string): MadeFact => ({ type: 'FlagHoisted', schemaVersion: 1, data: { flag } })
/** A remark without its text: no codec of today understands it. */
export const garbled = (grid: string): MadeFact => ({ type: 'RemarkMade', schemaVersion: 1, data: { grid } })
export const takenBack = (entryId: string, root: string, corrects: string): MadeFact =>
  ({ type: 'EntryVoided', schemaVersion: 1, data: { corrects, entryId, kind: 'correction', reason: { ...sealInClear('made up') }, root } })

let commands = 0

/** Writes facts as one append. */
export const writeFacts = async (log: EventStore, stream: string, ...made: ReadonlyArray<MadeFact>): Promise<void> => {
  commands += 1
  const commandId = derivedId('parted', String(commands))
  const events = made.map((one, index): EventToAppend => ({
    ...one, eventId: eventIdOf(commandId, stream as StreamName, index),
    metadata: { actor: { ref: 'made-up', role: 'clerk' }, append: { index, of: made.length }, commandDigest: 'none', commandId, correlationId: commandId },
  }))
  if (events.length > 0) await ran(log.append({ stream, expectedVersion: 'any', events } as unknown as AppendRequest))
}

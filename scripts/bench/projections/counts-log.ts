// Made-up logs of buildings that are counted again and again, and the projection of their counts: the same in every run.
import { defineProjection, eventIdOf, type CommandId, type JsonObject, type Projection, type StreamName } from '../../../packages/event-sourcing/src/index.ts'
import type { GovernanceEvent } from '../../../packages/domain/src/index.ts'
import type { EventToAppend } from '../../../packages/event-store/src/index.ts'
import { openSqliteStore } from '../../../packages/event-store-sqlite/src/index.ts'
import { right } from '../replay/right.ts'

export interface CountsLog {
  readonly facts: number
  /** How many buildings are counted, in turns at random; each is a key of the projection. */
  readonly keys: number
  /** Of a thousand facts, how many come late: dated before what its building was counted last. */
  readonly late?: number
}

/** What is kept of one building. */
export interface BuildingCounts {
  counts: number
  countedOn: string
  households: number
  residents: number
}

/** The last count of each building, and how often it was counted. */
export const buildingCounts: Projection<Extract<GovernanceEvent, { readonly type: 'BuildingMetricsRecorded' }>, BuildingCounts> = defineProjection<GovernanceEvent>()({
  name: 'buildingCounts',
  version: 1,
  handles: ['BuildingMetricsRecorded'],
  keys: ({ data }) => [data.buildingId],
  initial: (): BuildingCounts => ({ counts: 0, countedOn: '', households: 0, residents: 0 }),
  project: {
    BuildingMetricsRecorded: (model, { data }) => {
      model.counts += 1
      model.countedOn = data.effectiveOn
      model.households = data.households
      model.residents = data.residents
    },
  },
})

export interface MadeAppend {
  readonly stream: StreamName
  readonly facts: ReadonlyArray<JsonObject>
}

const factsOfAppend = 5
const buildingsOfCommunity = 80
const years = 30

/** Appends of five counts each in one community; the days go on through thirty years. */
export function* madeCounts({ facts, keys, late = 0 }: CountsLog): Generator<MadeAppend, void, undefined> {
  const chance = seeded()
  for (let written = 0; written < facts; written += factsOfAppend) {
    const community = chance(Math.ceil(keys / buildingsOfCommunity))
    const shift = chance(1000) < late * factsOfAppend ? -400 : 0
    const day = dayAt(Math.floor(written / facts * years * 365), shift)
    const ofCommunity = Math.min(buildingsOfCommunity, keys - community * buildingsOfCommunity)
    yield {
      stream: `gridMap-440402.C${community}` as StreamName,
      facts: Array.from({ length: Math.min(factsOfAppend, facts - written) }, (_, index) => count(community, community * buildingsOfCommunity + chance(ofCommunity), chance, day, `e${written + index}`)),
    }
  }
}

/** Writes a log of them, some minutes of recording apart. */
export async function makeCountsLog(path: string, kind: CountsLog): Promise<void> {
  let now = Date.UTC(1994, 0, 1)
  const store = right(await openSqliteStore({ path, mode: 'create', synchronous: 'NORMAL', now: () => now })())
  const versions = new Map<StreamName, number>()
  let appends: Array<ReturnType<ReturnType<typeof store.append>>> = []
  for (const { stream, facts } of madeCounts(kind)) {
    const version = versions.get(stream) ?? 0
    versions.set(stream, version + facts.length)
    const [first, ...others] = countEvents(stream, version, facts)
    if (first !== undefined) appends.push(store.append({ stream, expectedVersion: version, events: [first, ...others] })())
    now += 60_000
    if (appends.length < 500) continue
    for (const answer of await Promise.all(appends)) right(answer)
    appends = []
  }
  for (const answer of await Promise.all(appends)) right(answer)
  await store.settle()()
  await store.close()()
}

/** The counts of one append as events, with all that a front door would say of them. */
export function countEvents(stream: StreamName, version: number, facts: ReadonlyArray<JsonObject>): ReadonlyArray<EventToAppend> {
  const commandId = `${hashOf(stream)}-d9cb-469f-a165-${String(version).padStart(12, '0')}` as CommandId
  return facts.map((data, index) => ({
    eventId: eventIdOf(commandId, stream, index), type: 'BuildingMetricsRecorded', schemaVersion: 1, data, metadata: countMetadata(commandId, version, index, facts.length),
  }))
}

function countMetadata(commandId: CommandId, version: number, index: number, of: number): JsonObject {
  return {
    actor: { ref: `actor-${version % 50}`, role: 'townOfficer' },
    append: { index, of },
    authority: { date: '2021-03-01', documentNumber: `虚构〔2021〕${version % 90}号`, issuer: '虚构街道' },
    commandDigest: 'a1b2c3d4e5f60718'.repeat(4),
    commandId,
    correlationId: commandId,
    decidedOn: '2021-03-01',
  }
}

function count(community: number, building: number, chance: (below: number) => number, day: string, entryId: string): JsonObject {
  return {
    buildingId: `B${building}`, communityId: `C${community}`, effectiveOn: day, entryId, gridId: `C${community}G${building % 4}`, households: chance(60), kind: 'change', residents: chance(200),
  }
}

/** A sum over models, to tell whether two ways came to the same. */
export function digestOf(models: Iterable<readonly [key: string, model: BuildingCounts]>): number {
  let sum = 0
  for (const [key, { counts, countedOn, households, residents }] of models) {
    sum = (sum + Number(key.slice(1)) * 7 + counts * 13 + Number(countedOn.replaceAll('-', '')) + households * 31 + residents * 1009) % 1_000_000_007
  }
  return sum
}

function dayAt(days: number, shift: number): string {
  return new Date(Date.UTC(1996, 0, 1) + (days + shift) * 86_400_000).toISOString().slice(0, 10)
}

function hashOf(text: string): string {
  let hash = 7
  for (const letter of text) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0
  return hash.toString(16).padStart(8, '0')
}

/** The same chances in every run. */
function seeded(): (below: number) => number {
  let state = 12_345
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % below
  }
}

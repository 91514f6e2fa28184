// Made-up logs of a district whose grids are laid, counted, renamed and redrawn: the same in every run.
import { eventIdOf, type CommandId, type JsonObject, type StreamName } from '../../../packages/event-sourcing/src/index.ts'
import type { AppendRequest, EventToAppend } from '../../../packages/event-store/src/index.ts'
import { openSqliteStore } from '../../../packages/event-store-sqlite/src/index.ts'
import { right } from './right.ts'

export interface LogKind {
  readonly facts: number
  /** 160 unless said. */
  readonly communities?: number
  /** Of a thousand facts, how many come late, and how many correct or take back an earlier one. */
  readonly late?: number
  readonly corrections?: number
}

const gridsOfCommunity = 4
const buildingsOfGrid = 20

/** Thirty years of them, some minutes of recording apart. */
export async function makeLog(log: string, kind: LogKind): Promise<void> {
  let now = Date.UTC(1994, 0, 1)
  const store = right(await openSqliteStore({ path: log, mode: 'create', synchronous: 'NORMAL', now: () => now })())
  const versions = new Map<StreamName, number>()
  let requests: AppendRequest[] = []
  const flush = async (): Promise<void> => {
    const answers = await Promise.all(requests.map((request) => store.append(request)()))
    answers.forEach(right)
    requests = []
  }
  for (const { stream, facts } of madeAppends(kind)) {
    const version = versions.get(stream) ?? 0
    versions.set(stream, version + facts.length)
    const [first, ...others] = eventsOf(stream, version, facts)
    if (first !== undefined) requests.push({ stream, expectedVersion: version, events: [first, ...others] })
    now += 60_000
    if (requests.length >= 500) await flush()
  }
  await flush()
  await store.settle()()
  await store.close()()
}

interface MadeFact {
  readonly type: string
  readonly data: JsonObject
}

interface MadeAppend {
  readonly stream: StreamName
  readonly facts: ReadonlyArray<MadeFact>
}

function* madeAppends({ facts, communities = 160, late = 0, corrections = 0 }: LogKind): Generator<MadeAppend, void, undefined> {
  const chance = seeded()
  let written = 0
  for (let community = 0; community < communities; community += 1) {
    const laid = Array.from({ length: gridsOfCommunity }, (_, grid) => established(community, grid))
    written += laid.length
    yield { stream: mapStream(community), facts: laid }
  }
  const lastCounts = new Map<number, string>()
  for (let index = 0; written < facts; index += 1) {
    const community = chance(communities)
    const stream = mapStream(community)
    const roll = chance(1000)
    const earlier = lastCounts.get(community)
    const day = dayAt(Math.floor(index / facts * 10_000), roll < late ? -400 : 0)
    if (roll < corrections && earlier !== undefined) {
      lastCounts.delete(community)
      yield { stream, facts: [countOf(community, chance, day, `c${index}`, earlier)] }
      written += 1
    } else if (roll < 900) {
      lastCounts.set(community, `e${index}`)
      yield { stream, facts: [countOf(community, chance, day, `e${index}`)] }
      written += 1
    } else if (roll < 960) {
      yield { stream, facts: [{ type: 'GridRenamed', data: { ...dating(`e${index}`, day), communityId: communityIdOf(community), documentNumber: 'made-up', gridId: gridIdOf(community, chance(gridsOfCommunity)), name: `虚构网格${index % 100}` } }] }
      written += 1
    } else {
      yield { stream: `restructurePlan-440402.P${index}` as StreamName, facts: redrawn(community, chance, `p${index}`, day) }
      written += 2
    }
  }
}

function established(community: number, grid: number): MadeFact {
  const buildings = Array.from({ length: buildingsOfGrid }, (_, building) => ({ buildingId: buildingIdOf(community, grid * buildingsOfGrid + building), households: 30, number: String(grid * buildingsOfGrid + building + 1).padStart(5, '0'), residents: 80 }))
  return {
    type: 'GridEstablished',
    data: { ...dating(`g${grid}`, '1994-01-01'), buildings, code: codeOf(community, grid), communityId: communityIdOf(community), documentNumber: 'made-up', earlierHistory: 'none', gridId: gridIdOf(community, grid), name: `虚构网格${grid}` },
  }
}

function countOf(community: number, chance: (below: number) => number, day: string, entryId: string, root?: string): MadeFact {
  const building = chance(gridsOfCommunity * buildingsOfGrid)
  return {
    type: 'BuildingMetricsRecorded',
    data: {
      buildingId: buildingIdOf(community, building), communityId: communityIdOf(community), ...(root === undefined ? {} : { corrects: root }), effectiveOn: day, entryId,
      gridId: gridIdOf(community, Math.floor(building / buildingsOfGrid)), households: chance(60), kind: root === undefined ? 'change' : 'correction', residents: chance(200), ...(root === undefined ? {} : { root }),
    },
  }
}

/** A plan that moves some buildings between two grids of a community: one append, as the front door writes it. */
function redrawn(community: number, chance: (below: number) => number, planId: string, day: string): ReadonlyArray<MadeFact> {
  const [from, to] = [chance(gridsOfCommunity), chance(gridsOfCommunity)]
  const buildings = Array.from({ length: 5 }, () => buildingIdOf(community, chance(gridsOfCommunity * buildingsOfGrid)))
  const onMap = { buildings, code: codeOf(community, to), gridId: gridIdOf(community, to), name: `虚构网格${to}` }
  return [
    { type: 'GridBoundaryRedrawn', data: { ...dating(planId, day), communityId: communityIdOf(community), documentNumber: 'made-up', grids: [onMap], moved: buildings.map((buildingId) => ({ buildingId, from: gridIdOf(community, from), to: gridIdOf(community, to) })), operationId: 'O1', planId } },
    { type: 'GridRenamed', data: { ...dating(`${planId}n`, day), communityId: communityIdOf(community), documentNumber: 'made-up', gridId: gridIdOf(community, to), name: `虚构网格${to}` } },
  ]
}

function eventsOf(stream: StreamName, version: number, facts: ReadonlyArray<MadeFact>): ReadonlyArray<EventToAppend> {
  const commandId = commandIdOf(stream, version)
  return facts.map(({ type, data }, index) => ({
    eventId: eventIdOf(commandId, stream, index),
    type,
    schemaVersion: 1,
    data,
    metadata: {
      actor: { ref: `actor-${version % 50}`, role: 'townOfficer' },
      append: { index, of: facts.length },
      authority: { date: '2021-03-01', documentNumber: `虚构〔2021〕${version % 90}号`, issuer: '虚构街道' },
      commandDigest: 'a1b2c3d4e5f60718'.repeat(4),
      commandId,
      correlationId: commandId,
      decidedOn: '2021-03-01',
    },
  }))
}

function commandIdOf(stream: StreamName, version: number): CommandId {
  let hash = 7
  for (const letter of stream) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0
  return `${hash.toString(16).padStart(8, '0')}-d9cb-469f-a165-${String(version).padStart(12, '0')}` as CommandId
}

function dating(entryId: string, day: string) {
  return { effectiveOn: day, entryId, kind: 'change' }
}

function dayAt(days: number, shift: number): string {
  return new Date(Date.UTC(1996, 0, 1) + (days + shift) * 86_400_000).toISOString().slice(0, 10)
}

function mapStream(community: number): StreamName {
  return `gridMap-440402.${communityIdOf(community)}` as StreamName
}

function communityIdOf(community: number): string {
  return `C${String(community).padStart(3, '0')}`
}

function gridIdOf(community: number, grid: number): string {
  return `${communityIdOf(community)}G${grid}`
}

function buildingIdOf(community: number, building: number): string {
  return `${communityIdOf(community)}B${String(building).padStart(3, '0')}`
}

function codeOf(community: number, grid: number): string {
  return `440402001${String(community).padStart(3, '0')}${String(grid + 1).padStart(3, '0')}`
}

/** The same chances in every run. */
function seeded(): (below: number) => number {
  let state = 12_345
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % below
  }
}

// A made-up log of a district in which figures of buildings are told day by day, some of them late and some wrong: the same in every run.
import { eventIdOf, type CommandId, type JsonObject, type StreamName } from '../../../packages/event-sourcing/src/index.ts'
import type { AppendRequest } from '../../../packages/event-store/src/index.ts'
import { openSqliteStore } from '../../../packages/event-store-sqlite/src/index.ts'
import { right } from '../replay/right.ts'

export const buildings = 26_000
const communities = 160
/** Of a thousand facts, and how many days they reach back at most: as many facts as are told in that time have to be folded again. */
const late = { ofThousand: 10, days: 30 }
const corrections = { ofThousand: 1, days: 60 }
const factsOfADay = 100
const firstDay = Date.UTC(1998, 0, 1)
const dayMs = 86_400_000

export async function makeLog(log: string, facts: number): Promise<void> {
  let now = firstDay
  const store = right(await openSqliteStore({ path: log, mode: 'create', synchronous: 'NORMAL', now: () => now })())
  const chance = seeded(12_345)
  const versions = new Map<StreamName, number>()
  const told: Array<{ readonly building: number, readonly entryId: string, readonly day: string }> = []
  let requests: AppendRequest[] = []
  const flush = async (): Promise<void> => {
    for (const answer of await Promise.all(requests.map((request) => store.append(request)()))) right(answer)
    requests = []
  }
  for (let index = 0; index < facts; index += 1) {
    // Eight in the morning in Shanghai is midnight in UTC: a fact is recorded on the day from which it counts, unless it is late.
    const today = Math.floor(index / factsOfADay)
    const roll = chance(1000)
    const back = roll < late.ofThousand ? 1 + chance(late.days) : 0
    const earlier = roll >= late.ofThousand && roll < late.ofThousand + corrections.ofThousand ? told[index - 1 - chance(Math.min(index, corrections.days * factsOfADay))] : undefined
    const entryId = `e${index}`
    const building = earlier?.building ?? chance(buildings)
    const day = earlier?.day ?? dayAt(Math.max(0, today - back))
    told.push({ building, entryId: earlier === undefined ? entryId : '', day })
    const stream = `gridMap-440402.C${String(building % communities).padStart(3, '0')}` as StreamName
    const version = versions.get(stream) ?? 0
    versions.set(stream, version + 1)
    const root = earlier?.entryId === '' ? undefined : earlier?.entryId
    const data: JsonObject = {
      buildingId: `B${String(building).padStart(5, '0')}`, communityId: stream.slice(-4), effectiveOn: day, entryId, gridId: `G${building % 640}`, households: chance(60),
      kind: root === undefined ? 'change' : 'correction', residents: chance(200), ...(root === undefined ? {} : { corrects: root, root }),
    }
    const commandId = `${String(index).padStart(8, '0')}-d9cb-469f-a165-000000000000` as CommandId
    requests.push({ stream, expectedVersion: version, events: [{ eventId: eventIdOf(commandId, stream, 0), type: 'BuildingMetricsRecorded', schemaVersion: 1, data, metadata: metadataOf(commandId, version) }] })
    if (requests.length >= 500 || (index + 1) % factsOfADay === 0) {
      await flush()
      now = firstDay + Math.floor((index + 1) / factsOfADay) * dayMs
    }
  }
  await flush()
  await store.settle()()
  await store.close()()
}

function metadataOf(commandId: CommandId, version: number): JsonObject {
  return {
    actor: { ref: `actor-${version % 50}`, role: 'townOfficer' }, append: { index: 0, of: 1 }, authority: { date: '2021-03-01', documentNumber: `虚构〔2021〕${version % 90}号`, issuer: '虚构街道' },
    commandDigest: 'a1b2c3d4e5f60718'.repeat(4), commandId, correlationId: commandId, decidedOn: '2021-03-01',
  }
}

/** The day of a fact by its number. */
export const dayOfFact = (index: number): string => dayAt(Math.floor(index / factsOfADay))

/** When a fact was recorded, in milliseconds since 1970. */
export const instantOfFact = (index: number): number => firstDay + Math.floor(index / factsOfADay) * dayMs

function dayAt(days: number): string {
  return new Date(firstDay + days * dayMs).toISOString().slice(0, 10)
}

/** The same chances in every run. */
export function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % below
  }
}

// How fast the store on EventStoreDB is, as ratios to the bare client measured in the same run and by turns: on the double, in a process of its own, or on
// the server that EVENTSTOREDB_URL names. `npm run bench -- eventstoredb [rounds]`.
//
// The bare side uses @eventstore/db-client as its documentation shows: JSON events, appendToStream at a concrete revision, readAll and readStream
// with for await. It sends the same ids, types, data and metadata and looks at every event that it reads, but checks nothing, orders no keys,
// reads no stream before it appends to it for the first time,
// keeps no times in order, gives its calls no end of its own, makes no canonical text, and decides nothing.
import { randomUUID } from 'node:crypto'
import { fork } from 'node:child_process'
import process from 'node:process'
import { decodeRequest, openFrontDoor, type FrontDoor } from '../../packages/application/src/index.ts'
import { ruleSetOfTheCase } from '../../packages/domain/src/index.ts'
import { derivedId, eventIdOf, type CommandId, type Position, type StreamName } from '../../packages/event-sourcing/src/index.ts'
import type { AppendRequest, EventToAppend } from '../../packages/event-store/src/index.ts'
import { openEventStoreDb, type EventStoreDbStore } from '../../packages/event-store-eventstoredb/src/index.ts'
import { FORWARDS, NO_STREAM, START, clientFor, type EsdbClient } from '../../packages/event-store-eventstoredb/src/client.ts'
import { startDouble } from '../../packages/eventstoredb-double/src/index.ts'

interface Cost {
  readonly wall: number
  readonly cpu: number
}

const communities = 150
const streamsByTurns = 100

const [given = '5', role] = process.argv.slice(2)
if (role === 'double') {
  const double = await startDouble()
  process.send?.(double.connectionString)
  // However the measuring process ends.
  process.once('disconnect', () => process.exit(0))
} else {
  await measure(Number(given))
}

async function measure(rounds: number): Promise<void> {
  const url = process.env['EVENTSTOREDB_URL']
  const server = url === undefined || url === '' ? await doubleApart() : { connectionString: url, stop: () => undefined }
  const client = clientFor(server.connectionString)
  const store = must(await openEventStoreDb({ connectionString: server.connectionString })())
  const rows: Array<Readonly<Record<string, string>>> = []
  const compare = async (what: string, count: number, asked: string, bare: () => Promise<() => Promise<unknown>>, ours: () => Promise<() => Promise<unknown>>): Promise<void> => {
    const costs = { bare: [] as Cost[], ours: [] as Cost[] }
    for (let round = 0; round <= rounds; round += 1) {
      const [first, second] = [await cost(await bare()), await cost(await ours())]
      // The first round warms both up.
      if (round > 0) { costs.bare.push(first); costs.ours.push(second) }
    }
    const least = (of: ReadonlyArray<Cost>, by: keyof Cost): number => Math.min(...of.map((each) => each[by]))
    const row = {
      what, 'ours/s': perSecond(count, least(costs.ours, 'wall')), 'bare/s': perSecond(count, least(costs.bare, 'wall')),
      ratio: (least(costs.bare, 'wall') / least(costs.ours, 'wall')).toFixed(2), 'ratio of CPU time': (least(costs.bare, 'cpu') / least(costs.ours, 'cpu')).toFixed(2), asked,
    }
    rows.push(row)
    console.log(`measured: ${what}: ${row.ratio}, of CPU time ${row['ratio of CPU time']}`)
  }
  const bareTo = async (wanted: Wanted, atOnce: number) => { await bareAppends(client, wanted.first, 10); return () => bareAppends(client, wanted.then, atOnce) }
  const ourTo = async (wanted: Wanted, atOnce: number) => { await ourAppends(store, wanted.first, 10); return () => ourAppends(store, wanted.then, atOnce) }
  await compare('appends one after another', 1000, '>= 0.8', () => bareTo(toKnownStreams(1000), 1), () => ourTo(toKnownStreams(1000), 1))
  await compare('100 appends in flight', 3000, '>= 0.8', () => bareTo(toKnownStreams(3000), 100), () => ourTo(toKnownStreams(3000), 100))
  await compare('appends to streams that were never seen, one after another', 100, '', async () => () => bareAppends(client, requests(100, 1), 1), async () => () => ourAppends(store, requests(100, 1), 1))
  await compare('appends of 100 events, events', 10_000, '>= 0.8', async () => () => bareAppends(client, requests(10_000, 100), 1), async () => () => ourAppends(store, requests(10_000, 100), 1))
  const stream = `gridMap-${randomUUID().slice(0, 8)}` as StreamName
  const begun = must(await store.head()()).after as Position
  await ourAppends(store, requests(10_000, 100).map((request, place) => ({ ...request, stream, expectedVersion: place * 100 })), 1)
  await compare('the log read, events', 10_000, '>= 0.8', async () => () => bareReadAll(client, begun, 10_000), async () => () => ourReadAll(store, begun, 10_000))
  await compare('a stream read, events', 10_000, '>= 0.8', async () => () => bareReadStream(client, stream), async () => () => ourReadStream(store, stream))
  await compare('100 commands in flight through the front door, against 100 bare appends in flight', 2000, '>= 0.8',
    async () => () => bareAppends(client, requests(2000, 1), 100),
    async () => { const { frontDoor, commands } = await openedDistrict(store); return () => inFlight(commands(2000), 100, (json) => submit(frontDoor, json)) })
  console.table(rows)
  await store.close()
  await client.dispose()
  await server.stop()
  process.exit(0)
}

/** In a process of its own, so that its work is not counted as that of either side. */
async function doubleApart(): Promise<{ readonly connectionString: string, readonly stop: () => unknown }> {
  const child = fork(new URL(import.meta.url), ['0', 'double'])
  const connectionString = await new Promise<string>((resolve) => { child.once('message', (message) => { resolve(String(message)) }) })
  return { connectionString, stop: () => child.kill() }
}

async function bareAppends(client: EsdbClient, wanted: ReadonlyArray<AppendRequest>, atOnce: number): Promise<void> {
  await inFlight(wanted, atOnce, async ({ stream, expectedVersion, events }) => {
    const expectedRevision = expectedVersion === 0 ? NO_STREAM : BigInt(Number(expectedVersion) - 1)
    const sent = events.map(({ eventId, type, data, metadata }) => ({ contentType: 'application/json' as const, id: eventId, type, data: data as Record<string, string>, metadata: metadata as Record<string, string> }))
    await client.appendToStream(stream, sent, { expectedRevision })
  })
}

async function ourAppends(store: EventStoreDbStore, wanted: ReadonlyArray<AppendRequest>, atOnce: number): Promise<void> {
  await inFlight(wanted, atOnce, async (request) => { must(await store.append(request)()) })
}

async function bareReadAll(client: EsdbClient, after: Position, count: number): Promise<void> {
  let seen = 0
  for await (const { event } of client.readAll({ direction: FORWARDS, fromPosition: { commit: BigInt(after), prepare: BigInt(after) }, maxCount: count + 1 })) {
    if (event !== undefined && !event.type.startsWith('$')) seen += 1
  }
  if (seen < count) throw new Error(`${seen} events`)
}

async function ourReadAll(store: EventStoreDbStore, begun: Position, count: number): Promise<void> {
  let [after, seen] = [begun, 0]
  while (seen < count) {
    const page = must(await store.readAll({ after, maxCount: 1000 })())
    seen += page.events.length
    after = page.readTo as Position
    if (page.endOfLog && seen < count) throw new Error(`${seen} events`)
  }
}

async function bareReadStream(client: EsdbClient, stream: StreamName): Promise<void> {
  let seen = 0
  for await (const { event } of client.readStream(stream, { direction: FORWARDS, fromRevision: START })) if (event !== undefined) seen += 1
  if (seen !== 10_000) throw new Error(`${seen} events`)
}

async function ourReadStream(store: EventStoreDbStore, stream: StreamName): Promise<void> {
  for (let from = 1; from <= 10_000; from += 1000) must(await store.readStream({ stream, from, maxCount: 1000 })())
}

async function inFlight<A>(items: ReadonlyArray<A>, atOnce: number, work: (item: A) => Promise<unknown>): Promise<void> {
  let next = 0
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let item = items[next]; item !== undefined; item = items[next]) {
      next += 1
      await work(item)
    }
  }))
}

interface Wanted {
  /** One append to each stream. */
  readonly first: ReadonlyArray<AppendRequest>
  readonly then: ReadonlyArray<AppendRequest>
}

/** Appends to streams whose end the process knows, as it does once it has read them or appended to them: a command always reads first. */
function toKnownStreams(count: number): Wanted {
  const all = requests(streamsByTurns + count, 1)
  return { first: all.slice(0, streamsByTurns), then: all.slice(streamsByTurns) }
}

/** Facts as the front door writes them, some 550 bytes of JSON each, to streams that are new: 100 of them by turns, or 10 where an append has many facts. The first append to a stream that the process never read looks there first. */
function requests(count: number, perAppend: number): ReadonlyArray<AppendRequest> {
  const run = randomUUID().slice(0, 8)
  const versions = new Map<StreamName, number>()
  return Array.from({ length: count / perAppend }, (_, place) => {
    const stream = `gridMap-${run}.${place % (perAppend === 1 ? streamsByTurns : 10)}` as StreamName
    const version = versions.get(stream) ?? 0
    versions.set(stream, version + perAppend)
    const events = Array.from({ length: perAppend }, (_each, index) => eventAt(place, stream, index, perAppend))
    return { stream, expectedVersion: version, events: events as unknown as AppendRequest['events'] }
  })
}

function eventAt(place: number, stream: StreamName, index: number, of: number): EventToAppend {
  const commandId = `0f8fad5b-d9cb-469f-a165-${String(place).padStart(12, '0')}` as CommandId
  return {
    eventId: eventIdOf(commandId, stream, index), type: 'GridBoundaryMoved', schemaVersion: 1,
    metadata: {
      actor: { ref: `actor-${place % 50}`, role: 'townOfficer' }, append: { index, of },
      authority: { date: '2021-03-01', documentNumber: `香街办〔2021〕${place % 90}号`, issuer: '香湾街道' },
      commandDigest: 'a1b2c3d4e5f60718'.repeat(4), commandId, correlationId: commandId,
    },
    data: { buildings: [`B-${place}`, `B-${place + 1}`], effectiveOn: '2021-04-01', entryId: `${commandId}.0`, fromGrid: '440402.001.01', kind: 'change', toGrid: '440402.001.02' },
  }
}

/** A simulated district under a code that is new each time, since a server keeps those of earlier runs. */
async function openedDistrict(store: EventStoreDbStore): Promise<{ readonly frontDoor: FrontDoor, readonly commands: (count: number) => ReadonlyArray<object> }> {
  const district = String(100_000 + Math.floor(Math.random() * 899_999))
  const codeOf = (index: number): string => `${district}001${String(index + 1).padStart(3, '0')}`
  const codes = Array.from({ length: communities }, (_, index) => codeOf(index))
  const frontDoor = openFrontDoor({ store, now: Date.now })
  const dated = { districtId: district, kind: 'change', effectiveOn: '2018-07-01' }
  const requestJson = (index: number, command: object): object => ({
    ...command, commandId: derivedId('bench', `${district} ${index}`), actor: { ref: 'bench', role: 'clerk' },
    authority: { documentNumber: 'bench', issuer: 'bench', date: '2018-07-01' },
  })
  const opening = [
    { type: 'OpenLog', data: { districtId: district, nature: 'simulated' } },
    { type: 'IssueRuleBook', data: { ...dated, edition: 'bench', document: { number: 'bench', title: 'bench', issuer: 'bench' }, rules: ruleSetOfTheCase } },
    {
      type: 'RegisterDivisions',
      data: {
        ...dated, name: 'bench', earlierHistory: 'none', towns: [{ townId: `T${district}001`, code: `${district}001`, name: 'bench' }],
        communities: codes.map((code) => ({ communityId: `C${code}`, townId: `T${district}001`, code, name: code })),
      },
    },
    ...codes.map((code) => ({
      type: 'LayOutGrids',
      data: {
        ...dated, communityId: `C${code}`, earlierHistory: 'none',
        grids: ['001', '002'].map((grid, place) => ({
          gridId: `G${code}${grid}`, code: `${code}${grid}`, name: grid,
          buildings: [{ buildingId: `B${code}_0000${place + 1}`, number: `0000${place + 1}`, households: 20, residents: 50 }],
        })),
      },
    })),
  ]
  for (const [index, command] of opening.entries()) await submit(frontDoor, requestJson(-1 - index, command))
  const countOfBuilding = (index: number): object => {
    const code = codeOf(index % communities)
    return {
      type: 'RecordBuildingMetrics',
      data: {
        districtId: district, communityId: `C${code}`, gridId: `G${code}001`, buildingId: `B${code}_00001`, households: 20 + index % 7, residents: 50 + index % 11,
        kind: 'change', effectiveOn: '2024-03-01',
      },
    }
  }
  return { frontDoor, commands: (count) => Array.from({ length: count }, (_, index) => requestJson(index, countOfBuilding(index))) }
}

async function submit(frontDoor: FrontDoor, json: object): Promise<void> {
  must(await frontDoor.submit(must(decodeRequest(json)))())
}

async function cost(work: () => Promise<unknown>): Promise<Cost> {
  const [began, used] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(used)
  return { wall: performance.now() - began, cpu: (user + system) / 1000 }
}

function perSecond(count: number, milliseconds: number): string {
  return `${(count / milliseconds).toFixed(1)} k`
}

function must<A>(answer: { readonly _tag: 'Left', readonly left: unknown } | { readonly _tag: 'Right', readonly right: A }): A {
  if (answer._tag === 'Left') throw new Error(JSON.stringify(answer.left))
  return answer.right
}

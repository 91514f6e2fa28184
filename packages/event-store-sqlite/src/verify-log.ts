/** Verifies a log file: every link, version and pointer, the clock, and whatever is derived from them; in pages, so that others run beside it. */

import type { Position, StreamName } from '@grid-governance/event-sourcing'
import { chainStart, nextLink } from '@grid-governance/event-store'
import { query, type Database } from './database.ts'
import { uuidOfHex } from './event-id.ts'
import { schemaProblems } from './log-format.ts'
import type { LogFinding, LogReport, PinnedHead, VerifyOptions } from './log-report.ts'
import { unavailableFrom } from './sqlite-failures.ts'
import { markEvery } from './stream-walk.ts'
import { countMarks } from './sql/count-marks.ts'
import { selectHeadsReach } from './sql/select-heads-reach.ts'
import { selectLastPosition } from './sql/select-last-position.ts'
import { selectLastStreamId } from './sql/select-last-stream-id.ts'
import { selectLastTypeId } from './sql/select-last-type-id.ts'
import { selectLeaves } from './sql/select-leaves.ts'
import { selectMarkPosition } from './sql/select-mark-position.ts'
import { selectMiscategorisedStreams } from './sql/select-miscategorised-streams.ts'
import { selectSavedHeads } from './sql/select-saved-heads.ts'
import { selectStreamNames } from './sql/select-stream-names.ts'
import { selectTypeNames } from './sql/select-type-names.ts'

type Leaf = readonly [
  position: number, stream: number, streamName: string | null, version: number, previous: number | null, eventIdHex: string,
  type: string | null, schemaVersion: number, recordedAt: number, metadata: string, data: string, link: string,
]

const pageSize = 1000
const mostFindings = 1000

/** Verifies what the log holds now; what is appended meanwhile is left for the next time. */
export const verifyLog = async (database: Database, { pinnedHead, onProgress }: VerifyOptions): Promise<LogReport> => {
  const findings = findingList()
  for (const problem of schemaProblems(database)) findings.add({ tag: 'AlteredSchema', problem })
  const start = snapshot(database)
  const walk = leafWalk(database, start, pinnedHead, findings)
  if (await walkLeaves(database, start, walk, findings, onProgress)) walk.end()
  orDamaged(walk, findings, () => {
    checkNames(database, start, walk, findings)
    checkStructures(database, findings)
  })
  return { head: walk.head(), streams: walk.streams(), ...findings.all() }
}

/** Walks all leaves; false where the file could not be read to its end. A page that fails is read again leaf by leaf, to the very place. */
async function walkLeaves(database: Database, start: Snapshot, walk: LeafWalk, findings: FindingList, onProgress: VerifyOptions['onProgress']): Promise<boolean> {
  const page = query<Leaf>(database, selectLeaves)
  let size = pageSize
  for (;;) {
    const from = walk.at()
    const read = (): number => {
      const leaves = page.all(from, start.last, size)
      for (const leaf of leaves) walk.next(leaf)
      return leaves.length
    }
    const count = size > 1 ? orUnreadable(read) : orDamaged(walk, findings, read)
    onProgress?.({ verified: walk.at() + 1, total: start.last + 1 })
    if (count === undefined && size === 1) return false
    if (count === undefined) size = 1
    else if (count < size) return true
    else if (size > 1) await turn()
  }
}

/** Undefined where the file is damaged, which becomes a finding. */
function orDamaged<A>(walk: LeafWalk, findings: FindingList, work: () => A): A | undefined {
  return orUnreadable(work, (problem) => { findings.add({ tag: 'DamagedFile', after: walk.at(), problem }) })
}

function orUnreadable<A>(work: () => A, tell: (problem: string) => void = () => undefined): A | undefined {
  try {
    return work()
  } catch (error) {
    const { reason, detail } = unavailableFrom('', error)
    if (reason !== 'corrupt') throw error
    tell(detail)
    return undefined
  }
}

/** What is derived from the events, as it is saved at the moment when the verification begins. */
interface Snapshot {
  readonly last: number
  readonly reach: number
  readonly lastStream: number
  readonly lastType: number
  readonly heads: ReadonlyArray<readonly [stream: number, version: number, position: number]>
}

function snapshot(database: Database): Snapshot {
  database.exec('BEGIN')
  try {
    return {
      last: query<[number | null]>(database, selectLastPosition).get()?.[0] ?? -1,
      reach: query<[number]>(database, selectHeadsReach).get()?.[0] ?? -1,
      lastStream: query<[number | null]>(database, selectLastStreamId).get()?.[0] ?? 0,
      lastType: query<[number | null]>(database, selectLastTypeId).get()?.[0] ?? 0,
      heads: query<[number, number, number]>(database, selectSavedHeads).all(),
    }
  } finally {
    database.exec('ROLLBACK')
  }
}

interface LeafWalk {
  readonly next: (leaf: Leaf) => void
  readonly end: () => void
  /** The last position looked at; -1 at the beginning. */
  readonly at: () => number
  readonly head: () => PinnedHead
  readonly streams: () => number
  readonly hasStream: (id: number) => boolean
  readonly hasType: (name: string) => boolean
}

/** Goes through the leaves in order. Each is measured against the link stored before it, so that one altered event is one finding. */
function leafWalk(database: Database, start: Snapshot, pinned: PinnedHead | undefined, findings: FindingList): LeafWalk {
  const markOf = query<[number]>(database, selectMarkPosition)
  const marksUpTo = query<[number]>(database, countMarks)
  /** By number of stream. */
  const versions: number[] = []
  const positions: number[] = []
  const types = new Set<string | null>()
  let streams = 0
  let count = 0
  let marks = 0
  let position = -1
  let recordedAt = 0
  let link = chainStart
  let headsChecked = false
  let foundPin: PinnedHead | undefined = pinned?.position === 'beginning' ? { count: 0, position: 'beginning', link: chainStart } : undefined

  const next = (leaf: Leaf): void => {
    if (!headsChecked && leaf[0] > start.reach) checkHeads()
    checkPosition(leaf)
    checkStream(leaf)
    checkLink(leaf)
    if (pinned?.position === leaf[0]) foundPin = head()
  }

  const checkPosition = ([found, , , , , , , , clock]: Leaf): void => {
    if (found !== position + 1) findings.add({ tag: 'PositionGap', expected: position + 1, found })
    if (clock < recordedAt) findings.add({ tag: 'ClockStep', position: found as Position, before: recordedAt, recordedAt: clock })
    position = found
    recordedAt = clock
    count += 1
  }

  const checkStream = ([, id, stream, version, previous]: Leaf): void => {
    const place = { position: position as Position, stream }
    const before = versions[id] ?? 0
    if (before === 0) streams += 1
    if (version !== before + 1) findings.add({ tag: 'VersionOutOfOrder', ...place, expected: before + 1, found: version })
    const pointer = positions[id] ?? null
    if (previous !== pointer) findings.add({ tag: 'WrongPointer', ...place, expected: pointer ?? -1, found: previous ?? -1 })
    versions[id] = version
    positions[id] = position
    if (version % markEvery === 0) checkMark(id, stream, version)
  }

  const checkMark = (id: number, stream: string | null, version: number): void => {
    marks += 1
    const found = markOf.get(id, version)?.[0]
    if (found !== position) findings.add({ tag: 'WrongMark', position: position as Position, stream, streamVersion: version, found: found ?? -1 })
  }

  const checkLink = (leaf: Leaf): void => {
    types.add(leaf[6])
    if (!hasShape(leaf) || nextLink(link, fieldsOf(leaf)) !== leaf[11]) {
      findings.add({ tag: 'AlteredEvent', position: position as Position, stream: leaf[2], streamVersion: leaf[3] })
    }
    link = leaf[11]
  }

  const checkHeads = (): void => {
    headsChecked = true
    const saved = new Map(start.heads.map(([stream, version, place]) => [stream, { version, place }]))
    versions.forEach((version, stream) => {
      const found = saved.get(stream)
      if (found?.version !== version || found.place !== positions[stream]) findings.add({ tag: 'WrongStreamHead', stream, expectedVersion: version, foundVersion: found?.version ?? 0 })
      saved.delete(stream)
    })
    for (const [stream, found] of saved) findings.add({ tag: 'WrongStreamHead', stream, expectedVersion: 0, foundVersion: found.version })
  }

  const end = (): void => {
    if (position !== start.last) findings.add({ tag: 'PositionGap', expected: start.last, found: position })
    if (!headsChecked) checkHeads()
    if (start.reach > position) findings.add({ tag: 'PositionGap', expected: start.reach, found: position })
    const marksThere = marksUpTo.get(position)?.[0] ?? 0
    if (marksThere > marks) findings.add({ tag: 'MarksOfNothing', count: marksThere - marks })
    if (pinned !== undefined && !samePin(pinned, foundPin)) findings.add({ tag: 'PinnedHeadMissing', pinned, found: foundPin ?? head() })
  }

  const head = (): PinnedHead => ({ count, position: position < 0 ? 'beginning' : position as Position, link })

  return {
    next, end, head,
    at: () => position,
    streams: () => streams,
    hasStream: (id) => versions[id] !== undefined,
    hasType: (name) => types.has(name),
  }
}

/** A damaged row may hold values of any kind, which in the text of a leaf could look like the right ones. */
function hasShape([position, stream, name, version, , eventId, type, schemaVersion, recordedAt, metadata, data]: Leaf): boolean {
  return [position, stream, version, schemaVersion, recordedAt].every(Number.isSafeInteger)
    && [name, type, metadata, data].every((text) => typeof text === 'string')
    && eventId.length === 32
}

function fieldsOf([, , stream, streamVersion, , eventId, type, schemaVersion, recordedAt, metadata, data]: Leaf) {
  return { stream: stream as StreamName, streamVersion, eventId: uuidOfHex(eventId), type: type ?? '', schemaVersion, recordedAt, metadata, data }
}

function samePin(pinned: PinnedHead, found: PinnedHead | undefined): boolean {
  return found !== undefined && found.count === pinned.count && found.position === pinned.position && found.link === pinned.link
}

/** A name without events is more than was written, or less is there than was. What others append meanwhile has higher numbers. */
function checkNames(database: Database, start: Snapshot, walk: LeafWalk, findings: FindingList): void {
  for (const [id, name] of query<[number, string]>(database, selectStreamNames).all(start.lastStream)) {
    if (!walk.hasStream(id)) findings.add({ tag: 'UnusedName', kind: 'stream', name })
  }
  for (const [name] of query<[string]>(database, selectTypeNames).all(start.lastType)) {
    if (!walk.hasType(name)) findings.add({ tag: 'UnusedName', kind: 'type', name })
  }
  for (const [stream] of query<[string]>(database, selectMiscategorisedStreams).all()) findings.add({ tag: 'WrongCategory', stream })
}

/** The side tables are small, the pages of the events many: content of these is vouched for by the chain, the order of their pages by the quick check. */
function checkStructures(database: Database, findings: FindingList): void {
  const checks = ['quick_check(20)', ...['categories', 'streams', 'types', 'stream_heads', 'stream_marks'].map((table) => `integrity_check(${table})`)]
  const problems = checks.flatMap((check) => query<[string]>(database, `PRAGMA ${check}`).all().map(([problem]) => problem))
  for (const problem of new Set(problems.filter((text) => text !== 'ok'))) findings.add({ tag: 'DamagedFile', after: -1, problem })
}

interface FindingList {
  readonly add: (finding: LogFinding) => void
  readonly all: () => Pick<LogReport, 'findings' | 'findingsInAll'>
}

function findingList(): FindingList {
  const findings: LogFinding[] = []
  let inAll = 0
  return {
    add: (finding) => {
      inAll += 1
      if (findings.length < mostFindings) findings.push(finding)
    },
    all: () => ({ findings, findingsInAll: inAll }),
  }
}

/** Lets timers, sockets and appends have their turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => { setImmediate(resolve) })
}

/** Which snapshots of a projection there are, kept by the runner that takes them: what spoils them, which one to go on from, and which to let go. */

import type { CalendarDate, Position } from '@grid-governance/event-sourcing'
import type { Disturbance } from './keyed-fold.ts'
import { byHolding, type Snapshot, type SnapshotId, type SnapshotNote, type SnapshotToKeep, type SpoiledSnapshot } from './model-snapshots.ts'
import type { PackedText, TextPacking } from './packed-text.ts'
import type { ReadModelSave } from './read-model-store.ts'

/** How often snapshots are taken, and how much room they get. */
export interface SnapshotOptions {
  /** Facts of a key between two snapshots; 500 unless said. A large model waits for longer: a fact pays for 1 KiB of text and 256 bytes of room at most. */
  readonly every?: number
  /** The most that all snapshots of the projection take up, in bytes as the store packs them; 256 MiB unless said. 0 keeps none. */
  readonly bytes?: number
}

export interface SnapshotCatalog {
  /** The fewest facts of any key between two snapshots. */
  readonly atLeastEvery: number
  /** How many facts of a key there are to be between its snapshots; a text as a key takes time to look up, so ask only beyond `atLeastEvery`. */
  readonly every: (key: string) => number
  /** How many facts apart snapshots are taken on the way of a fold over `count` facts of a key, where `paying` came since the last one was taken. */
  readonly apart: (key: string, paying: number, count: number) => number
  /** The latest day up to which a snapshot of the key goes; '' without one. */
  readonly upTo: (key: string) => CalendarDate | ''
  readonly add: (snapshot: Snapshot) => void
  readonly disturb: (disturbance: Disturbance) => void
  /** The snapshot from which a fold of all that is known goes on; `text` where it is not saved yet. */
  readonly lastOf: (key: string) => { readonly id: SnapshotId, readonly text: (() => string) | undefined } | undefined
  /** What has changed since this was last asked, brought within the budget. */
  readonly changes: () => Pick<ReadModelSave, 'snapshots' | 'spoiled' | 'forgotten'>
}

/** What a fact pays for at most: the room that snapshots fill, and the time that it takes to write and pack their texts. */
const bytesOfAFact = 256
const lengthOfAFact = 1024

interface Entry {
  readonly id: SnapshotId
  readonly bytes: number
  readonly length: number
  /** Undefined once it is saved. */
  text: PackedText | undefined
  spoiledAt: Position | undefined
}

export const snapshotCatalog = (
  { every = 500, bytes: budget = 256 * 1024 * 1024 }: SnapshotOptions, saved: ReadonlyArray<SnapshotNote>, { pack, unpack }: TextPacking,
): SnapshotCatalog => {
  const byKey = new Map<string, Entry[]>()
  let total = 0
  let spoiled: Entry[] = []
  let forgotten: SnapshotId[] = []
  let fresh: Entry[] = []

  const put = (entry: Entry): void => {
    const own = byKey.get(entry.id.key) ?? []
    byKey.set(entry.id.key, own)
    own.push(entry)
    total += entry.bytes
  }
  for (const { bytes, length, spoiledAt, ...id } of saved) put({ id, bytes, length, spoiledAt, text: undefined })

  const add = ({ text, ...id }: Snapshot): void => {
    if (byKey.get(id.key)?.some((one) => byHolding(one.id, id) === 0) === true) return
    const packed = pack(text)
    if (packed.bytes > budget) return
    const entry = { id, bytes: packed.bytes, length: packed.length, text: packed, spoiledAt: undefined }
    put(entry)
    fresh.push(entry)
  }

  const disturb = ({ key, at, day, corrects }: Disturbance): void => {
    for (const entry of byKey.get(key) ?? []) {
      if (entry.spoiledAt !== undefined || !(corrects ? entry.id.shownUpTo >= day : entry.id.shownUpTo > day)) continue
      entry.spoiledAt = at
      spoiled.push(entry)
    }
  }

  const remove = (entry: Entry): void => {
    const own = byKey.get(entry.id.key) ?? []
    own.splice(own.indexOf(entry), 1)
    total -= entry.bytes
    if (entry.text === undefined) forgotten.push(entry.id)
    fresh = fresh.filter((one) => one !== entry)
    spoiled = spoiled.filter((one) => one !== entry)
  }

  const changes = (): Pick<ReadModelSave, 'snapshots' | 'spoiled' | 'forgotten'> => {
    if (total > budget) for (const entry of leastMissed([...byKey.values()], total - budget)) remove(entry)
    const changed = {
      snapshots: fresh.map(({ id, text }) => ({ ...id, text }) as SnapshotToKeep),
      spoiled: spoiled.map(({ id, spoiledAt }) => ({ ...id, spoiledAt }) as SpoiledSnapshot),
      forgotten,
    }
    for (const entry of fresh) entry.text = undefined
    fresh = []
    spoiled = []
    forgotten = []
    return changed
  }

  return {
    atLeastEvery: budget === 0 ? Number.POSITIVE_INFINITY : every,
    every: (key) => budget === 0 ? Number.POSITIVE_INFINITY : Math.max(every, factsThatPayFor(byKey.get(key)?.at(-1))),
    apart: (key, paying, count) => Math.max(every, Math.floor(count / snapshotsPaidFor(paying, byKey.get(key)?.at(-1)))),
    upTo: (key) => (byKey.get(key) ?? []).reduce<CalendarDate | ''>((latest, { id }) => id.shownUpTo > latest ? id.shownUpTo : latest, ''),
    add,
    disturb,
    lastOf: (key) => {
      const last = (byKey.get(key) ?? []).filter(({ spoiledAt }) => spoiledAt === undefined).reduce<Entry | undefined>((best, one) => best === undefined || byHolding(one.id, best.id) > 0 ? one : best, undefined)
      if (last === undefined) return undefined
      const { id, text } = last
      return { id, text: text === undefined ? undefined : () => unpack(text) }
    },
    changes,
  }
}

/** At least the one for which the fold is done. Half of what facts pay is left for showing them. */
function snapshotsPaidFor(paying: number, last: Entry | undefined): number {
  return Math.max(1, Math.floor(paying / Math.max(1, 2 * factsThatPayFor(last))))
}

function factsThatPayFor(last: Entry | undefined): number {
  return last === undefined ? 0 : Math.ceil(Math.max(last.bytes / bytesOfAFact, last.length / lengthOfAFact))
}

/**
 * Those that are missed least, until they are this many bytes. Where two neighbours stand close together, one of them is missed little: what is kept stays spread,
 * those that still hold by what they hold, spoiled ones by when they were known. The largest group of a key gives first.
 */
function leastMissed(keys: ReadonlyArray<ReadonlyArray<Entry>>, tooMany: number): ReadonlyArray<Entry> {
  const groups = keys.flatMap((entries) => [
    entries.filter(({ spoiledAt }) => spoiledAt === undefined).sort((left, right) => byHolding(left.id, right.id)),
    entries.filter(({ spoiledAt }) => spoiledAt !== undefined).sort((left, right) => left.id.position - right.id.position || byHolding(left.id, right.id)),
  ]).filter((group) => group.length > 0).map((entries) => ({ entries, bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0) }))
  const chosen: Entry[] = []
  let left = tooMany
  while (left > 0) {
    const largest = groups.reduce((most, group) => group.bytes > most.bytes ? group : most)
    const [entry] = largest.entries.splice(placeOfLeast(largest.entries), 1)
    if (entry === undefined) break
    largest.bytes -= entry.bytes
    left -= entry.bytes
    chosen.push(entry)
  }
  return chosen
}

/** The place in a group at which the gap is the smallest when it is gone; the last one is the newest, and stays while there is another. */
function placeOfLeast(entries: ReadonlyArray<Entry>): number {
  let least = 0
  let smallest = Number.POSITIVE_INFINITY
  for (let place = 0; place < entries.length - 1; place += 1) {
    const gap = coordinate(entries[place + 1]) - coordinate(entries[place - 1])
    if (gap < smallest) {
      smallest = gap
      least = place
    }
  }
  return least
}

/** Where a snapshot stands among others, in positions of the log: what they hold goes along with when it was recorded. */
function coordinate(entry: Entry | undefined): number {
  return entry === undefined ? 0 : Math.min(entry.id.shownTo, entry.id.position)
}

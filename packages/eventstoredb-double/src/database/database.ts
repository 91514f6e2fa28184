/** The log and its streams: appends, deletions, and what readers may see. All nodes of a double share one. */

import { checkedAppend, type Known } from './checked-append.ts'
import { recentIds } from './recent-ids.ts'
import { firstPosition, recordSize, tombstoneRevision, type Expected, type ProposedEvent, type StoredEvent } from './stored-event.ts'
import { deletedMetadata, revivedMetadata, streamMetadata, type StreamMetadata } from './stream-metadata.ts'

/** What became of an append or a deletion. `upTo` is the length of the log that must be committed before it may be answered. */
export type Outcome =
  | { readonly outcome: 'done'; readonly revision: number; readonly position: number | undefined; readonly upTo: number; readonly repeated: boolean }
  | { readonly outcome: 'wrong'; readonly current: number }
  | { readonly outcome: 'deleted' }
  /** The same was written and is not committed: dropped without an answer. */
  | { readonly outcome: 'inFlight' }
  /** Never answered, not even that it took too long. */
  | { readonly outcome: 'unanswered' }

export interface DatabaseOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Ids of the events that the server writes itself. */
  readonly newId: () => string
}

export type Visible =
  | { readonly stream: 'missing' }
  | { readonly stream: 'deleted' }
  | { readonly stream: 'there'; readonly events: readonly (StoredEvent | undefined)[]; readonly from: number; readonly last: number; readonly shown: (event: StoredEvent) => boolean }

export type Database = Omit<OpenedDatabase, 'seenUpTo'>
export type OpenedDatabase = ReturnType<typeof openDatabase>

export function openDatabase({ now, newId }: DatabaseOptions) {
  const log: StoredEvent[] = []
  const streams = new Map<string, StoredEvent[]>()
  const tombstones = new Map<string, StoredEvent>()
  const recent = recentIds()
  const listeners = new Set<() => void>()
  const holds = new Map<symbol, number>()
  /** Where an append of nothing left a record. */
  const emptyRecords = new Set<number>()
  let end = firstPosition

  const committed = (): number => (holds.size === 0 ? log.length : Math.min(log.length, ...holds.values()))
  const isWithin = ({ position }: StoredEvent, upTo: number): boolean => position < (log[upTo]?.position ?? Infinity)
  const streamOf = (name: string): StoredEvent[] => streams.get(name) ?? []
  const lastRevision = (name: string): number => streamOf(name).at(-1)?.revision ?? -1
  const rawMetadata = (name: string): Uint8Array | undefined => streamOf(`$$${name}`).at(-1)?.data
  const metadataOf = (name: string): StreamMetadata => {
    if (isMetadataStream(name)) return { maxCount: 1 }
    const raw = rawMetadata(name)
    return raw === undefined ? {} : streamMetadata(raw)
  }
  const isTombstone = (name: string): boolean => tombstones.has(name) || (isMetadataStream(name) && tombstones.has(name.slice(2)))

  const known = (name: string): Known => ({
    last: lastRevision(name),
    tombstone: isTombstone(name),
    softDeleted: metadataOf(name).truncateBefore === 'deleted',
    hasMetadata: rawMetadata(name) !== undefined,
    recent: (id) => recent.revisionIn(name, id),
    idAt: (revision) => streamOf(name)[revision]?.id,
  })

  const write = (name: string, proposed: readonly ProposedEvent[]): StoredEvent | undefined => {
    const stream = streams.get(name) ?? []
    streams.set(name, stream)
    for (const event of proposed) {
      const revision = event.type === '$streamDeleted' ? tombstoneRevision : stream.length
      const stored = { ...event, stream: name, revision, position: end, end: end + recordSize(name, event), created: now() }
      end = stored.end
      log.push(stored)
      if (revision === tombstoneRevision) tombstones.set(name, stored)
      else stream.push(stored)
      recent.put(event.id, name, revision)
    }
    return log.at(-1)
  }

  const ownEvent = (type: string, data: Uint8Array, json: boolean): ProposedEvent => ({ id: newId(), type, json, data, metadata: new Uint8Array() })
  const notify = (): void => { for (const listener of listeners) listener() }

  const append = (name: string, expected: Expected, events: readonly ProposedEvent[]): Outcome => {
    const verdict = checkedAppend(known(name), expected, events.map(({ id }) => id))
    if (verdict.verdict === 'wrong') return { outcome: 'wrong', current: verdict.current }
    if (verdict.verdict === 'deleted') return { outcome: 'deleted' }
    if (verdict.verdict === 'unspeakable') return { outcome: 'unanswered' }
    if (verdict.verdict === 'written') return repeated(name, verdict.last)
    const raw = rawMetadata(name)
    const first = lastRevision(name) + 1
    const revived = isMetadataStream(name) && metadataOf(name.slice(2)).truncateBefore === 'deleted'
    const position = events.length === 0 ? emptyRecord(name) : write(name, events)?.position
    const revision = lastRevision(name)
    if (verdict.revive && raw !== undefined && events.length > 0) revive(name, raw, first)
    // Metadata for a deleted stream bring it back as well: the server adds where it goes on.
    if (revived && events.length > 0) revive(name.slice(2), rawMetadata(name.slice(2)) ?? new Uint8Array(), lastRevision(name.slice(2)) + 1)
    notify()
    return { outcome: 'done', revision, position, upTo: log.length, repeated: false }
  }

  const revive = (name: string, raw: Uint8Array, first: number): void => {
    const metadata = revivedMetadata(raw, first)
    if (metadata !== undefined) write(`$$${name}`, [ownEvent('$metadata', metadata, true)])
  }

  const repeated = (name: string, last: number): Outcome => {
    const original = streamOf(name)[last]
    if (original === undefined || !isWithin(original, committed())) return { outcome: 'inFlight' }
    // Where the original is hidden from readers, the server does not find its position.
    const visible = read(name)
    const found = visible.stream === 'there' && last >= visible.from && visible.shown(original)
    return { outcome: 'done', revision: last, position: found ? original.position : undefined, upTo: 0, repeated: true }
  }

  /** An append of nothing leaves a record without an event. */
  const emptyRecord = (name: string): number => {
    const position = end
    emptyRecords.add(position)
    end += recordSize(name, { type: '', data: new Uint8Array(), metadata: new Uint8Array() })
    return position
  }

  const remove = (name: string, expected: Expected, hard: boolean): Outcome => {
    const now = known(name)
    const verdict = checkedAppend(now, expected, [newId()])
    if (verdict.verdict === 'deleted') return { outcome: 'deleted' }
    const nothingThere = !hard && now.last < 0 && !now.hasMetadata
    if (verdict.verdict === 'wrong' || nothingThere) return { outcome: 'wrong', current: now.last }
    const event = hard ? ownEvent('$streamDeleted', new Uint8Array(), false) : ownEvent('$metadata', deletedMetadata, true)
    const position = write(hard ? name : `$$${name}`, [event])?.position
    notify()
    return { outcome: 'done', revision: now.last, position, upTo: log.length, repeated: false }
  }

  /** What readers may see of a stream: from which revision, up to which, and whether it is too old. */
  const read = (name: string, upTo = committed()): Visible => {
    const tombstone = tombstones.get(isMetadataStream(name) && !tombstones.has(name) ? name.slice(2) : name)
    if (tombstone !== undefined && isWithin(tombstone, upTo)) return { stream: 'deleted' }
    const { maxCount, maxAge, truncateBefore } = metadataOf(name)
    const events = streamOf(name)
    const last = upTo >= log.length ? events.length - 1 : events.findLastIndex((event) => isWithin(event, upTo))
    if (last < 0 || truncateBefore === 'deleted') return { stream: 'missing' }
    const oldest = maxAge === undefined ? -Infinity : now() - maxAge * 1000
    return {
      stream: 'there', events, last,
      from: Math.max(0, maxCount === undefined ? 0 : last - maxCount + 1, truncateBefore ?? 0),
      shown: ({ created }) => created >= oldest,
    }
  }

  /** What was not committed: it is as if it had never been. */
  const truncate = (): void => {
    for (const event of log.splice(committed()).reverse()) {
      if (event.revision === tombstoneRevision) tombstones.delete(event.stream)
      else streamOf(event.stream).pop()
      if (streamOf(event.stream).length === 0) streams.delete(event.stream)
      end = event.position
    }
    for (const position of emptyRecords) if (position >= end) emptyRecords.delete(position)
  }

  write('$$$scavenges', [ownEvent('$metadata', Buffer.from('{"$maxAge":2592000,"$acl":{"$r":"$ops"}}'.padEnd(74)), true)])

  const database = {
    append,
    delete: (name: string, expected: Expected): Outcome => remove(name, expected, false),
    tombstone: (name: string, expected: Expected): Outcome => remove(name, expected, true),
    read: (name: string): Visible => read(name),
    /** The events of a stream and then its tombstone, whatever metadata hides. */
    written: (name: string): readonly StoredEvent[] => streamOf(name),
    tombstoneOf: (name: string): StoredEvent | undefined => tombstones.get(name),
    /** Every event in order, also what is not committed: see `committed`. */
    log: log as readonly StoredEvent[],
    /** How many events of the log readers may see. */
    committed,
    /** The position that the next record will get. */
    end: () => end,
    /** Whether a record begins at the position. */
    isRecord: (position: number): boolean => position === 0 || emptyRecords.has(position) || log[firstIndex(log, position)]?.position === position,
    /** Index in the log of the first event at or after the position. */
    indexFrom: (position: number): number => firstIndex(log, position),
    /** From now on nothing is committed, until the hold is released. */
    hold: (): (() => void) => {
      const hold = Symbol('hold')
      holds.set(hold, log.length)
      return () => { if (holds.delete(hold)) notify() }
    },
    onCommitted: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
    /** Another leader goes on: with what was not committed, or without; ids are known again by their place only. */
    leaderChanges: (uncommitted: 'kept' | 'lost'): void => {
      if (uncommitted === 'lost') truncate()
      holds.clear()
      recent.forget()
      notify()
    },
  }
  return {
    ...database,
    /** The same as readers see it to whom only the first so many events of the log have come. */
    seenUpTo: (upTo: () => number) => ({ ...database, committed: upTo, read: (name: string): Visible => read(name, upTo()) }),
  }
}

export function isMetadataStream(name: string): boolean {
  return name.startsWith('$$')
}

function firstIndex(log: readonly StoredEvent[], position: number): number {
  let [low, high] = [0, log.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((log[middle]?.position ?? 0) < position) low = middle + 1
    else high = middle
  }
  return low
}

/** Where entries were recorded: from an entry id to positions in the log, in twelve bytes for each entry, twice that once one was looked up. */

import type { Position } from '@grid-governance/event-sourcing'

/** A million entry ids as text would cost 150 MB. So only a hash is kept, and whoever asks reads the events and compares. */
export interface EntryPlaces {
  readonly remember: (entryId: string, position: Position) => void
  /** The positions at which this entry may have been recorded; nearly always one. */
  readonly lookUp: (entryId: string) => ReadonlyArray<Position>
}

const empty = -1

/**
 * No entries yet; `capacity` is a power of two. Entries are noted one after another, which is cheap, and sorted into an open hash table
 * when one is first looked up: most logs are read to the end without that.
 */
export const entryPlaces = (capacity = 1024): EntryPlaces => {
  let hashes = new Int32Array(capacity)
  let positions = new Float64Array(capacity)
  let count = 0
  let table = new Int32Array(0)
  let sorted = 0

  const grow = (): void => {
    const [oldHashes, oldPositions] = [hashes, positions]
    hashes = new Int32Array(count * 2)
    positions = new Float64Array(count * 2)
    hashes.set(oldHashes)
    positions.set(oldPositions)
  }

  const sortIn = (): void => {
    if (table.length < count * 2) {
      table = new Int32Array(2 ** Math.ceil(Math.log2(count * 4 + 1))).fill(empty)
      sorted = 0
    }
    for (; sorted < count; sorted += 1) {
      let slot = (hashes[sorted] as number) & (table.length - 1)
      while (table[slot] !== empty) slot = (slot + 1) & (table.length - 1)
      table[slot] = sorted
    }
  }

  return {
    remember: (entryId, position) => {
      if (count === hashes.length) grow()
      hashes[count] = hashOf(entryId)
      positions[count] = position
      count += 1
    },
    lookUp: (entryId) => {
      sortIn()
      const hash = hashOf(entryId)
      const found: Position[] = []
      const mask = table.length - 1
      for (let slot = hash & mask; count > 0 && table[slot] !== empty; slot = (slot + 1) & mask) {
        const entry = table[slot] as number
        if (hashes[entry] === hash) found.push(positions[entry] as Position)
      }
      return found
    },
  }
}

/** FNV-1a over the UTF-16 code units, stirred once more, since ids of one command differ in their last character only. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash ^= hash >>> 15
  return Math.imul(hash, 0x2c1b3c6d) ^ (hash >>> 12)
}

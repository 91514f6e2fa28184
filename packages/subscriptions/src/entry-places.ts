/** Where entries were recorded: from an entry id to positions in the log, in twelve bytes for each entry. */

import type { Position } from '@grid-governance/event-sourcing'

/** A million entry ids as text would cost 150 MB. So only a hash is kept, and whoever asks reads the events and compares. */
export interface EntryPlaces {
  readonly remember: (entryId: string, position: Position) => void
  /** The positions at which this entry may have been recorded; nearly always one. */
  readonly lookUp: (entryId: string) => ReadonlyArray<Position>
}

const free = -1

/** No entries yet. An open hash table: it grows before it is three quarters full. */
export const entryPlaces = (capacity = 1024): EntryPlaces => {
  let slots = capacity
  let hashes = new Int32Array(slots)
  let positions = new Float64Array(slots).fill(free)
  let count = 0

  const put = (hash: number, position: number): void => {
    let slot = hash & (slots - 1)
    while (positions[slot] !== free) slot = (slot + 1) & (slots - 1)
    hashes[slot] = hash
    positions[slot] = position
  }

  const grow = (): void => {
    const [oldHashes, oldPositions] = [hashes, positions]
    slots *= 2
    hashes = new Int32Array(slots)
    positions = new Float64Array(slots).fill(free)
    oldPositions.forEach((position, slot) => { if (position !== free) put(oldHashes[slot] as number, position) })
  }

  return {
    remember: (entryId, position) => {
      if (count * 4 >= slots * 3) grow()
      put(hashOf(entryId), position)
      count += 1
    },
    lookUp: (entryId) => {
      const hash = hashOf(entryId)
      const found: Position[] = []
      for (let slot = hash & (slots - 1); positions[slot] !== free; slot = (slot + 1) & (slots - 1)) {
        if (hashes[slot] === hash) found.push(positions[slot] as Position)
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

/** Where entries were recorded: from an entry id to positions in the log, in twelve bytes for each entry, and some more once one was looked up. */

import type { Position } from '@grid-governance/event-sourcing'

/** A million entry ids as text would cost 150 MB. So only a hash is kept, and whoever asks reads the events and compares. */
export interface EntryPlaces {
  readonly remember: (entryId: string, position: Position) => void
  /** The positions at which this entry may have been recorded; nearly always one. */
  readonly lookUp: (entryId: string) => ReadonlyArray<Position>
}

const empty = -1
/** Entries are kept in pieces of this many, a power of two, so that growing copies nothing. */
const pieceSize = 65_536

/**
 * No entries yet. They are noted one after another, which is cheap, and sorted into an open hash table when one is first looked up: most
 * logs are read to the end without that.
 */
export const entryPlaces = (): EntryPlaces => {
  const hashes: Int32Array[] = []
  const positions: Float64Array[] = []
  let count = 0
  let table = new Int32Array(0)
  let sorted = 0

  const hashAt = (entry: number): number => hashes[Math.floor(entry / pieceSize)]?.[entry % pieceSize] ?? 0
  const positionAt = (entry: number): Position => positions[Math.floor(entry / pieceSize)]?.[entry % pieceSize] as Position

  const sortIn = (): void => {
    if (table.length < count * 2) {
      table = new Int32Array(2 ** Math.ceil(Math.log2(count * 4))).fill(empty)
      sorted = 0
    }
    const mask = table.length - 1
    for (; sorted < count; sorted += 1) {
      let slot = hashAt(sorted) & mask
      while (table[slot] !== empty) slot = (slot + 1) & mask
      table[slot] = sorted
    }
  }

  return {
    remember: (entryId, position) => {
      const place = count % pieceSize
      if (place === 0) {
        hashes.push(new Int32Array(pieceSize))
        positions.push(new Float64Array(pieceSize))
      }
      const piece = hashes.length - 1
      ;(hashes[piece] as Int32Array)[place] = hashOf(entryId)
      ;(positions[piece] as Float64Array)[place] = position
      count += 1
    },
    lookUp: (entryId) => {
      const found: Position[] = []
      if (count === 0) return found
      sortIn()
      const hash = hashOf(entryId)
      const mask = table.length - 1
      for (let slot = hash & mask; table[slot] !== empty; slot = (slot + 1) & mask) {
        const entry = table[slot] as number
        if (hashAt(entry) === hash) found.push(positionAt(entry))
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

/** Where entries were recorded: from an entry id to positions in the log, in eight bytes for each entry. */

import type { Position } from '@grid-governance/event-sourcing'

/** A million entry ids as text would cost 150 MB. So only a hash is kept, and whoever asks reads the events and compares. */
export interface EntryPlaces {
  /** Positions come in the order of the log. */
  readonly remember: (entryId: string, position: Position) => void
  /** The positions at which this entry may have been recorded, the earliest first; nearly always one. */
  readonly lookUp: (entryId: string) => ReadonlyArray<Position>
}

/** How many entries stand in a piece, a power of two: growing copies nothing. */
const pieceSize = 65_536
const mostDistance = 0xffff_ffff
const empty = -1

/** Entries in the order in which they came; in that of their hashes once one was looked up and the piece was full. */
interface Piece {
  readonly hashes: Uint32Array
  /** Distances from the position of the first entry. */
  readonly distances: Uint32Array
  readonly first: number
  used: number
  sorted: boolean
}

/**
 * No entries yet. They are noted one after another, which is cheap, and put in order when one is first looked up: most logs are read to the
 * end without that. A full piece is sorted by hash; the one that still grows has a hash table.
 */
export const entryPlaces = (): EntryPlaces => {
  const pieces: Piece[] = []
  let table = tableOf(undefined)

  const remember = (entryId: string, position: Position): void => {
    let piece = pieces.at(-1)
    if (piece === undefined || piece.used === pieceSize || position - piece.first > mostDistance) {
      piece = { hashes: new Uint32Array(pieceSize), distances: new Uint32Array(pieceSize), first: position, used: 0, sorted: false }
      pieces.push(piece)
    }
    piece.hashes[piece.used] = hashOf(entryId)
    piece.distances[piece.used] = position - piece.first
    piece.used += 1
  }

  const lookUp = (entryId: string): ReadonlyArray<Position> => {
    const hash = hashOf(entryId)
    const found: number[] = []
    const growing = pieces.at(-1)
    for (const piece of pieces) if (piece !== growing) findSorted(piece, hash, found)
    if (growing !== undefined) {
      if (table.piece !== growing) table = tableOf(growing)
      findInTable(table, growing, hash, found)
    }
    return found.sort((left, right) => left - right) as ReadonlyArray<number> as ReadonlyArray<Position>
  }

  return { remember, lookUp }
}

/** Hashes are spread evenly, so where one must be is nearly known. */
function findSorted(piece: Piece, hash: number, found: number[]): void {
  if (!piece.sorted) sort(piece)
  const { hashes, distances, first, used } = piece
  const about = Math.floor((hash / 2 ** 32) * used)
  const near = 8 * Math.ceil(Math.sqrt(used))
  let low = Math.max(0, about - near)
  let high = Math.min(used, about + near)
  if (low > 0 && (hashes[low - 1] as number) >= hash) low = 0
  if (high < used && (hashes[high] as number) < hash) high = used
  while (low < high) {
    const middle = low + ((high - low) >> 1)
    if ((hashes[middle] as number) < hash) low = middle + 1
    else high = middle
  }
  for (let place = low; place < used && hashes[place] === hash; place += 1) found.push(first + (distances[place] as number))
}

function sort(piece: Piece): void {
  const { hashes, distances, used } = piece
  // Hash and place in one number: 48 bits are exact, and numbers are sorted without a call for each comparison.
  const order = Float64Array.from(hashes.subarray(0, used), (hash, place) => hash * pieceSize + place).sort()
  const asTheyCame = distances.slice(0, used)
  order.forEach((packed, place) => {
    hashes[place] = Math.floor(packed / pieceSize)
    distances[place] = asTheyCame[packed % pieceSize] as number
  })
  piece.sorted = true
}

/** Finds places in the piece that grows, by open addressing. */
interface Table {
  readonly piece: Piece | undefined
  readonly slots: Int32Array
  entered: number
}

function tableOf(piece: Piece | undefined): Table {
  return { piece, slots: new Int32Array(piece === undefined ? 0 : 2 * pieceSize).fill(empty), entered: 0 }
}

function findInTable(table: Table, { hashes, distances, first, used }: Piece, hash: number, found: number[]): void {
  const { slots } = table
  const mask = slots.length - 1
  for (; table.entered < used; table.entered += 1) {
    let slot = (hashes[table.entered] as number) & mask
    while (slots[slot] !== empty) slot = (slot + 1) & mask
    slots[slot] = table.entered
  }
  for (let slot = hash & mask; slots[slot] !== empty; slot = (slot + 1) & mask) {
    const place = slots[slot] as number
    if (hashes[place] === hash) found.push(first + (distances[place] as number))
  }
}

/** FNV-1a over the UTF-16 code units, stirred once more, since ids of one command differ in their last character only. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return (hash ^ (hash >>> 12)) >>> 0
}

/** Positions in the order in which they were noted, in a byte or two for each: an index of a million facts as numbers would take 12 MB and be copied again and again. */

import type { Position } from '@grid-governance/event-sourcing'

export interface PositionList extends Iterable<Position> {
  readonly push: (position: Position) => void
  /** The list as bytes of its own; `positionsIn` reads them again. */
  readonly bytes: () => Uint8Array
}

const nothing = new Uint8Array(0)
const firstBytes = 32
/** 53 bits of a safe integer: six in the first byte, seven in each of the others. */
const mostBytes = 8

/**
 * An empty list. What is kept of a position is its distance from the one before, the lowest bits first: the first byte tells whether more
 * follow, whether the distance goes back, and six bits; each of the others whether more follow, and seven bits.
 */
export const positionList = (): PositionList => {
  let bytes = nothing
  let used = 0
  let last = 0

  const makeRoom = (): void => {
    const larger = new Uint8Array(Math.max(firstBytes, bytes.length * 2))
    larger.set(bytes)
    bytes = larger
  }

  const push = (position: Position): void => {
    if (bytes.length - used < mostBytes) makeRoom()
    const back = position < last
    let rest = back ? last - position : position - last
    let part = (rest & lowSix) | (back ? goesBack : 0)
    rest = Math.floor(rest / 64)
    while (rest > 0) {
      bytes[used++] = part | moreFollow
      part = rest & lowSeven
      rest = Math.floor(rest / 128)
    }
    bytes[used++] = part
    last = position
  }

  return { push, bytes: () => bytes.slice(0, used), [Symbol.iterator]: () => positionsIn(bytes.subarray(0, used)) }
}

/** The positions in the bytes of a list. */
export function* positionsIn(bytes: Uint8Array): Generator<Position, void, undefined> {
  let position = 0
  for (let place = 0; place < bytes.length;) {
    let byte = bytes[place++] as number
    const sign = (byte & goesBack) === 0 ? 1 : -1
    let distance = byte & lowSix
    for (let unit = 64; (byte & moreFollow) !== 0; unit *= 128) {
      byte = bytes[place++] as number
      distance += (byte & lowSeven) * unit
    }
    position += sign * distance
    yield position as Position
  }
}

const moreFollow = 0b1000_0000
const goesBack = 0b0100_0000
const lowSeven = 0b0111_1111
const lowSix = 0b0011_1111

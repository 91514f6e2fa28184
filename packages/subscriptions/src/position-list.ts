/** Positions in the order in which they were noted, in a byte or two for each: an index of a million facts as numbers would take 12 MB and be copied again and again. */

import type { Position } from '@grid-governance/event-sourcing'
import { inOrder } from './read-positions.ts'

/** Of any other whole numbers too that lie close together. */
export interface PositionList<P extends number = Position> extends Iterable<P> {
  readonly push: (position: P) => void
  /** The positions, each once, in the order of the log. */
  readonly inOrder: () => ReadonlyArray<P>
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
export const positionList = <P extends number = Position>(): PositionList<P> => new DistanceList()

/** A class, since there is one list for each key: functions of their own for each would take more than the positions. */
class DistanceList<P extends number> implements PositionList<P> {
  #bytes: Uint8Array = nothing
  #used = 0
  #last = 0
  /** Whether each position lies beyond the one before. */
  #rising = true

  push(position: P): void {
    if (this.#bytes.length - this.#used < mostBytes) this.#makeRoom()
    const bytes = this.#bytes
    const back = position < this.#last
    if (this.#used > 0 && position <= this.#last) this.#rising = false
    let rest = back ? this.#last - position : position - this.#last
    let part = (rest & lowSix) | (back ? goesBack : 0)
    rest = Math.floor(rest / 64)
    while (rest > 0) {
      bytes[this.#used++] = part | moreFollow
      part = rest & lowSeven
      rest = Math.floor(rest / 128)
    }
    bytes[this.#used++] = part
    this.#last = position
  }

  inOrder(): ReadonlyArray<P> {
    const positions = positionsIn<P>(this.#own())
    return this.#rising ? positions : inOrder(positions)
  }

  bytes(): Uint8Array {
    return this.#own().slice()
  }

  [Symbol.iterator](): Iterator<P, void, undefined> {
    return positionsIn<P>(this.#own()).values()
  }

  #own(): Uint8Array {
    return this.#bytes.subarray(0, this.#used)
  }

  #makeRoom(): void {
    const larger = new Uint8Array(Math.max(firstBytes, this.#bytes.length * 2))
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}

/** The positions in the bytes of a list. */
export const positionsIn = <P extends number = Position>(bytes: Uint8Array): ReadonlyArray<P> => {
  const positions: P[] = []
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
    positions.push(position as P)
  }
  return positions
}

const moreFollow = 0b1000_0000
const goesBack = 0b0100_0000
const lowSeven = 0b0111_1111
const lowSix = 0b0011_1111

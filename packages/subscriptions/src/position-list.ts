/** Positions in the order in which they were noted, in a byte or two for each: an index of a million facts as numbers would take 12 MB and be copied again and again. */

import type { Position } from '@grid-governance/event-sourcing'
import { inOrder } from './read-positions.ts'

export interface PositionList extends Iterable<Position> {
  readonly push: (position: Position) => void
  /** The positions, each once, in the order of the log. */
  readonly inOrder: () => ReadonlyArray<Position>
}

const nothing = new Uint8Array(0)
const firstBytes = 32
/** 53 bits of a safe integer: six in the first byte, seven in each of the others. */
const mostBytes = 8

/**
 * An empty list. What is kept of a position is its distance from the one before, the lowest bits first: the first byte tells whether more
 * follow, whether the distance goes back, and six bits; each of the others whether more follow, and seven bits.
 */
export const positionList = (): PositionList => new DistanceList()

/** A class, since there is one list for each key: functions of their own for each would take more than the positions. */
class DistanceList implements PositionList {
  #bytes = nothing
  #used = 0
  #last = 0
  /** Whether each position lies beyond the one before. */
  #rising = true

  push(position: Position): void {
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

  inOrder(): ReadonlyArray<Position> {
    return this.#rising ? this.#positions() : inOrder(this.#positions())
  }

  [Symbol.iterator](): Iterator<Position, void, undefined> {
    return this.#positions().values()
  }

  #makeRoom(): void {
    const larger = new Uint8Array(Math.max(firstBytes, this.#bytes.length * 2))
    larger.set(this.#bytes)
    this.#bytes = larger
  }

  #positions(): Position[] {
    const positions: Position[] = []
    const bytes = this.#bytes
    let position = 0
    for (let place = 0; place < this.#used;) {
      let byte = bytes[place++] as number
      const sign = (byte & goesBack) === 0 ? 1 : -1
      let distance = byte & lowSix
      for (let unit = 64; (byte & moreFollow) !== 0; unit *= 128) {
        byte = bytes[place++] as number
        distance += (byte & lowSeven) * unit
      }
      position += sign * distance
      positions.push(position as Position)
    }
    return positions
  }
}

const moreFollow = 0b1000_0000
const goesBack = 0b0100_0000
const lowSeven = 0b0111_1111
const lowSix = 0b0011_1111

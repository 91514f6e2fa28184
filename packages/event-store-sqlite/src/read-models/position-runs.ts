/** Positions as runs of bytes that can be put one behind the other: a model's places grow by what each save brings, without being read. */

import type { Position } from '@grid-governance/event-sourcing'

const moreFollow = 0b1000_0000
const lowSeven = 0b0111_1111
/** Eight times seven bits hold every safe integer. */
const mostBytes = 8

/**
 * One run of positions in rising order: how many there are, the first, then for each other its distance from the one before. Numbers are kept
 * seven bits to a byte, the lowest first; the highest bit says that more follow.
 */
export const positionRun = (positions: ReadonlyArray<Position>): Uint8Array => {
  const bytes = new Uint8Array((positions.length + 1) * mostBytes)
  let used = put(bytes, 0, positions.length)
  let last = 0
  for (const position of positions) {
    used = put(bytes, used, position - last)
    last = position
  }
  return bytes.subarray(0, used)
}

/** All positions of some runs, in the order in which they stand. */
export const positionsIn = (runs: Uint8Array): ReadonlyArray<Position> => {
  const positions: Position[] = []
  let place = 0
  const next = (): number => {
    let number = 0
    for (let unit = 1; ; unit *= 128) {
      const byte = runs[place++]
      if (byte === undefined) throw new Error('A run of positions ends too early.')
      number += (byte & lowSeven) * unit
      if (byte < moreFollow) return number
    }
  }
  while (place < runs.length) {
    let last = 0
    for (let left = next(); left > 0; left -= 1) {
      last += next()
      positions.push(last as Position)
    }
  }
  return positions
}

function put(bytes: Uint8Array, at: number, number: number): number {
  let rest = number
  let place = at
  while (rest > lowSeven) {
    bytes[place++] = (rest % 128) | moreFollow
    rest = Math.floor(rest / 128)
  }
  bytes[place++] = rest
  return place
}

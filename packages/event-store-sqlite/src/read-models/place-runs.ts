/** Places of facts (position and effective day) as runs of bytes that can be put one behind the other: those of a model grow by what each save brings, without being read. */

import { dayNumber, type FactPlace } from '@grid-governance/subscriptions'

const moreFollow = 0b1000_0000
const goesBack = 0b0100_0000
const lowSeven = 0b0111_1111
const lowSix = 0b0011_1111
/** 53 bits of a safe integer: six in the first byte, seven in each of the others. */
const mostBytesOfPosition = 8
const mostBytesOfDay = 4

/** A place with its day as a number, see `dayNumber`. */
export interface NumberedPlace {
  readonly position: number
  readonly day: number
}

/**
 * One run of places in any order: how many there are, then for each the distance of its position and that of its day from the one before, the first from 0. The lowest
 * bits of a distance come first: the first byte tells whether more follow, whether the distance goes back, and six bits; each of the others whether more follow, and
 * seven bits.
 */
export const placeRun = (places: ReadonlyArray<FactPlace>): Uint8Array => {
  const bytes = roomFor(places.length)
  let used = put(bytes, 0, places.length)
  let lastPosition = 0
  let lastDay = 0
  for (const place of places) {
    const day = dayNumber(place.day)
    used = put(bytes, put(bytes, used, place.position - lastPosition), day - lastDay)
    lastPosition = place.position
    lastDay = day
  }
  return bytes.slice(0, used)
}

/** The same of places whose days are numbers already. */
export const numberedRun = (places: ReadonlyArray<NumberedPlace>): Uint8Array => {
  const bytes = roomFor(places.length)
  let used = put(bytes, 0, places.length)
  let lastPosition = 0
  let lastDay = 0
  for (const { position, day } of places) {
    used = put(bytes, put(bytes, used, position - lastPosition), day - lastDay)
    lastPosition = position
    lastDay = day
  }
  return bytes.slice(0, used)
}

/** Where a run is written before it is copied at its length: of the runs of a few bytes that most saves bring, to make the room would take longer than to fill it. */
let room = new Uint8Array(1024)

function roomFor(count: number): Uint8Array {
  const most = mostBytesOfPosition + count * (mostBytesOfPosition + mostBytesOfDay)
  if (room.length < most) room = new Uint8Array(2 * most)
  return room
}

/** Looks at all places of some runs, in the order in which they stand; ends early when `visit` answers true, and then answers true. */
export const somePlace = (runs: Uint8Array, visit: (position: number, day: number) => boolean): boolean => {
  let place = 0
  const next = (): number => {
    let byte = byteAt(runs, place++)
    const sign = (byte & goesBack) === 0 ? 1 : -1
    let distance = byte & lowSix
    for (let unit = 64; byte >= moreFollow; unit *= 128) {
      byte = byteAt(runs, place++)
      distance += (byte & lowSeven) * unit
    }
    return sign * distance
  }
  while (place < runs.length) {
    let position = 0
    let day = 0
    for (let left = next(); left > 0; left -= 1) {
      position += next()
      day += next()
      if (visit(position, day)) return true
    }
  }
  return false
}

/** All places of some runs, in the order in which they stand. */
export const placesIn = (runs: Uint8Array): NumberedPlace[] => {
  const places: NumberedPlace[] = []
  somePlace(runs, (position, day) => {
    places.push({ position, day })
    return false
  })
  return places
}

function byteAt(runs: Uint8Array, place: number): number {
  const byte = runs[place]
  if (byte === undefined) throw new Error('A run of places ends too early.')
  return byte
}

function put(bytes: Uint8Array, at: number, number: number): number {
  const distance = Math.abs(number)
  let place = at
  let part = (distance % 64) | (number < 0 ? goesBack : 0)
  for (let rest = Math.floor(distance / 64); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[place++] = part | moreFollow
    part = rest % 128
  }
  bytes[place++] = part
  return place
}

/** The law of entry places: what was remembered is found. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { entryPlaces } from './entry-places.ts'
import { at } from './builders.ts'

it('finds every entry that was remembered, however many there are', () => fc.assert(
  fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 200 }), (ids) => {
    const places = entryPlaces()
    ids.forEach((id, position) => {
      places.remember(id, at(position))
      if (position % 7 === 0) places.lookUp(id)
    })
    ids.forEach((id, position) => { expect(places.lookUp(id)).toContain(position) })
  }), { numRuns: 100 }))

it('finds nearly always nothing else: ids of one command differ in their last digits only', () => {
  const places = entryPlaces()
  const ids = Array.from({ length: 100_000 }, (_, index) => `0b6f7c3e-1d3e-5c0b-9a53-${String(Math.floor(index / 10)).padStart(12, '0')}.${index % 10}`)
  ids.forEach((id, position) => { places.remember(id, at(position)) })
  expect(ids.reduce((sum, id) => sum + places.lookUp(id).length, 0)).toBeLessThan(100_040)
  expect(places.lookUp('another')).toEqual([])
})

it('finds entries in every piece, while the last one grows, wherever in a large log they are', () => {
  const places = entryPlaces()
  const far = 2 ** 33
  for (let index = 0; index < 150_000; index += 1) {
    places.remember(`e${index}`, at(index < 140_000 ? index * 3 : far + index))
    if (index % 10_007 === 0) expect(places.lookUp(`e${Math.floor(index / 2)}`)).toContain(Math.floor(index / 2) * 3)
  }
  places.remember('e7', at(far + 150_000))
  for (let index = 0; index < 150_000; index += 37) expect(places.lookUp(`e${index}`)).toContain(index < 140_000 ? index * 3 : far + index)
  expect(places.lookUp('e7')).toEqual([21, far + 150_000])
})

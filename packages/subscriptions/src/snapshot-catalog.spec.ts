/** The catalog of snapshots: what a key must have been told before the next one is taken, and the room that all of them get. */

import { describe, expect, it } from 'vitest'
import type { Position } from '@grid-governance/event-sourcing'
import type { Snapshot } from './model-snapshots.ts'
import type { TextPacking } from './packed-text.ts'
import { snapshotCatalog, type SnapshotOptions } from './snapshot-catalog.ts'

/** Takes up a tenth of the text. */
const inTenths: TextPacking = {
  pack: (text) => ({ packed: text, bytes: Math.ceil(text.length / 10), length: text.length }),
  unpack: ({ packed }) => String(packed),
}

const at = (place: number, length: number): Snapshot => ({ key: 'g1', shownUpTo: '', shownTo: place as Position, position: place as Position, text: 'x'.repeat(length) })

const catalogWith = (options: SnapshotOptions, ...snapshots: ReadonlyArray<Snapshot>) => {
  const catalog = snapshotCatalog(options, [], inTenths)
  for (const one of snapshots) catalog.add(one)
  return catalog
}

describe('between two snapshots of a key', () => {
  it('lie as many facts as asked, where its model is small', () => expect(catalogWith({}, at(1, 1000)).every('g1')).toBe(500))
  it('lie more where its text is long: a fact pays for 1 KiB of it', () => expect(catalogWith({}, at(1, 1_024_000)).every('g1')).toBe(1000))
  it('lie more where it takes up much room: a fact pays for 256 bytes of it', () => {
    const catalog = snapshotCatalog({}, [{ key: 'g1', shownUpTo: '', shownTo: 1 as Position, position: 1 as Position, bytes: 256_000, length: 256_000, spoiledAt: undefined }], inTenths)
    expect(catalog.every('g1')).toBe(1000)
  })
})

describe('on the way of a fold', () => {
  it('snapshots of a small model are as far apart as asked', () => expect(catalogWith({}, at(1, 1000)).apart('g1', 500, 6000)).toBe(500))
  it('there is one of a large model for as many facts as pay for two of it', () => {
    const catalog = catalogWith({}, at(1, 1_024_000))
    expect([catalog.apart('g1', 1000, 6000), catalog.apart('g1', 4000, 6000)]).toEqual([6000, 3000])
  })
})

describe('the room for snapshots', () => {
  it('counts what they take up as they are packed, not the length of their texts', () => {
    const catalog = catalogWith({ bytes: 300 }, at(1, 1000), at(2, 1000), at(3, 1000))
    expect(catalog.changes().snapshots).toHaveLength(3)
    catalog.add(at(4, 1000))
    expect(catalog.changes()).toMatchObject({ snapshots: [{ shownTo: 4, text: { bytes: 100, length: 1000 } }], forgotten: [{ key: 'g1' }] })
    expect(catalogWith({ bytes: 99 }, at(1, 1000)).changes().snapshots).toEqual([])
  })
})

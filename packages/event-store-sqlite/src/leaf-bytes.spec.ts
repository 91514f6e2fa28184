/** The bytes that are hashed and stored are those of the leaf that all stores share. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { derivedId, type StreamName } from '@grid-governance/event-sourcing'
import { chainStart, nextLink } from '@grid-governance/event-store'
import { leafBytes } from './leaf-bytes.ts'

const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('办〔2021〕7号', '😀', '网格'.repeat(20_000), '"\\\u2028')).map((value) => JSON.stringify({ value }))

it('gives the links of nextLink, and the bytes of metadata and data, for texts of any alphabet and length', () => {
  const linked = leafBytes()
  let link = chainStart
  fc.assert(fc.property(text, text, fc.nat(), (metadata, data, number) => {
    const event = { stream: 'gridMap-440402.001' as StreamName, streamVersion: number + 1, eventId: derivedId(String(number)), type: 'GridOpened', schemaVersion: 1, recordedAt: 1_700_000_000_000 + number, metadata, data }
    const leaf = linked(link, event)
    expect(leaf.link).toBe(nextLink(link, event))
    expect(Buffer.from(leaf.metadata).toString()).toBe(metadata)
    expect(Buffer.from(leaf.data).toString()).toBe(data)
    link = leaf.link
  }), { numRuns: 300 })
})

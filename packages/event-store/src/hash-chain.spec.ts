/** Golden texts of leaf and chain: heads are pinned outside of the log, so these strings never change. */

import { describe, expect, test } from 'vitest'
import type { EventId, StreamName } from '@grid-governance/event-sourcing'
import { chainStart, nextLink } from './hash-chain.ts'
import { leafText, type LeafFields } from './stored-event.ts'

const first: LeafFields = {
  stream: 'gridMap-440402.C1' as StreamName, streamVersion: 1, eventId: '8a085f4f-9b12-5f2e-bd07-cf17a1e2f97a' as EventId, type: 'GridOpened',
  schemaVersion: 1, recordedAt: 1704067200000, metadata: '{"note":"of a"}', data: '{"10":1,"name":"网格"}',
}
const second: LeafFields = { ...first, streamVersion: 2, eventId: '60262aa1-0221-5105-8b28-bfec0c3c28dd' as EventId, schemaVersion: 3, metadata: '{}', data: '{}' }

describe('the leaf', () => {
  test('is this text, for ever', () => {
    expect(leafText(first)).toBe('["gridMap-440402.C1",1,"8a085f4f-9b12-5f2e-bd07-cf17a1e2f97a","GridOpened",1,1704067200000,{"note":"of a"},{"10":1,"name":"网格"}]')
  })

  test('is JSON of the eight fields in their order', () => {
    expect(JSON.parse(leafText(second))).toEqual([second.stream, 2, second.eventId, 'GridOpened', 3, 1704067200000, {}, {}])
  })
})

describe('the chain', () => {
  // Both links were computed by other means: printf '%s%s' LINK LEAF | sha256sum
  test('begins with 64 zeros and goes on with these links, for ever', () => {
    expect(chainStart).toBe('0000000000000000000000000000000000000000000000000000000000000000')
    const link = nextLink(chainStart, first)
    expect(link).toBe('61e31c203d344dbbc880cfba162656989e01a0a84d6f2d881b9e898866e13ca7')
    expect(nextLink(link, second)).toBe('653ae5ff3ffb2dad5ea19dbb42462e1763d6611eb34012cd131329c070d7e6d0')
  })

  test.each<readonly [string, Partial<LeafFields>]>([
    ['its stream', { stream: 'gridMap-440402.C2' as StreamName }],
    ['its version', { streamVersion: 2 }],
    ['its id', { eventId: second.eventId }],
    ['its type', { type: 'GridClosed' }],
    ['its schema version', { schemaVersion: 2 }],
    ['its time', { recordedAt: 1704067200001 }],
    ['its metadata', { metadata: '{"note":"of b"}' }],
    ['its data', { data: '{"10":1,"name":"网络"}' }],
  ])('changes with an event in %s', (_, change) => {
    expect(nextLink(chainStart, { ...first, ...change })).not.toBe(nextLink(chainStart, first))
  })

  test('changes with the order of events', () => {
    expect(nextLink(nextLink(chainStart, second), first)).not.toBe(nextLink(nextLink(chainStart, first), second))
  })
})

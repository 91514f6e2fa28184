/** A rehearsed batch: everything is tried, nothing is written. */

import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { memoryStore } from '@grid-governance/event-store'
import { rehearseBatch } from './rehearsal.ts'
import { accepted, approvedPlan, execute, juneClock, moveGrid, opening, openedDistrict, request, schedule } from './small-district.spec-parts.ts'

const batch = [...approvedPlan('P1', [moveGrid]), schedule('P1', '2025-04-01'), execute('P1', '2025-04-01')]

describe('a rehearsal', () => {
  it('writes nothing to the log', async () => {
    const { store, now } = await openedDistrict()
    const before = await store.head()()
    const rehearsed = await rehearseBatch({ store, now }, batch)()
    expect(rehearsed).toMatchObject({ right: { accepted: true } })
    expect(await store.head()()).toEqual(before)
  })

  it('shows exactly the facts that the batch then records', async () => {
    const { store, now, frontDoor } = await openedDistrict()
    const before = await store.head()()
    const rehearsed = await rehearseBatch({ store, now }, batch)()
    await accepted(frontDoor, batch)
    const page = await store.readAll({ after: E.isRight(before) ? before.right.after : 'beginning', maxCount: 1000 })()
    const told = (events: ReadonlyArray<{ readonly eventId: string, readonly data: string }>) => events.map(({ eventId, data }) => [eventId, data])
    expect(E.isRight(rehearsed) ? told(rehearsed.right.events) : []).toEqual(E.isRight(page) ? told(page.right.events) : [])
  })

  it('ends at the first request that is refused and says which', async () => {
    const { store, now } = await openedDistrict()
    const rehearsed = await rehearseBatch({ store, now }, [...batch.slice(0, 2), request('too soon', 'ApprovePlan', { planId: 'P1' }), ...batch.slice(2)])()
    expect(rehearsed).toMatchObject({ right: { accepted: false, requests: [{ outcome: { _tag: 'Right' } }, { outcome: { _tag: 'Right' } }, { outcome: { left: { tag: 'Rejected' } } }] } })
    expect(E.isRight(rehearsed) ? rehearsed.right.requests.length : 0).toBe(3)
  })

  it('of an opening works on an empty log', async () => {
    const now = juneClock()
    const rehearsed = await rehearseBatch({ store: memoryStore(now), now }, opening())()
    expect(rehearsed).toMatchObject({ right: { accepted: true } })
  })
})

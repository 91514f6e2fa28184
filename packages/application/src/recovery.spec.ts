/** Death at every step: whatever a plan had led to when the process died, the next start finishes it, and no read model shows half. */

import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { governanceCodec } from '@grid-governance/domain'
import type { EventStore } from '@grid-governance/event-store'
import { communityGrids } from '@grid-governance/projections-grids'
import { rebuild } from '@grid-governance/subscriptions'
import { doingBefore, dyingStore, losingOneAnswer } from './failing-store.spec-parts.ts'
import { openFrontDoor } from './front-door.ts'
import { accepted, approvedPlan, buildingId, execute, first, gridId, moveGrid, openedDistrict, refused, request, schedule, third } from './small-district.spec-parts.ts'

const steps = [schedule('P1', '2025-04-01'), execute('P1', '2025-04-01')] as const
const moved = [buildingId(2, 5), buildingId(2, 6)]

describe('a process that dies', () => {
  // Scheduling appends three times (two maps, the plan), executing three times (the plan, two maps).
  for (const writesLast of [false, true]) {
    for (const point of [0, 1, 2, 3, 4, 5]) {
      it(`after ${point} appends${writesLast ? ' and one that nobody heard of' : ''} leaves nothing half-done`, async () => {
        const { store, now, frontDoor } = await openedDistrict()
        await accepted(frontDoor, approvedPlan('P1', [moveGrid]))
        const dying = dyingStore(store, point, writesLast)
        const doomed = openFrontDoor({ store: dying.store, now })
        for (const step of steps) if (E.isLeft(await doomed.submit(step)())) break
        expect(dying.appends()).toBe(point + 1)
        expect(await placesOfMoved(store)).toSatisfy(inOneCommunity)

        const next = openFrontDoor({ store, now })
        expect(await next.recover()()).toMatchObject({ _tag: 'Right' })
        expect(await next.recover()()).toEqual(E.right({ revised: [], reserved: [], released: [] }))
        await accepted(next, steps)
        expect(await placesOfMoved(store)).toEqual([first, first])
        await acceptsFurtherWork(store, now)
      })
    }
  }

  it('is not needed when an answer is lost and the store lives on: what was scheduled stays reserved', async () => {
    const { store, now, frontDoor } = await openedDistrict()
    await accepted(frontDoor, approvedPlan('P1', [moveGrid]))
    const forgetful = openFrontDoor({ store: losingOneAnswer(store, 2), now })
    expect(await refused(forgetful, steps[0])).toMatchObject({ tag: 'StoreUnavailable' })
    await accepted(forgetful, steps)
    expect(await placesOfMoved(store)).toEqual([first, first])
  })

  it('elsewhere may recover between reserving and scheduling: the plan is executed all the same', async () => {
    const { store, now, frontDoor } = await openedDistrict()
    await accepted(frontDoor, approvedPlan('P1', [moveGrid]))
    const other = openFrontDoor({ store, now })
    const interrupted = openFrontDoor({ store: doingBefore(store, 'RestructureScheduled', async () => { await other.recover()() }), now })
    await accepted(interrupted, steps)
    expect(await placesOfMoved(store)).toEqual([first, first])
  })

  it('is not needed for a failure: the same request sent again goes on where it stopped', async () => {
    const { store, now, frontDoor } = await openedDistrict()
    await accepted(frontDoor, [...approvedPlan('P1', [moveGrid]), steps[0]])
    const doomed = openFrontDoor({ store: dyingStore(store, 1).store, now })
    expect(await refused(doomed, steps[1])).toMatchObject({ tag: 'StoreUnavailable' })
    const [again] = await accepted(frontDoor, [steps[1]])
    expect(again).toMatchObject({ outcome: 'alreadyDone' })
    expect(again?.consequences.map((receipt) => receipt.outcome)).toEqual(['recorded', 'recorded'])
  })
})

/** The maps know what the plan did: the moved grid can be restructured again where it now is, and only there. */
async function acceptsFurtherWork(store: EventStore, now: () => number): Promise<void> {
  const frontDoor = openFrontDoor({ store, now })
  const rename = (communityId: string) => request(`rename in ${communityId}`, 'RenameGrid', { communityId, gridId: gridId(2, 3), name: '划转后', kind: 'change', effectiveOn: '2025-04-02' })
  await accepted(frontDoor, [rename(first)])
  expect(await refused(frontDoor, rename(third))).toMatchObject({ tag: 'Rejected', rejection: { rule: 'I1' } })
}

/** In which communities the read models show the buildings that move. */
async function placesOfMoved(store: EventStore): Promise<ReadonlyArray<string>> {
  const rebuilt = await rebuild({ reader: store, codec: governanceCodec, projection: communityGrids, mode: 'checked' })()
  if (E.isLeft(rebuilt)) throw new Error(JSON.stringify(rebuilt.left))
  return [...rebuilt.right.models.values()].flatMap((model) => moved.filter((building) => model.buildings[building] !== undefined).map(() => model.communityId as string))
}

function inOneCommunity(places: ReadonlyArray<string>): boolean {
  return places.length === 2 && places[0] === places[1]
}

/** Corrections of executed plans through the front door: nothing comes between the evidence and the maps, and no death leaves half of one. */

import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { sealInClear } from '@grid-governance/event-sourcing'
import { doingBefore, dyingStore } from './failing-store.spec-parts.ts'
import { openFrontDoor } from './front-door.ts'
import type { CommandRequest } from './request.ts'
import {
  accepted, approvedPlan, buildingId, day, execute, first, gridId, moveGrid, openedDistrict, opening, refused, request, schedule, second, splitGrid, third,
} from './small-district.spec-parts.ts'

describe('a correction', () => {
  it('6.4 holds its grids, so that no other process puts a building where there will have been no grid', async () => {
    const { store, now, takenBack } = await executed(splitGrid)
    const elsewhere = openFrontDoor({ store, now })
    const coming = register('meanwhile', second, gridId(1, 3), buildingId(1, 9))
    let answer: unknown
    const correcting = openFrontDoor({ store: doingBefore(store, 'EntryVoided', async () => { answer = await refused(elsewhere, coming) }), now })
    const [corrected] = await accepted(correcting, [takenBack])
    expect(answer).toMatchObject({ tag: 'Rejected', rejection: { type: 'GridReserved', gridIds: [gridId(1, 3)], byPlan: 'P1' } })
    expect(corrected?.consequences.flatMap((receipt) => receipt.facts.map((fact) => fact.type))).toEqual(['GridsReserved', 'GridMapRevised'])
    expect(await refused(elsewhere, coming)).toMatchObject({ rejection: { type: 'GridNeverValid', instead: [gridId(1, 1)] } })
    await accepted(elsewhere, [register('afterwards', second, gridId(1, 1), buildingId(1, 9))])
  })

  it('6.4 that meets another plan in one map holds nothing in any', async () => {
    const { frontDoor, takenBack } = await executed(moveGrid)
    const inThird = { kind: 'boundary', communityId: first, moves: [{ buildingId: buildingId(0, 1), from: gridId(0, 1), to: gridId(2, 3) }] }
    const inMay = (one: CommandRequest): CommandRequest => ({ ...one, decidedOn: day('2025-05-02') })
    await accepted(frontDoor, [...approvedPlan('P2', [inThird]), schedule('P2', '2025-07-01')].map(inMay))
    expect(await refused(frontDoor, takenBack)).toMatchObject({ tag: 'Rejected', rejection: { type: 'GridReserved', byPlan: 'P2' } })
    await accepted(frontDoor, [register('free', third, gridId(2, 1), buildingId(2, 9))])
    expect(await frontDoor.recover()()).toEqual(E.right({ revised: [], reserved: [], released: [] }))
  })

  it('6.1 is not withdrawn once the grid that it would bring back never was: nothing comes out of nothing', async () => {
    const { frontDoor, takenBack, entry: entryOfPlan } = await executed(moveGrid)
    const [back] = await accepted(frontDoor, [takenBack])
    const [laidOut] = await accepted(frontDoor, opening().slice(-1))
    const entry = laidOut?.eventIds[2]
    await accepted(frontDoor, [request('never laid out', 'VoidGridMapEntry', { communityId: third, root: entry, corrects: entry, reason: sealInClear('made up') })])
    const again = request('P1 again', 'CorrectPlan', { planId: 'P1', corrections: [{ root: entryOfPlan, corrects: back?.eventIds[0] }], reason: sealInClear('made up') }, { decidedOn: '2025-06-01' })
    expect(await refused(frontDoor, again)).toMatchObject({ tag: 'Rejected', rejection: { type: 'GridNeverValid', rule: 'I6', communityId: third, gridId: gridId(2, 3) } })
  })

  // It appends five times: holds in two maps, the correction, revisions of two maps.
  for (const writesLast of [false, true]) {
    for (const point of [0, 1, 2, 3, 4]) {
      it(`of a process that dies after ${point} appends${writesLast ? ' and one that nobody heard of' : ''} is whole or not there, and holds nothing`, async () => {
        const { store, now, takenBack } = await executed(moveGrid)
        const dying = dyingStore(store, point, writesLast)
        expect(await refused(openFrontDoor({ store: dying.store, now }), takenBack)).toMatchObject({ tag: 'StoreUnavailable' })
        const next = openFrontDoor({ store, now })
        expect(await next.recover()()).toMatchObject({ _tag: 'Right' })
        expect(await next.recover()()).toEqual(E.right({ revised: [], reserved: [], released: [] }))
        const isThere = point + (writesLast ? 1 : 0) >= 3
        await accepted(next, [register('where it is', isThere ? third : first, gridId(2, 3), 'B_new', '00019')])
        if (!isThere) expect(await refused(next, takenBack)).toMatchObject({ rejection: { type: 'LaterStructureExists' } })
        else expect((await accepted(next, [takenBack]))[0]).toMatchObject({ outcome: 'alreadyDone' })
      })
    }
  }
})

/** A district in which a plan of one operation was executed, and a request that takes its entry back. */
async function executed(operation: object) {
  const opened = await openedDistrict()
  const receipts = await accepted(opened.frontDoor, [...approvedPlan('P1', [operation]), schedule('P1', '2025-04-01'), execute('P1', '2025-04-01')])
  const entry = receipts.at(-1)?.eventIds[0]
  return { ...opened, entry, takenBack: request('P1 correct', 'CorrectPlan', { planId: 'P1', corrections: [{ root: entry, corrects: entry }], reason: sealInClear('made up') }, { decidedOn: '2025-06-01' }) }
}

function register(name: string, communityId: string, grid: string, building: string, number = '00009') {
  return request(name, 'RegisterBuilding', {
    communityId, gridId: grid, building: { buildingId: building, number, households: 1, residents: 1 }, kind: 'change', effectiveOn: '2025-05-01',
  })
}

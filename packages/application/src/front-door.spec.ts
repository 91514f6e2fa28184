/** The front door, by example: what one command leads to, and what it refuses. */

import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { sealInClear } from '@grid-governance/event-sourcing'
import { openFrontDoor } from './front-door.ts'
import { decodeRequest } from './request.ts'
import { accepted, approvedPlan, buildingId, codes, day, execute, first, gridId, moveGrid, openedDistrict, opening, refused, request, schedule, second, splitGrid, third } from './small-district.spec-parts.ts'

const rename = (name: string, text = '新名') => request(name, 'RenameGrid', { communityId: first, gridId: gridId(0, 1), name: text, kind: 'change', effectiveOn: '2025-03-01' })

describe('a command', () => {
  it('is recorded once, however often it is sent', async () => {
    const { frontDoor } = await openedDistrict()
    const [one] = await accepted(frontDoor, [rename('a')])
    const [again] = await accepted(frontDoor, [rename('a')])
    expect(one?.outcome).toBe('recorded')
    expect(again).toMatchObject({ outcome: 'alreadyDone', streamVersion: one?.streamVersion, position: one?.position, eventIds: one?.eventIds, facts: [] })
  })

  it('is answered with its first receipt even after others were recorded', async () => {
    const { frontDoor } = await openedDistrict()
    const [one] = await accepted(frontDoor, [rename('a')])
    await accepted(frontDoor, [rename('b', '又名')])
    expect((await accepted(frontDoor, [rename('a')]))[0]).toMatchObject({ outcome: 'alreadyDone', streamVersion: one?.streamVersion })
  })

  it('is refused when its id was used for another command', async () => {
    const { frontDoor } = await openedDistrict()
    await accepted(frontDoor, [rename('a')])
    expect(await refused(frontDoor, rename('a', '别名'))).toMatchObject({ tag: 'CommandIdReused' })
  })

  it('is refused when its sender saw an older version of the stream', async () => {
    const { frontDoor } = await openedDistrict()
    const [one] = await accepted(frontDoor, [rename('a')])
    const stale = { ...rename('b', '又名'), expectedVersion: (one?.streamVersion ?? 0) - 1 }
    expect(await refused(frontDoor, stale)).toMatchObject({ tag: 'StaleExpectation', expected: stale.expectedVersion, actual: one?.streamVersion })
  })

  it('carries its envelope into the metadata of every fact', async () => {
    const { frontDoor, store } = await openedDistrict()
    await accepted(frontDoor, [rename('a')])
    const page = await store.readAll({ after: 'beginning', maxCount: 1000 })()
    const metadata: unknown = E.isRight(page) ? JSON.parse(page.right.events.at(-1)?.metadata ?? '') : undefined
    expect(metadata).toMatchObject({
      commandId: rename('a').commandId, correlationId: rename('a').commandId, commandType: 'RenameGrid', decidedOn: '2025-03-03',
      actor: { ref: 'made-up-clerk' }, authority: { documentNumber: 'made up 1' }, append: { index: 0, of: 1 },
    })
  })

  it('is refused when the actor may not ask for it', async () => {
    const { store, now } = await openedDistrict()
    const frontDoor = openFrontDoor({ store, now, authorise: (actor, command) => E.left({ tag: 'NotAuthorised', actor, command: command.type, reason: 'closed for the day' }) })
    expect(await refused(frontDoor, rename('a'))).toMatchObject({ tag: 'NotAuthorised', command: 'RenameGrid', reason: 'closed for the day' })
  })

  it('of the aftermath of plans is taken from nobody', async () => {
    const { frontDoor } = await openedDistrict()
    const forged = request('forged', 'ReviseGridMap', { communityId: first, planId: 'P1', planVersion: 9, changes: [], neverValid: [] })
    expect(await refused(frontDoor, forged)).toEqual({ tag: 'ReservedCommand', command: 'ReviseGridMap' })
  })

  it('is refused when it is said to be decided on a day that has not come', async () => {
    const { frontDoor } = await openedDistrict()
    expect(await refused(frontDoor, { ...rename('a'), decidedOn: day('2025-06-03') })).toEqual({ tag: 'DecidedInFuture', decidedOn: '2025-06-03', today: '2025-06-02' })
    await accepted(frontDoor, [...approvedPlan('P1', [moveGrid]), schedule('P1', '2025-06-03')])
    expect(await frontDoor.executeDue(day('2025-06-03'), { ref: 'clock', role: 'clock' })()).toMatchObject({ left: { tag: 'DecidedInFuture' } })
  })

  it('of the wrong shape is refused with one sentence for each fault', () => {
    const decoded = decodeRequest({ commandId: 'x', type: 'RenameGrid', data: {}, actor: { ref: 'a', role: 'b' } })
    expect(decoded).toMatchObject({ left: { tag: 'MalformedCommand', type: 'RenameGrid' } })
    expect(E.isLeft(decoded) ? decoded.left.problems.join('; ') : '').toContain('commandId is "x", expected Uuid')
  })

  it('under one id on two streams leads to entries that nothing confuses', async () => {
    const { frontDoor } = await openedDistrict()
    const other = request('a', 'RenameGrid', { communityId: second, gridId: gridId(1, 1), name: '另名', kind: 'change', effectiveOn: '2025-03-01' })
    const [one, two] = await accepted(frontDoor, [rename('a'), other])
    const entryOf = (receipt: typeof one) => receipt?.facts.map((fact) => 'entryId' in fact.data ? fact.data.entryId : undefined)
    expect(entryOf(one)).not.toEqual(entryOf(two))
  })

  it('4.1 does not give an id that names a unit of another community, whichever process gave it there', async () => {
    const { frontDoor, store, now } = await openedDistrict()
    const building = (name: string, communityId: string, grid: string, id: string) => request(name, 'RegisterBuilding', {
      communityId, gridId: grid, building: { buildingId: id, number: '00077', households: 1, residents: 1 }, kind: 'change', effectiveOn: '2025-03-01',
    })
    expect(await refused(frontDoor, building('taken', second, gridId(1, 1), buildingId(0, 1)))).toMatchObject({ rejection: { type: 'IdSpent', rule: '4.1', id: buildingId(0, 1) } })
    await accepted(openFrontDoor({ store, now }), [building('new', first, gridId(0, 1), 'B_new')])
    expect(await refused(frontDoor, building('also new', second, gridId(1, 1), 'B_new'))).toMatchObject({ rejection: { type: 'IdSpent', id: 'B_new' } })
    const [grid] = splitGrid.targets
    const plan = approvedPlan('P1', [{ ...splitGrid, targets: [{ ...grid, gridId: gridId(0, 1) }, splitGrid.targets[1]] }])
    await accepted(frontDoor, plan.slice(0, 3))
    expect(await refused(frontDoor, plan[3] as never)).toMatchObject({ rejection: { type: 'IdSpent', rule: '4.1', id: gridId(0, 1) } })
  })

  it('I1 does not end a community, or let it begin later, whose map has grids', async () => {
    const { frontDoor } = await openedDistrict()
    const [registered] = await accepted(frontDoor, opening().slice(2, 3))
    const target = { root: registered?.eventIds[2], corrects: registered?.eventIds[2] }
    const withdrawing = request('withdraw', 'VoidDivisionEntry', { ...target, reason: sealInClear('made up') })
    const later = request('later', 'RegisterDivisions', {
      ...target, kind: 'correction', effectiveOn: '2018-08-01', name: '模拟区', earlierHistory: 'unknown', towns: [], communities: [{ communityId: first, townId: 'T1', code: codes[0], name: '模拟社区' }],
    })
    for (const one of [withdrawing, later]) {
      expect(await refused(frontDoor, one)).toMatchObject({ rejection: { type: 'CommunityStillHasGrids', communityId: first, day: '2018-07-01', gridIds: [gridId(0, 1), gridId(0, 2)] } })
    }
  })

  it('I1 either lays out a community\'s grids or withdraws the community, where both are asked for at once', async () => {
    const { frontDoor } = await openedDistrict()
    const dated = { kind: 'change', effectiveOn: '2025-01-01' }
    const community = { communityId: 'C440402001009', townId: 'T1', code: '440402001009', name: '模拟新社区' }
    const [registered] = await accepted(frontDoor, [request('new', 'RegisterDivisions', { ...dated, name: '模拟区', earlierHistory: 'none', towns: [], communities: [community] })])
    const grids = ['1', '2'].map((serial) => ({ gridId: `G9${serial}`, code: `44040200100900${serial}`, name: '新网格', buildings: [{ buildingId: `B9${serial}`, number: `0000${serial}`, households: 1, residents: 1 }] }))
    const answers = await Promise.all([
      frontDoor.submit(request('grids', 'LayOutGrids', { ...dated, communityId: community.communityId, earlierHistory: 'none', grids }))(),
      frontDoor.submit(request('withdraw', 'VoidDivisionEntry', { root: registered?.eventIds[0], corrects: registered?.eventIds[0], reason: sealInClear('made up') }))(),
    ])
    expect(answers).toMatchObject([{ _tag: 'Right' }, { _tag: 'Left', left: { rejection: { type: 'CommunityStillHasGrids' } } }])
  })

  it('I38 names no document of a day that has not come', async () => {
    const { frontDoor } = await openedDistrict()
    const authority = { documentNumber: 'made up 9', issuer: 'made up', date: day('2025-06-03') }
    expect(await refused(frontDoor, { ...rename('a'), authority })).toEqual({ tag: 'DocumentInFuture', documentNumber: 'made up 9', date: '2025-06-03', today: '2025-06-02' })
  })

  it('6.8 tells nobody by name, seals in no way that could never be opened, and holds nothing that cannot be seen', () => {
    const draft = (over: object) => decodeRequest({
      commandId: rename('a').commandId, type: 'DraftPlan', data: { districtId: '440402', planId: 'P1', title: sealInClear('made up'), ...over }, actor: { ref: 'clerk-1', role: '经办' },
    })
    const problems = (decoded: ReturnType<typeof draft>) => E.isLeft(decoded) ? decoded.left.problems : []
    expect(problems(draft({}))).toEqual([])
    expect(problems(draft({ title: { ...sealInClear('made up'), sealed: 'rot13@7' } }))).toEqual(['title.sealed is "rot13@7", expected "clear@1"'])
    expect(problems(draft({ title: { ...sealInClear('made up'), subjects: ['Zhang San, 1 Made Up Road'] } }))).toEqual(['title.subjects.0 is "Zhang San, 1 Made Up Road", expected 1 to 60 letters, digits, . _ : -'])
    for (const actor of [{ ref: '张三', role: 'clerk' }, { ref: 'clerk-1', role: 'clerk\u001b[31m' }, { ref: 'clerk-1', role: 'because '.repeat(9) }, { ref: 'clerk-1', role: 'clerk', organisation: 'a street, a house' }]) {
      expect(problems(decodeRequest({ commandId: rename('a').commandId, type: 'DraftPlan', data: {}, actor }))).toHaveLength(1)
    }
    expect(() => rename('a', 'red\u001b[31m')).toThrow('expected Name')
    expect(() => rename('a', 'two\nlines')).toThrow('expected Name')
  })

  it('6.8 is refused for a district whose log was not opened', async () => {
    const { frontDoor } = await openedDistrict()
    const elsewhere = request('elsewhere', 'DraftPlan', { districtId: '999999', planId: 'P1', title: sealInClear('别处') })
    expect(await refused(frontDoor, elsewhere)).toEqual({ tag: 'LogNotOpen', districtId: '999999' })
  })

  it('I38 names a document that is not blank', () => {
    const blank = decodeRequest({ commandId: rename('a').commandId, type: 'RenameGrid', data: rename('a').command.data, actor: { ref: 'a', role: 'b' }, authority: { documentNumber: '  ', issuer: 'x', date: '2025-03-01' } })
    expect(E.isLeft(blank) ? blank.left.problems : []).toEqual(['authority.documentNumber is "  ", expected one line of text, not blank, at most 200 characters'])
  })

  it('refuses evidence that is sent along', () => {
    const decoded = decodeRequest({ commandId: rename('a').commandId, type: 'RenameGrid', data: rename('a').command.data, actor: { ref: 'a', role: 'b' }, evidence: {} })
    expect(E.isLeft(decoded) ? decoded.left.problems : []).toEqual(['evidence is not a known field'])
  })
})

describe('many commands at once', () => {
  it('on one stream are all recorded, in the order in which they were sent', async () => {
    const { frontDoor } = await openedDistrict()
    const receipts = await Promise.all(Array.from({ length: 20 }, (_, index) => frontDoor.submit(rename(`many ${index}`, `名${index}`))()))
    const versions = receipts.map((receipt) => E.isRight(receipt) ? receipt.right.streamVersion : 0)
    expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => (versions[0] ?? 0) + index))
  })

  it('from two front doors on one log are all recorded', async () => {
    const { store, now, frontDoor } = await openedDistrict()
    const other = openFrontDoor({ store, now })
    const receipts = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? frontDoor : other).submit(rename(`two ${index}`, `名${index}`))()))
    expect(receipts.every(E.isRight)).toBe(true)
    expect(new Set(receipts.map((receipt) => E.isRight(receipt) ? receipt.right.streamVersion : 0)).size).toBe(20)
  })
})

describe('a plan', () => {
  it('§6.4 reserves the grids of every map that it touches when it is scheduled', async () => {
    const { frontDoor } = await openedDistrict()
    await accepted(frontDoor, approvedPlan('P1', [moveGrid]))
    const [scheduled] = await accepted(frontDoor, [schedule('P1', '2025-04-01')])
    expect(scheduled?.consequences.map((receipt) => receipt.stream)).toEqual([`gridMap-440402.${first}`, `gridMap-440402.${third}`])
    expect(scheduled?.consequences.flatMap((receipt) => receipt.facts.map((fact) => fact.type))).toEqual(['GridsReserved', 'GridsReserved'])
  })

  it('stays reserved when it is scheduled twice at once, under two command ids', async () => {
    const { frontDoor } = await openedDistrict()
    await accepted(frontDoor, approvedPlan('P1', [moveGrid]))
    const both = await Promise.all([frontDoor.submit(schedule('P1', '2025-04-01'))(), frontDoor.submit(schedule('P1', '2025-04-01', 'again'))()])
    expect(both.map((answer) => answer._tag).sort()).toEqual(['Left', 'Right'])
    await accepted(frontDoor, [execute('P1', '2025-04-01')])
  })

  it('I2 is not scheduled beside another with which it could break the number of grids, whichever is executed first', async () => {
    const { frontDoor, store, now } = await openedDistrict()
    const splitInto = (from: number, serials: ReadonlyArray<number>) => ({
      kind: 'split', communityId: third, source: gridId(2, from),
      targets: serials.map((serial, place) => ({ gridId: gridId(2, serial), code: `${codes[2]}00${serial}`, name: `第${serial}网格`, continuing: false, buildings: [buildingId(2, from * 2 - 1 + place)] })),
    })
    await accepted(frontDoor, [
      ...approvedPlan('P1', [splitInto(1, [4, 5]), splitInto(2, [6, 7])]), ...approvedPlan('P2', [splitInto(3, [8, 9])]), schedule('P1', '2025-04-01'),
    ])
    expect(await refused(frontDoor, schedule('P2', '2025-04-01')))
      .toMatchObject({ tag: 'Rejected', rejection: { type: 'PlansBreakGridCount', rule: 'I2', communityId: third, would: 6, allowed: { min: 2, max: 5 }, plans: ['P1'] } })
    const elsewhere = openFrontDoor({ store, now })
    expect(await refused(elsewhere, schedule('P2', '2025-04-01', 'elsewhere'))).toMatchObject({ rejection: { type: 'PlansBreakGridCount' } })
    await accepted(frontDoor, [execute('P1', '2025-04-01')])
    expect(await refused(frontDoor, schedule('P2', '2025-04-01', 'afterwards'))).toMatchObject({ rejection: { type: 'GridCountOutOfRange', would: 6 } })
  })

  it('is executed under the document of its approval where its schedule names none', async () => {
    const { frontDoor, store } = await openedDistrict()
    const { authority, ...without } = schedule('P1', '2025-04-01')
    await accepted(frontDoor, [...approvedPlan('P1', [moveGrid]), without])
    expect(authority).toBeDefined()
    expect(await frontDoor.executeDue(day('2025-04-01'), { ref: 'clock', role: 'clock' })()).toMatchObject({ right: { executed: [{ outcome: 'recorded' }] } })
    const page = await store.readStream({ stream: 'restructurePlan-440402.P1' as never, direction: 'backwards', maxCount: 1 })()
    expect(E.isRight(page) ? JSON.parse(page.right.events[0]?.metadata ?? '') : undefined).toMatchObject({ authority })
  })

  it('§6.4 collides with another plan on the same grid, and releases what it had reserved', async () => {
    const { frontDoor } = await openedDistrict()
    await accepted(frontDoor, [...approvedPlan('P1', [moveGrid]), ...approvedPlan('P2', [{ ...splitGrid, communityId: third, source: gridId(2, 3), targets: [
      { gridId: gridId(2, 4), code: `${codes[2]}004`, name: '第4网格', continuing: false, buildings: [moveGrid.numbers[0]?.buildingId] },
      { gridId: gridId(2, 5), code: `${codes[2]}005`, name: '第5网格', continuing: false, buildings: [moveGrid.numbers[1]?.buildingId] },
    ] }]), schedule('P1', '2025-04-01')])
    expect(await refused(frontDoor, schedule('P2', '2025-04-01'))).toMatchObject({ tag: 'Rejected', rejection: { type: 'GridReserved' } })
    await accepted(frontDoor, [request('P1 cancel', 'CancelPlan', { planId: 'P1', reason: { sealed: 'clear@1', subjects: [], body: 'made up' } })])
    await accepted(frontDoor, [schedule('P2', '2025-04-01', 'schedule again')])
  })

  it('T31 gives everything free again when it is cancelled, but its codes stay spent', async () => {
    const { frontDoor } = await openedDistrict()
    const cancel = (planId: string) => request(`${planId} cancel`, 'CancelPlan', { planId, reason: { sealed: 'clear@1', subjects: [], body: 'made up' } })
    await accepted(frontDoor, [...approvedPlan('P1', [splitGrid]), schedule('P1', '2025-04-01'), cancel('P1')])
    await accepted(frontDoor, approvedPlan('P2', [{ kind: 'boundary', communityId: second, moves: [{ buildingId: 'B440402001002_00001', from: gridId(1, 1), to: gridId(1, 2) }] }]))
    await accepted(frontDoor, [schedule('P2', '2025-04-01')])
    const [draft, add, dispose] = approvedPlan('P3', [splitGrid])
    await accepted(frontDoor, [draft, add, dispose].flatMap((one) => one ?? []))
    expect(await refused(frontDoor, request('P3 submit', 'SubmitPlan', { planId: 'P3' }))).toMatchObject({ tag: 'Rejected', rejection: { type: 'CodeSpent' } })
  })

  it('is executed when its day has come, under the document by which it was scheduled', async () => {
    const { frontDoor, store } = await openedDistrict()
    await accepted(frontDoor, [...approvedPlan('P1', [moveGrid]), ...approvedPlan('P2', [splitGrid]), schedule('P1', '2025-04-01'), schedule('P2', '2025-05-01')])
    const actor = { ref: 'clock', role: 'clock' }
    const early = await frontDoor.executeDue(day('2025-03-31'), actor)()
    expect(early).toMatchObject({ right: { executed: [], refused: [] } })
    const due = await frontDoor.executeDue(day('2025-04-01'), actor)()
    expect(due).toMatchObject({ right: { executed: [{ outcome: 'recorded', stream: 'restructurePlan-440402.P1' }], refused: [] } })
    const page = await store.readStream({ stream: 'restructurePlan-440402.P1' as never, direction: 'backwards', maxCount: 1 })()
    expect(E.isRight(page) ? JSON.parse(page.right.events[0]?.metadata ?? '') : undefined).toMatchObject({ authority: { documentNumber: 'made up 1' }, actor })
    expect(await frontDoor.executeDue(day('2025-04-01'), actor)()).toMatchObject({ right: { executed: [] } })
  })

  it('revises every map when it is executed', async () => {
    const { frontDoor } = await openedDistrict()
    await accepted(frontDoor, [...approvedPlan('P1', [moveGrid]), schedule('P1', '2025-04-01')])
    const [executed] = await accepted(frontDoor, [execute('P1', '2025-04-01')])
    expect(executed?.facts.map((fact) => fact.type)).toEqual(['GridReparented', 'RestructureExecuted'])
    expect(executed?.consequences.flatMap((receipt) => receipt.facts.map((fact) => fact.type))).toEqual(['GridMapRevised', 'GridMapRevised'])
  })
})

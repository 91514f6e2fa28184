/** The grid tree of a made-up district, by example. */

import { describe, expect, it } from 'vitest'
import type { RecordedEvent } from '@grid-governance/event-sourcing'
import { gridTreeFrom } from '../from-events.ts'
import type { KnownAt } from '../known-part.ts'
import {
  boundaryRedrawn, buildingRegistered, buildingRemoved, communityRecoded, communityRegistered, communityRenamed, communityReparented, communitySplit, correcting, day, details,
  district, districtRegistered, exemptionGranted, gridClosed, gridEstablished, gridRecoded, gridRenamed, gridReparented, gridSplit, gridsMerged, learnt, metricsRecorded,
  planCancelled, planExecuted, planScheduled, recorded, townClosed, townRecoded, townRegistered, townRenamed, voided,
} from '../testing/facts.ts'
import { rowsOf } from './rows.ts'
import type { CommunityNode, Counts, GridTree } from './tree.ts'

/** One district, town T1, community C1 with G1 (B1, B2) and G2 (B3), all from 2018-07-01. */
const laidOut = learnt('2018-07-01',
  districtRegistered({ on: '2018-07-01' }),
  townRegistered({ on: '2018-07-01' }, 'T1'),
  communityRegistered({ on: '2018-07-01' }, 'C1', 'T1'),
  gridEstablished({ on: '2018-07-01' }, 'C1', 'G1', [details('B1'), details('B2')]),
  gridEstablished({ on: '2018-07-01' }, 'C1', 'G2', [details('B3')]))

const treeOn = (events: ReadonlyArray<RecordedEvent>, asOf: string, asKnownAt?: KnownAt): GridTree => {
  const answer = gridTreeFrom(events, { district, asOf: day(asOf), ...(asKnownAt === undefined ? {} : { asKnownAt }) })
  if (answer.answer !== 'tree') throw new Error(`no tree, but ${answer.answer}`)
  return answer.tree
}

const communities = (tree: GridTree): ReadonlyArray<CommunityNode> => tree.towns.flatMap((town) => town.communities)

/** Open grids by id with the number of their buildings. */
const gridsOf = (tree: GridTree): Readonly<Record<string, number>> => Object.fromEntries(communities(tree)
  .flatMap((one) => one.grids.known ? one.grids.value : [])
  .map((node) => [node.gridId, node.counts.buildings]))

const countsOf = ({ counts }: GridTree): Counts => {
  if (!counts.known) throw new Error('the counts are not known')
  return counts.value
}

const noon = (text: string): KnownAt => ({ instant: Date.parse(`${text}T04:00:00Z`) })

describe('the grid tree', () => {
  it('shows towns, communities and grids by code, each with all that is below it', () => {
    const tree = treeOn(recorded(laidOut), '2018-07-01')
    expect(rowsOf(tree).map((row) => [row.level, row.id, row.code, row.counts])).toEqual([
      ['district', '440402', '440402', { communities: 1, grids: 2, buildings: 3, households: 30, residents: 75 }],
      ['town', 'T1', '440402001', { communities: 1, grids: 2, buildings: 3, households: 30, residents: 75 }],
      ['community', 'C1', '440402001001', { communities: 1, grids: 2, buildings: 3, households: 30, residents: 75 }],
      ['grid', 'G1', '440402001000001', { communities: 0, grids: 1, buildings: 2, households: 20, residents: 50 }],
      ['grid', 'G2', '440402001000002', { communities: 0, grids: 1, buildings: 1, households: 10, residents: 25 }],
    ])
    expect(tree.breaches).toEqual([])
  })

  it('gives the effective day to the new state: a split holds from its day on, not the day before', () => {
    const events = recorded(laidOut, learnt('2020-01-10', gridSplit({ on: '2020-03-01' }, 'C1', 'G1', { G3: ['B1'], G4: ['B2'] })))
    expect(gridsOf(treeOn(events, '2020-02-29'))).toEqual({ G1: 2, G2: 1 })
    expect(gridsOf(treeOn(events, '2020-03-01'))).toEqual({ G3: 1, G4: 1, G2: 1 })
  })

  it('keeps a grid that continues through a split or a merger, with its first day', () => {
    const events = recorded(laidOut,
      learnt('2020-01-10', gridSplit({ on: '2020-03-01' }, 'C1', 'G1', { G1: ['B1'], G3: ['B2'] })),
      learnt('2021-01-10', gridsMerged({ on: '2021-03-01' }, 'C1', ['G1', 'G2'], { G2: ['B1', 'B3'] }, 'P2')))
    expect(gridsOf(treeOn(events, '2020-03-01'))).toEqual({ G1: 1, G2: 1, G3: 1 })
    expect(gridsOf(treeOn(events, '2021-03-01'))).toEqual({ G2: 2, G3: 1 })
    expect(communities(treeOn(events, '2021-03-01'))[0]?.grids).toMatchObject({ known: true, value: [{ gridId: 'G2', since: '2018-07-01' }, { gridId: 'G3', since: '2020-03-01' }] })
  })

  it('T5 counts a building that moved in its new grid, and the number of grids stays', () => {
    const events = recorded(laidOut, learnt('2020-01-10', boundaryRedrawn({ on: '2020-03-01' }, 'C1', { G1: ['B1'], G2: ['B2', 'B3'] })))
    expect(gridsOf(treeOn(events, '2020-02-29'))).toEqual({ G1: 2, G2: 1 })
    expect(gridsOf(treeOn(events, '2020-03-01'))).toEqual({ G1: 1, G2: 2 })
    expect(countsOf(treeOn(events, '2020-03-01'))).toEqual(countsOf(treeOn(events, '2020-02-29')))
  })

  it('counts the buildings, households and residents of the day', () => {
    const events = recorded(laidOut, learnt('2020-01-10',
      buildingRegistered({ on: '2019-01-01' }, 'C1', 'G2', details('B4', 100, 300)),
      metricsRecorded({ on: '2019-06-01' }, 'C1', 'G1', 'B1', 12, 31),
      buildingRemoved({ on: '2019-12-01' }, 'C1', 'G1', 'B2')))
    expect(countsOf(treeOn(events, '2018-12-31'))).toMatchObject({ buildings: 3, households: 30, residents: 75 })
    expect(countsOf(treeOn(events, '2019-01-01'))).toMatchObject({ buildings: 4, households: 130, residents: 375 })
    expect(countsOf(treeOn(events, '2019-06-01'))).toMatchObject({ buildings: 4, households: 132, residents: 381 })
    expect(countsOf(treeOn(events, '2019-12-01'))).toMatchObject({ buildings: 3, households: 122, residents: 356 })
  })

  it('shows the names and codes of the day', () => {
    const events = recorded(laidOut, learnt('2020-01-10',
      gridRenamed({ on: '2019-01-01' }, 'C1', 'G1', 'East Grid'), gridRecoded({ on: '2019-01-01' }, 'C1', 'G1', '440402001001901'),
      communityRenamed({ on: '2019-02-01' }, 'C1', 'East Community'), communityRecoded({ on: '2019-02-01' }, 'C1', '440402001901'),
      townRenamed({ on: '2019-03-01' }, 'T1', 'East Town'), townRecoded({ on: '2019-03-01' }, 'T1', '440402901')))
    const named = (asOf: string) => rowsOf(treeOn(events, asOf)).map((row) => `${row.code} ${row.name}`)
    expect(named('2018-12-31')).toEqual(['440402 Made-up District', '440402001 Town T1', '440402001001 Community C1', '440402001000001 Grid G1', '440402001000002 Grid G2'])
    expect(named('2019-03-01')).toEqual(['440402 Made-up District', '440402901 East Town', '440402001901 East Community', '440402001000002 Grid G2', '440402001001901 East Grid'])
  })

  it('gives the buildings of an abolished grid to the grids that take them over', () => {
    const events = recorded(laidOut, learnt('2020-01-10', gridClosed({ on: '2020-03-01' }, 'C1', 'G2', { G1: ['B1', 'B2', 'B3'] })))
    expect(gridsOf(treeOn(events, '2020-03-01'))).toEqual({ G1: 3 })
  })

  it('shows the document that allows a community another number of grids, while it holds (I2)', () => {
    const events = recorded(laidOut, learnt('2020-01-10', exemptionGranted({ on: '2019-01-01' }, 'C1', 1, 7, '2020-01-01')))
    const exemption = (asOf: string) => communities(treeOn(events, asOf))[0]?.exemption
    expect(exemption('2018-12-31')).toBeNull()
    expect(exemption('2019-12-31')).toMatchObject({ min: 1, max: 7, documentNumber: 'made-up 1' })
    expect(exemption('2020-01-01')).toBeNull()
  })
})

describe('grids and communities that move', () => {
  const twoTowns = learnt('2018-07-02',
    townRegistered({ on: '2018-07-01' }, 'T2'),
    communityRegistered({ on: '2018-07-01' }, 'C2', 'T2'),
    gridEstablished({ on: '2018-07-01' }, 'C2', 'G9', [details('B9')]))

  it('keeps the id of a grid that moves to another community, under its new code', () => {
    const events = recorded(laidOut, twoTowns, learnt('2020-01-10', gridReparented({ on: '2020-03-01' }, 'C1', 'C2', 'G2', [details('B3')])))
    const [first, second] = communities(treeOn(events, '2020-03-01'))
    expect(first?.grids).toMatchObject({ known: true, value: [{ gridId: 'G1' }] })
    expect(second?.grids).toMatchObject({ known: true, value: [{ gridId: 'G9' }, { gridId: 'G2', code: '440402001000022', since: '2020-03-01', cameFrom: 'C1' }] })
    expect(countsOf(treeOn(events, '2020-03-01'))).toMatchObject({ grids: 3, buildings: 4, households: 40 })
  })

  it('counts a community in the town to which it moved, from the day on', () => {
    const events = recorded(laidOut, twoTowns, learnt('2020-01-10', communityReparented({ on: '2020-03-01' }, 'C1', 'T1', 'T2')))
    const perTown = (asOf: string) => treeOn(events, asOf).towns.map((town) => [town.townId, town.counts])
    expect(perTown('2020-02-29')).toMatchObject([['T1', { value: { communities: 1, grids: 2 } }], ['T2', { value: { communities: 1, grids: 1 } }]])
    expect(perTown('2020-03-01')).toMatchObject([['T1', { value: { communities: 0, grids: 0 } }], ['T2', { value: { communities: 2, grids: 3 } }]])
  })

  it('T29 divides a community: its grids go to new communities of the same town, and none is lost', () => {
    const events = recorded(laidOut, learnt('2020-01-10',
      communitySplit({ on: '2020-03-01' }, 'C1', { C5: { town: 'T1', grids: { G1: [details('B1'), details('B2')] } }, C6: { town: 'T1', grids: { G2: [details('B3')] } } }),
      planExecuted('2020-03-01', ['C1', 'C5', 'C6'])))
    const tree = treeOn(events, '2020-03-01')
    expect(communities(tree).map((one) => [one.communityId, one.counts])).toMatchObject([['C5', { value: { grids: 1, buildings: 2 } }], ['C6', { value: { grids: 1, buildings: 1 } }]])
    expect(countsOf(tree)).toEqual({ ...countsOf(treeOn(events, '2020-02-29')), communities: 2 })
    expect(tree.breaches).toEqual([])
  })

  it('T29 leaves what stays with a community that continues through its own division', () => {
    const events = recorded(laidOut, learnt('2020-01-10',
      communitySplit({ on: '2020-03-01' }, 'C1', { C1: { town: 'T1', grids: { G1: [details('B1'), details('B2')] } }, C6: { town: 'T1', grids: { G2: [details('B3')] } } })))
    expect(communities(treeOn(events, '2020-03-01')).map((one) => [one.communityId, one.since, one.grids])).toMatchObject([
      ['C1', '2018-07-01', { value: [{ gridId: 'G1', since: '2018-07-01', cameFrom: null }] }],
      ['C6', '2020-03-01', { value: [{ gridId: 'G2', since: '2020-03-01', cameFrom: 'C1' }] }],
    ])
  })

  it('I1 names a community whose town was closed, and counts it nowhere', () => {
    const events = recorded(laidOut, twoTowns, learnt('2020-01-10', townClosed({ on: '2020-03-01' }, 'T1', ['T2'])))
    const tree = treeOn(events, '2020-03-01')
    expect(tree.towns.map((town) => town.townId)).toEqual(['T2'])
    expect(tree.breaches).toEqual([{ rule: 'I1', communityId: 'C1' }])
  })
})

describe('plans', () => {
  it('T31 changes nothing when a scheduled plan is cancelled before its day', () => {
    const events = recorded(laidOut, learnt('2020-01-10', planScheduled('2020-10-01', ['C1'])), learnt('2020-09-20', planCancelled()))
    expect(treeOn(events, '2020-10-01')).toEqual(treeOn(recorded(laidOut), '2020-10-01'))
  })

  it('shows no half of a plan: neither inside of its one append nor between its facts', () => {
    const events = recorded(laidOut, learnt('2020-01-10',
      gridsMerged({ on: '2020-03-01' }, 'C1', ['G1', 'G2'], { G3: ['B1', 'B2', 'B3'] }),
      gridSplit({ on: '2020-03-01' }, 'C1', 'G3', { G4: ['B1'], G5: ['B2', 'B3'] }),
      planExecuted('2020-03-01', ['C1'])))
    for (const event of events.slice(5)) {
      const known = gridsOf(treeOn(events, '2020-03-01', { position: event.globalPosition }))
      expect(known).toEqual(event === events.at(-1) ? { G4: 1, G5: 2 } : { G1: 2, G2: 1 })
    }
  })
})

describe('the two clocks', () => {
  const split = gridSplit({ on: '2020-03-01', entry: 'wrong-split' }, 'C1', 'G1', { G3: ['B1'], G4: ['B2'] })
  const events = recorded(laidOut, learnt('2020-03-01', split), learnt('2020-06-01', voided(split, 'wrong-split', { entry: 'void' })),
    learnt('2020-09-01', voided(split, 'wrong-split', { corrects: 'void' })))

  it('T32 brings a grid back when its split was never valid, as if nothing had been', () => {
    const asKnown = treeOn(events, '2020-04-01', noon('2020-06-01'))
    expect(asKnown).toEqual(treeOn(recorded(laidOut), '2020-04-01'))
  })

  it('T32 shows no grid that never was valid, and no breach, when the correction says so of each', () => {
    const corrected = recorded(laidOut, learnt('2020-03-01', split), learnt('2020-06-01', voided(split, 'wrong-split'),
      gridClosed({ on: '2020-03-01' }, 'C1', 'G3', {}, 'neverValid'), gridClosed({ on: '2020-03-01' }, 'C1', 'G4', {}, 'neverValid')))
    expect(treeOn(corrected, '2020-04-01')).toEqual(treeOn(recorded(laidOut), '2020-04-01'))
  })

  it('answers for the same day as it was known before and after a correction, and after its withdrawal', () => {
    const asKnownOn = (text: string) => gridsOf(treeOn(events, '2020-04-01', noon(text)))
    expect(asKnownOn('2020-02-01')).toEqual({ G1: 2, G2: 1 })
    expect(asKnownOn('2020-05-31')).toEqual({ G2: 1, G3: 1, G4: 1 })
    expect(asKnownOn('2020-06-01')).toEqual({ G1: 2, G2: 1 })
    expect(asKnownOn('2020-09-01')).toEqual({ G2: 1, G3: 1, G4: 1 })
  })

  it('6.1 moves a split to another day by a correction of its entry', () => {
    const moved = recorded(laidOut, learnt('2020-03-01', split),
      learnt('2020-06-01', correcting(gridSplit({ on: '2020-05-01' }, 'C1', 'G1', { G3: ['B1'], G4: ['B2'] }), 'wrong-split')))
    expect(gridsOf(treeOn(moved, '2020-04-30'))).toEqual({ G1: 2, G2: 1 })
    expect(gridsOf(treeOn(moved, '2020-05-01'))).toEqual({ G2: 1, G3: 1, G4: 1 })
  })

  it('puts a fact that was learnt late where it belongs in time', () => {
    const late = recorded(laidOut,
      learnt('2020-03-01', metricsRecorded({ on: '2020-03-01' }, 'C1', 'G1', 'B1', 30, 80)),
      learnt('2020-09-01', metricsRecorded({ on: '2020-02-01', late: true }, 'C1', 'G1', 'B1', 20, 60)))
    expect(countsOf(treeOn(late, '2020-02-15')).households).toBe(40)
    expect(countsOf(treeOn(late, '2020-03-01')).households).toBe(50)
  })
})

describe('what is not known', () => {
  const imported = learnt('2018-07-02',
    districtRegistered({ on: '2018-07-01' }, 'unknown'), townRegistered({ on: '2018-07-01' }, 'T1', 'unknown'), communityRegistered({ on: '2018-07-01' }, 'C1', 'T1', 'unknown'),
    gridEstablished({ on: '2018-07-01' }, 'C1', 'G1', [details('B1')], 'unknown'), gridEstablished({ on: '2018-07-01' }, 'C1', 'G2', [details('B2')], 'unknown'))

  it('T33 answers "unknown before" and not "none" for a day before an imported beginning', () => {
    expect(gridTreeFrom(recorded(imported), { district, asOf: day('2018-06-30') })).toEqual({ answer: 'unknown', districtId: district, unknownBefore: '2018-07-01' })
    expect(countsOf(treeOn(recorded(imported), '2018-07-01')).grids).toBe(2)
  })

  it('answers "not yet" for a day before a beginning that is known to be one', () => {
    expect(gridTreeFrom(recorded(laidOut), { district, asOf: day('2018-06-30') })).toEqual({ answer: 'notYet', districtId: district, begins: '2018-07-01' })
  })

  it('answers that it knows no such district where nothing was recorded', () => {
    expect(gridTreeFrom([], { district, asOf: day('2018-07-01') })).toEqual({ answer: 'noSuchDistrict', districtId: district })
    expect(gridTreeFrom(recorded(laidOut), { district, asOf: day('2018-07-01'), asKnownAt: noon('2018-06-30') })).toEqual({ answer: 'noSuchDistrict', districtId: district })
  })

  it('T33 leaves the counts of all units open above a community whose grids are not known yet', () => {
    const events = recorded(laidOut, learnt('2020-01-10',
      communityRegistered({ on: '2018-07-01' }, 'C2', 'T1'), gridEstablished({ on: '2020-01-01' }, 'C2', 'G9', [details('B9')], 'unknown')))
    const tree = treeOn(events, '2019-01-01')
    expect(communities(tree)[1]).toMatchObject({ communityId: 'C2', grids: { known: false, unknownBefore: '2020-01-01' }, counts: { known: false } })
    expect(tree.towns[0]?.counts).toEqual({ known: false, unknownBefore: '2020-01-01' })
    expect(tree.counts).toEqual({ known: false, unknownBefore: '2020-01-01' })
    expect(communities(tree)[0]?.counts).toMatchObject({ known: true, value: { grids: 2 } })
    expect(countsOf(treeOn(events, '2020-01-01')).grids).toBe(3)
  })

  it('T33 names the towns and communities of which nothing is known on the day', () => {
    const events = recorded(laidOut, learnt('2020-01-10', communityRegistered({ on: '2019-06-01' }, 'C2', 'T1', 'unknown'), townRegistered({ on: '2019-07-01' }, 'T2', 'unknown')))
    const tree = treeOn(events, '2019-01-01')
    expect(tree.unknown).toEqual([{ id: 'T2', name: 'Town T2', unknownBefore: '2019-07-01' }])
    expect(tree.towns[0]?.unknown).toEqual([{ id: 'C2', name: 'Community C2', unknownBefore: '2019-06-01' }])
    expect(tree.counts).toEqual({ known: false, unknownBefore: '2019-07-01' })
    expect(rowsOf(tree).filter((row) => row.counts === null).map((row) => [row.id, row.unknownBefore])).toEqual([
      ['440402', '2019-07-01'], ['T2', '2019-07-01'], ['T1', '2019-06-01'], ['C2', '2019-06-01']])
  })

  it('T33 knows no count of an imported community whose grids were not told yet, and for the same day says from when on once they are', () => {
    const divisions = learnt('2018-07-02', districtRegistered({ on: '2018-07-01' }, 'unknown'), townRegistered({ on: '2018-07-01' }, 'T1', 'unknown'), communityRegistered({ on: '2018-07-01' }, 'C1', 'T1', 'unknown'))
    const events = recorded(divisions, learnt('2018-08-02', gridEstablished({ on: '2018-08-01' }, 'C1', 'G1', [details('B1')], 'unknown')))
    const before = treeOn(events, '2018-07-15', noon('2018-07-31'))
    const after = treeOn(events, '2018-07-15')
    const withGrids = treeOn(events, '2018-08-01')
    expect([before.counts, before.towns[0]?.counts, communities(before)[0]?.grids]).toEqual(Array.from({ length: 3 }, () => ({ known: false, unknownBefore: null })))
    expect([after.counts, communities(after)[0]?.grids]).toEqual(Array.from({ length: 2 }, () => ({ known: false, unknownBefore: '2018-08-01' })))
    expect(countsOf(withGrids).grids).toBe(1)
    expect(rowsOf(before).map((row) => [row.level, row.communities, row.counts])).toEqual([['district', 1, null], ['town', 1, null], ['community', 1, null]])
  })

  it('T33 knows the grids of an imported community from the day on which a plan brings the first', () => {
    const events = recorded(laidOut, learnt('2020-01-10', communityRegistered({ on: '2018-07-01' }, 'C2', 'T1', 'unknown'), gridReparented({ on: '2020-03-01' }, 'C1', 'C2', 'G2', [details('B3')])))
    expect(communities(treeOn(events, '2020-02-29'))[1]?.grids).toEqual({ known: false, unknownBefore: null })
    expect(communities(treeOn(events, '2020-03-01'))[1]?.grids).toMatchObject({ known: true, value: [{ gridId: 'G2' }] })
  })

  it('counts nothing, and knows it, in a community that has no grids yet', () => {
    const events = recorded(laidOut, learnt('2018-07-02', communityRegistered({ on: '2018-07-01' }, 'C2', 'T1')))
    expect(communities(treeOn(events, '2018-07-01'))[1]?.counts).toEqual({ known: true, value: { communities: 1, grids: 0, buildings: 0, households: 0, residents: 0 } })
  })
})

/** The read model of a made-up community's grids, fact by fact. */

import { describe, expect, it } from 'vitest'
import { givenFacts } from '@grid-governance/event-sourcing/testing'
import type { BuildingNumber } from '@grid-governance/domain'
import { communityKey } from '../keys.ts'
import {
  appendsOf, boundaryRedrawn, buildingRegistered, community, communitySplit, day, details, district, gridClosed, gridEstablished, gridRenamed, gridReparented, gridSplit, gridsMerged, learnt,
  type DraftFact,
} from '../testing/facts.ts'
import { communityGrids } from './projection.ts'
import { buildingsInNoGrid, exemptionOn, figuresByGrid, openGrids } from './queries.ts'
import { noGrids, type CommunityGrids } from './read-model.ts'

/** The model of a community after these facts, by the end of time. */
const given = (id: string, ...facts: ReadonlyArray<DraftFact>): CommunityGrids =>
  givenFacts(...appendsOf([learnt('2020-01-01', ...facts)])).project(communityGrids).key(communityKey(district, community(id))).model ?? noGrids(community(id))

const first = gridEstablished({ on: '2018-07-01' }, 'C1', 'G1', [details('B1'), details('B2')])
const second = gridEstablished({ on: '2018-07-01' }, 'C1', 'G2', [details('B3')])
const places = (model: CommunityGrids) => Object.fromEntries(Object.entries(model.buildings).map(([id, { gridId }]) => [id, gridId]))

describe('the grids of a community', () => {
  it('keeps a building once, with the grid in which it is (I3)', () => {
    expect(given('C1', first, second)).toMatchObject({
      communityId: 'C1',
      grids: { G1: { code: '440402001000001', name: 'Grid G1', since: '2018-07-01', cameFrom: null }, G2: {} },
      buildings: { B1: { number: '00001', gridId: 'G1', households: 10, residents: 25 }, B2: { gridId: 'G1' }, B3: { gridId: 'G2' } },
      closed: {}, moved: {}, unknownBefore: null,
    })
  })

  it('keeps of a split grid when it ended, why, and what followed', () => {
    const model = given('C1', first, second, gridSplit({ on: '2020-03-01' }, 'C1', 'G1', { G3: ['B1'], G4: ['B2'] }))
    expect(model.closed).toEqual({ G1: { code: '440402001000001', name: 'Grid G1', since: '2018-07-01', cameFrom: null, closedOn: '2020-03-01', reason: 'split', successors: ['G3', 'G4'] } })
    expect(places(model)).toEqual({ B1: 'G3', B2: 'G4', B3: 'G2' })
  })

  it('closes all sources of a merger but the one that continues', () => {
    const model = given('C1', first, second, gridsMerged({ on: '2020-03-01' }, 'C1', ['G1', 'G2'], { G1: ['B1', 'B2', 'B3'] }))
    expect(Object.keys(model.grids)).toEqual(['G1'])
    expect(model.closed).toMatchObject({ G2: { reason: 'merged', successors: ['G1'] } })
    expect(places(model)).toEqual({ B1: 'G1', B2: 'G1', B3: 'G1' })
  })

  it('T5 moves a building between grids that stay open', () => {
    expect(places(given('C1', first, second, boundaryRedrawn({ on: '2020-03-01' }, 'C1', { G1: ['B1'], G2: ['B2', 'B3'] })))).toEqual({ B1: 'G1', B2: 'G2', B3: 'G2' })
  })

  it('6.1 lets a name that was learnt late outlast a boundary that was drawn under the old one', () => {
    const boundary = boundaryRedrawn({ on: '2020-03-01' }, 'C1', { G1: ['B1'], G2: ['B2', 'B3'] })
    expect(given('C1', first, second, boundary, gridRenamed({ on: '2019-01-01' }, 'C1', 'G1', 'Learnt late')).grids).toMatchObject({ G1: { name: 'Learnt late' } })
  })

  it('keeps apart grids that ended and grids that a fact in force calls never valid', () => {
    const model = given('C1', first, second,
      gridClosed({ on: '2020-03-01' }, 'C1', 'G2', { G1: ['B1', 'B2', 'B3'] }),
      gridEstablished({ on: '2020-04-01' }, 'C1', 'G7', [details('B7')]), gridClosed({ on: '2020-05-01' }, 'C1', 'G7', { G1: ['B1', 'B2', 'B3', 'B7'] }, 'neverValid', 'P2'))
    expect(model.closed).toMatchObject({ G2: { reason: 'abolished', successors: ['G1'] } })
    expect(model.neverValid).toEqual({ G7: ['G1'] })
    expect(Object.keys(model.grids)).toEqual(['G1'])
  })

  it('lets a grid go with its buildings to another community, and remembers where', () => {
    const moving = gridReparented({ on: '2020-03-01' }, 'C1', 'C2', 'G2', [details('B3')])
    expect(given('C1', first, second, moving)).toMatchObject({ grids: { G1: {} }, buildings: { B1: {}, B2: {} }, moved: { G2: { code: '440402001000002', movedOn: '2020-03-01', to: 'C2' } } })
    expect(Object.keys(given('C1', first, second, moving).grids)).toEqual(['G1'])
    expect(given('C2', first, second, moving)).toMatchObject({ grids: { G2: { code: '440402001000022', since: '2020-03-01', cameFrom: 'C1' } }, buildings: { B3: { gridId: 'G2' } } })
  })

  it('welcomes a grid back that had moved away', () => {
    const model = given('C1', first, second, gridReparented({ on: '2020-03-01' }, 'C1', 'C2', 'G2', [details('B3')]), gridReparented({ on: '2021-03-01' }, 'C2', 'C1', 'G2', [details('B3')], 'P2'))
    expect(model.moved).toEqual({})
    expect(model.grids).toMatchObject({ G2: { since: '2021-03-01', cameFrom: 'C2' } })
  })

  it('T29 divides what a community had, and shows each target only its own', () => {
    const divided = communitySplit({ on: '2020-03-01' }, 'C1', {
      C5: { town: 'T1', grids: { G1: [details('B1'), details('B2')] } }, C6: { town: 'T1', grids: { G2: [details('B3')] } } })
    expect(given('C1', first, second, divided)).toMatchObject({ grids: {}, buildings: {}, moved: { G1: { to: 'C5' }, G2: { to: 'C6' } } })
    expect(places(given('C5', first, second, divided))).toEqual({ B1: 'G1', B2: 'G1' })
    expect(given('C6', first, second, divided)).toMatchObject({ grids: { G2: { cameFrom: 'C1' } }, moved: {} })
  })

  it('lets buildings go with the grid that a fact names, though they were last in another one (I3)', () => {
    const divided = communitySplit({ on: '2020-03-01' }, 'C1', { C5: { town: 'T1', grids: { G1: [details('B1')], G8: [details('B2')] } }, C6: { town: 'T1', grids: { G2: [details('B3')] } } })
    expect(given('C1', first, second, divided)).toMatchObject({ grids: {}, buildings: {} })
    expect(places(given('C5', first, second, divided))).toEqual({ B1: 'G1', B2: 'G8' })
  })

  it('T29 gives a grid that stays in a divided community the code that the division gives it, and its buildings their numbers', () => {
    const model = given('C1', first, communitySplit({ on: '2020-03-01' }, 'C1', { C1: { town: 'T1', grids: { G1: [{ ...details('B1'), number: '00077' as BuildingNumber }] } } }))
    expect(model).toMatchObject({ grids: { G1: { code: '440402001000011', since: '2018-07-01', cameFrom: null } }, buildings: { B1: { number: '00077', gridId: 'G1' } } })
  })

  it('6.1 lets a grid that stays in a divided community keep a name that was learnt late', () => {
    const divided = communitySplit({ on: '2020-03-01' }, 'C1', { C1: { town: 'T1', grids: { G1: [details('B1'), details('B2')] } }, C5: { town: 'T1', grids: { G2: [details('B3')] } } })
    expect(given('C1', first, second, divided, gridRenamed({ on: '2019-01-01' }, 'C1', 'G1', 'Learnt late')).grids).toMatchObject({ G1: { name: 'Learnt late' } })
  })

  it('T33 marks what was imported: what was before is unknown', () => {
    expect(given('C1', gridEstablished({ on: '2018-07-01' }, 'C1', 'G1', [details('B1')], 'unknown')).unknownBefore).toBe('2018-07-01')
  })

  it('I3 finds a building that was registered in a grid which had ended', () => {
    const model = given('C1', first, second, gridsMerged({ on: '2020-03-01' }, 'C1', ['G1', 'G2'], { G3: ['B1', 'B2', 'B3'] }), buildingRegistered({ on: '2020-04-01' }, 'C1', 'G1', details('B9')))
    expect(buildingsInNoGrid(model)).toEqual(['B9'])
    expect([...figuresByGrid(model)]).toEqual([['G3', { buildings: 3, households: 30, residents: 75 }]])
  })

  it('lists open grids by code, whatever the order in which they came', () => {
    expect(openGrids(given('C1', second, first)).map((grid) => grid.gridId)).toEqual(['G1', 'G2'])
    expect(exemptionOn(given('C1', first), day('2020-01-01'))).toBeNull()
  })
})

/** The grid map, by example. */

import { describe, expect, it } from 'vitest'
import { fold, type CalendarDate, type Evidence } from '@grid-governance/event-sourcing'
import { deciderScenarios } from '@grid-governance/event-sourcing/testing'
import { madeUpAuthority } from '../../shared/arbitraries.ts'
import { ruleSetOf, written } from '../../shared/builders.ts'
import { partitionOn, type CommunityStructure } from '../../shared/structure.ts'
import { aGridMapCommand, aGridMapFact, buildingNamed, gridMapEvidence, gridNamed, gridOnMapNamed, plannedChange } from './builders.ts'
import { gridMapDecider, gridMapStream } from './decider.ts'
import type { GridMapEvent } from './events.ts'
import { namesGivenBy } from './evidence.ts'
import type { GridMapRejection } from './rejections.ts'
import { structureOf } from './state.ts'

const documentNumber = madeUpAuthority.documentNumber
const evidence = gridMapEvidence(ruleSetOf())
const { given } = deciderScenarios(gridMapDecider, { authority: madeUpAuthority, evidence })
const refused = written<GridMapRejection>
const noDocument = { authority: undefined }
const structureAfter = (...facts: ReadonlyArray<GridMapEvent>) => structureOf(fold(gridMapDecider, facts))
const mapOn = (day: string, ...facts: ReadonlyArray<GridMapEvent>) => {
  const { grids } = partitionOn(structureAfter(...facts), day as CalendarDate)
  return Object.fromEntries(Object.values(grids).map(({ gridId, buildings }) => [gridId, [...buildings]]))
}

const g1 = aGridMapFact.GridEstablished({ entryId: 'g1', ...gridNamed('G1', ['B1', 'B2']) })
const g2 = aGridMapFact.GridEstablished({ entryId: 'g2', ...gridNamed('G2', ['B3', 'B4']) })
const g3 = aGridMapFact.GridEstablished({ entryId: 'g3', ...gridNamed('G3', ['B5']) })
const map = [g1, g2, g3]
const b90 = aGridMapFact.BuildingRegistered({ entryId: 'b90', gridId: 'G1', building: buildingNamed('B90'), effectiveOn: '2018-09-01' })

/** Plan P1 on 2018-10-01: G1 is split into G11 and G12. */
const split = plannedChange({
  root: 'plan.0', closes: [{ gridId: 'G1', reason: 'split' as const, successors: ['G11', 'G12'] }], sets: [gridOnMapNamed('G11', ['B1']), gridOnMapNamed('G12', ['B2'])],
})
const splitDone = aGridMapFact.GridMapRevised({ planId: 'P1', planVersion: 9, changes: [split] })
const reserved = aGridMapFact.GridsReserved({ planId: 'P1', gridIds: ['G1', 'G11', 'G12'], codes: ['440402001001011', '440402001001012'] })

describe('laying out grids', () => {
  const layOut = aGridMapCommand.LayOutGrids({ grids: [gridNamed('G1', ['B1', 'B2']), gridNamed('G2', ['B3', 'B4'])] })

  it('has one stream for each community', () => {
    expect(gridMapStream(layOut)).toBe('gridMap-440402.C1')
  })

  it('I2 lays out as many grids as the rule book allows, in one decision', () => {
    given([]).when(layOut).then([
      aGridMapFact.GridEstablished({ entryId: 'new.0', documentNumber, ...gridNamed('G1', ['B1', 'B2']) }),
      aGridMapFact.GridEstablished({ entryId: 'new.1', documentNumber, ...gridNamed('G2', ['B3', 'B4']) }),
    ])
  })

  it('I2 refuses one grid where two to five are allowed', () => {
    given([]).when(aGridMapCommand.LayOutGrids({ grids: [gridNamed('G1', ['B1'])] }))
      .thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', communityId: 'C1', day: '2018-07-01', would: 1, allowed: { min: 2, max: 5 } }))
  })

  it('T4 refuses six grids, and I2 accepts them with an exemption for that day', () => {
    const six = aGridMapCommand.LayOutGrids({ grids: ['G1', 'G2', 'G3', 'G4', 'G5', 'G6'].map((gridId) => gridNamed(gridId)) })
    const exemption = aGridMapFact.GridCountExemptionGranted({ min: 6, max: 6, effectiveOn: '2018-01-01', until: '2018-07-02' })
    const tooShort = aGridMapFact.GridCountExemptionGranted({ min: 6, max: 6, effectiveOn: '2018-01-01', until: '2018-07-01' })
    given([]).when(six).thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', would: 6 }))
    given([tooShort]).when(six).thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', would: 6, allowed: { min: 2, max: 5 } }))
    expect(given([exemption]).when(six).outcome._tag).toBe('Right')
  })

  it('I2 takes the number from the rule book of the day, not from the code', () => {
    given([]).when(layOut, { evidence: gridMapEvidence(ruleSetOf({ gridsPerCommunity: { min: 3, max: 9 } })) })
      .thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', would: 2, allowed: { min: 3, max: 9 } }))
    given([]).when(layOut, { evidence: gridMapEvidence(undefined) }).thenRejected(refused({ type: 'NoRuleBookInForce', rule: 'I2', day: '2018-07-01' }))
  })

  it('I1 refuses a community that does not live in the register on that day', () => {
    given([]).when(layOut, { evidence: gridMapEvidence(ruleSetOf(), {}) }).thenRejected(refused({ type: 'CommunityNotInRegister', rule: 'I1', communityId: 'C1', effectiveOn: '2018-07-01' }))
    given([]).when(layOut, { evidence: gridMapEvidence(ruleSetOf(), { C1: { from: '2017-01-01' as CalendarDate, to: '2018-07-01' as CalendarDate } }) })
      .thenRejected(refused({ type: 'CommunityNotInRegister', rule: 'I1' }))
  })

  it('I3 refuses a building in two grids, and says where it stands', () => {
    given([]).when(aGridMapCommand.LayOutGrids({ grids: [gridNamed('G1', ['B1', 'B2']), gridNamed('G2', ['B3', 'B1'])] }))
      .thenRejected(refused({ type: 'RepeatedInRequest', rule: 'I3', value: 'B1', places: [{ list: 'grids.0.buildings', ordinal: 0 }, { list: 'grids.1.buildings', ordinal: 1 }] }))
  })

  it('4.1, T31 and 1.1 refuse ids, codes and numbers that stand twice', () => {
    const twice = (grid: object, building: object) => aGridMapCommand.LayOutGrids({ grids: [gridNamed('G1', ['B1']), { ...gridNamed('G2'), buildings: [{ ...buildingNamed('B2'), ...building }], ...grid }] })
    given([]).when(twice({ gridId: 'G1' }, {})).thenRejected(refused({ type: 'RepeatedInRequest', rule: '4.1', value: 'G1' }))
    given([]).when(twice({ code: '440402001001001' }, {})).thenRejected(refused({ type: 'RepeatedInRequest', rule: 'T31', value: '440402001001001' }))
    given([]).when(twice({}, { number: '00001' })).thenRejected(refused({ type: 'RepeatedInRequest', rule: '1.1', value: '00001' }))
  })

  it('T31 refuses a grid code that a cancelled plan had reserved', () => {
    const cancelled = [aGridMapFact.GridsReserved({ planId: 'P1', gridIds: [], codes: ['440402001001002'] }), aGridMapFact.GridReservationReleased({ planId: 'P1' })]
    given(cancelled).when(layOut).thenRejected(refused({ type: 'CodeSpent', rule: 'T31', code: '440402001001002', place: { list: 'grids', ordinal: 1 }, heldBy: 'P1' }))
  })

  it('6.4 refuses to lay out further grids: they come through plans', () => {
    given(map).when(aGridMapCommand.LayOutGrids({ grids: [gridNamed('G7'), gridNamed('G8')], effectiveOn: '2019-01-01' }))
      .thenRejected(refused({ type: 'GridsComeThroughPlans', rule: '6.4', communityId: 'C1', gridsSince: '2018-07-01' }))
    given(map).when(aGridMapCommand.LayOutGrids({ grids: [gridNamed('G7'), gridNamed('G8')], kind: 'lateRecording', effectiveOn: '2017-03-01' }))
      .thenRejected(refused({ type: 'GridsComeThroughPlans', rule: '6.4', gridsSince: '2018-07-01' }))
  })

  it('T33 keeps with each grid that what was before is unknown', () => {
    given([]).when(aGridMapCommand.LayOutGrids({ earlierHistory: 'unknown', grids: [gridNamed('G1'), gridNamed('G2')] })).then([
      aGridMapFact.GridEstablished({ entryId: 'new.0', documentNumber, earlierHistory: 'unknown', ...gridNamed('G1') }),
      aGridMapFact.GridEstablished({ entryId: 'new.1', documentNumber, earlierHistory: 'unknown', ...gridNamed('G2') }),
    ])
  })

  it('I38 refuses grids without a document', () => {
    given([]).when(layOut, noDocument).thenRejected(refused({ type: 'DocumentMissing', rule: 'I38', command: 'LayOutGrids' }))
  })
})

describe('buildings', () => {
  it('I3 puts a new building into one grid', () => {
    given(map).when(aGridMapCommand.RegisterBuilding({ gridId: 'G1', building: buildingNamed('B90'), effectiveOn: '2018-09-01' }))
      .then([aGridMapFact.BuildingRegistered({ entryId: 'new.0', documentNumber, gridId: 'G1', building: buildingNamed('B90'), effectiveOn: '2018-09-01' })])
    expect(mapOn('2018-08-31', ...map, b90)).toEqual({ G1: ['B1', 'B2'], G2: ['B3', 'B4'], G3: ['B5'] })
    expect(mapOn('2018-09-01', ...map, b90)).toEqual({ G1: ['B1', 'B2', 'B90'], G2: ['B3', 'B4'], G3: ['B5'] })
  })

  it('1.1 refuses the number of another building, also of one that is gone', () => {
    const gone = aGridMapFact.BuildingRemoved({ gridId: 'G2', buildingId: 'B3', effectiveOn: '2018-08-01' })
    given([...map, gone]).when(aGridMapCommand.RegisterBuilding({ building: buildingNamed('B91', { number: '00003' }), effectiveOn: '2018-09-01' }))
      .thenRejected(refused({ type: 'NumberSpent', rule: '1.1', number: '00003', place: null }))
  })

  it('4.1 refuses a building that is or was here already', () => {
    given(map).when(aGridMapCommand.RegisterBuilding({ gridId: 'G2', building: buildingNamed('B1', { number: '00099' }) }))
      .thenRejected(refused({ type: 'IdSpent', rule: '4.1', id: 'B1', place: null, heldBy: null }))
  })

  it('I1 refuses a grid that this map has never heard of', () => {
    given(map).when(aGridMapCommand.RegisterBuilding({ gridId: 'G9' })).thenRejected(refused({ type: 'UnknownGrid', rule: 'I1', communityId: 'C1', gridId: 'G9' }))
  })

  it('I6 refuses a building before its grid is there', () => {
    given(map).when(aGridMapCommand.RegisterBuilding({ effectiveOn: '2018-06-30' }))
      .thenRejected(refused({ type: 'GridNotYetOpen', rule: 'I6', gridId: 'G1', opensOn: '2018-07-01', effectiveOn: '2018-06-30' }))
  })

  it('I3 removes a building from the grid in which it is on that day', () => {
    given(map).when(aGridMapCommand.RemoveBuilding({ buildingId: 'B4', effectiveOn: '2018-09-01' }))
      .then([aGridMapFact.BuildingRemoved({ entryId: 'new.0', documentNumber, gridId: 'G2', buildingId: 'B4', effectiveOn: '2018-09-01' })])
    given([...map, splitDone]).when(aGridMapCommand.RemoveBuilding({ buildingId: 'B2', effectiveOn: '2018-11-01' }))
      .then([aGridMapFact.BuildingRemoved({ entryId: 'new.0', documentNumber, gridId: 'G12', buildingId: 'B2', effectiveOn: '2018-11-01' })])
  })

  it('I3 refuses to remove a building that is not here on that day', () => {
    given(map).when(aGridMapCommand.RemoveBuilding({ buildingId: 'B77' })).thenRejected(refused({ type: 'BuildingNotInCommunity', rule: 'I3', communityId: 'C1', buildingId: 'B77', effectiveOn: '2018-07-01' }))
    given([...map, b90]).when(aGridMapCommand.RemoveBuilding({ buildingId: 'B90', effectiveOn: '2018-08-31' })).thenRejected(refused({ type: 'BuildingNotInCommunity', rule: 'I3' }))
  })

  it('I38 refuses to register or remove a building without a document, but needs none to count households', () => {
    given(map).when(aGridMapCommand.RegisterBuilding(), noDocument).thenRejected(refused({ type: 'DocumentMissing', rule: 'I38', command: 'RegisterBuilding' }))
    given(map).when(aGridMapCommand.RemoveBuilding(), noDocument).thenRejected(refused({ type: 'DocumentMissing', rule: 'I38', command: 'RemoveBuilding' }))
    given(map).when(aGridMapCommand.RecordBuildingMetrics({ gridId: 'G1', buildingId: 'B1' }), noDocument).then([aGridMapFact.BuildingMetricsRecorded({ entryId: 'new.0', gridId: 'G1', buildingId: 'B1' })])
  })

  it('I3 refuses to count a building in a grid where it is not', () => {
    given(map).when(aGridMapCommand.RecordBuildingMetrics({ gridId: 'G1', buildingId: 'B3' }))
      .thenRejected(refused({ type: 'BuildingInOtherGrid', rule: 'I3', buildingId: 'B3', named: 'G1', actual: 'G2', effectiveOn: '2018-07-01' }))
    given(map).when(aGridMapCommand.RecordBuildingMetrics({ gridId: 'G1', buildingId: 'B77' })).thenRejected(refused({ type: 'BuildingNotInCommunity', rule: 'I3', buildingId: 'B77' }))
  })

  it('counts from the day on, wherever the building is then', () => {
    const counted = aGridMapFact.BuildingMetricsRecorded({ gridId: 'G1', buildingId: 'B2', households: 55, residents: 140, effectiveOn: '2018-09-01' })
    const households = (day: string) => partitionOn(structureAfter(...map, splitDone, counted), day as CalendarDate).buildings['B2']?.households
    expect([households('2018-08-31'), households('2018-09-01'), households('2018-11-01')]).toEqual([30, 55, 55])
  })
})

describe('closed grids', () => {
  it('I6 refuses a fact about a closed grid from its last day on, naming its successors', () => {
    given([...map, splitDone]).when(aGridMapCommand.RegisterBuilding({ gridId: 'G1', effectiveOn: '2018-10-01' }))
      .thenRejected(refused({ type: 'GridAlreadyClosed', rule: 'I6', gridId: 'G1', closedOn: '2018-10-01', effectiveOn: '2018-10-01', successors: ['G11', 'G12'] }))
    given([...map, splitDone]).when(aGridMapCommand.RenameGrid({ gridId: 'G1', effectiveOn: '2019-01-01' })).thenRejected(refused({ type: 'GridAlreadyClosed', rule: 'I6', gridId: 'G1' }))
  })

  it('I6 accepts late facts about a closed grid, about days before its end', () => {
    given([...map, splitDone]).when(aGridMapCommand.RecordBuildingMetrics({ kind: 'lateRecording', gridId: 'G1', buildingId: 'B2', effectiveOn: '2018-09-30' }))
      .then([aGridMapFact.BuildingMetricsRecorded({ entryId: 'new.0', kind: 'lateRecording', gridId: 'G1', buildingId: 'B2', effectiveOn: '2018-09-30' })])
    given([...map, splitDone]).when(aGridMapCommand.RenameGrid({ kind: 'lateRecording', gridId: 'G1', effectiveOn: '2018-09-30' }))
      .then([aGridMapFact.GridRenamed({ entryId: 'new.0', documentNumber, kind: 'lateRecording', gridId: 'G1', effectiveOn: '2018-09-30' })])
  })

  it('I1 sends facts about a grid that has moved to another community there', () => {
    const left = aGridMapFact.GridMapRevised({ changes: [plannedChange({ leaves: ['G3'], buildingsOut: ['B5'] })] })
    given([...map, left]).when(aGridMapCommand.RenameGrid({ gridId: 'G3', effectiveOn: '2018-10-01' }))
      .thenRejected(refused({ type: 'GridInOtherCommunity', rule: 'I1', communityId: 'C1', gridId: 'G3', leftOn: '2018-10-01', effectiveOn: '2018-10-01' }))
  })

  it('T32 reopens the source when a split is corrected away, and I6 refuses every day of its successors, naming the grid that the building was in', () => {
    const corrected = aGridMapFact.GridMapRevised({ planId: 'P1', planVersion: 12, changes: [], neverValid: [{ gridId: 'G11', instead: ['G1'] }, { gridId: 'G12', instead: ['G1'] }] })
    const history = [...map, splitDone, corrected]
    expect(mapOn('2018-11-01', ...history)).toEqual({ G1: ['B1', 'B2'], G2: ['B3', 'B4'], G3: ['B5'] })
    expect(structureAfter(...history).neverValid).toEqual({ G11: ['G1'], G12: ['G1'] })
    given(history).when(aGridMapCommand.RecordBuildingMetrics({ gridId: 'G12', buildingId: 'B2', effectiveOn: '2018-11-01' }))
      .thenRejected(refused({ type: 'GridNeverValid', rule: 'I6', communityId: 'C1', gridId: 'G12', instead: ['G1'] }))
    given(history).when(aGridMapCommand.RenameGrid({ gridId: 'G11', effectiveOn: '2018-07-01' })).thenRejected(refused({ type: 'GridNeverValid', rule: 'I6', instead: ['G1'] }))
  })

  it('I6 names the grids that really had the buildings of a withdrawn grid', () => {
    const withdrawn = aGridMapFact.EntryVoided({ root: 'g3', corrects: 'g3' })
    const takenIn = aGridMapFact.GridEstablished({ entryId: 'g2-right', ...gridNamed('G2', ['B3', 'B4', 'B5']), root: 'g2', corrects: 'g2' })
    given([...map, withdrawn, takenIn]).when(aGridMapCommand.RenameGrid({ gridId: 'G3' })).thenRejected(refused({ type: 'GridNeverValid', rule: 'I6', gridId: 'G3', instead: ['G2'] }))
  })
})

describe('names and codes', () => {
  it('renames and recodes a grid from a day on', () => {
    const renamed = aGridMapFact.GridRenamed({ gridId: 'G1', name: '新名', effectiveOn: '2018-08-01' })
    const recoded = aGridMapFact.GridRecoded({ gridId: 'G1', code: '440402001001901', effectiveOn: '2018-09-01' })
    const grid = (day: string) => partitionOn(structureAfter(...map, recoded, renamed), day as CalendarDate).grids['G1']
    expect(grid('2018-07-31')).toMatchObject({ name: '虚构网格G1', code: '440402001001001' })
    expect(grid('2018-08-31')).toMatchObject({ name: '新名', code: '440402001001001' })
    expect(grid('2018-09-01')).toMatchObject({ name: '新名', code: '440402001001901', buildings: ['B1', 'B2'] })
  })

  it('6.1 keeps a name that was learnt late through a boundary or a closing that restates the old one', () => {
    const nameOn = (day: string, ...facts: ReadonlyArray<GridMapEvent>) => partitionOn(structureAfter(...facts), day as CalendarDate).grids['G1']?.name
    const boundary = plannedChange({ root: 'plan.0', sets: [gridOnMapNamed('G1', ['B1']), gridOnMapNamed('G2', ['B2', 'B3', 'B4'])] })
    const closing = plannedChange({ root: 'plan.1', closes: [{ gridId: 'G3', reason: 'abolished' as const, successors: ['G1'] }], sets: [gridOnMapNamed('G1', ['B1', 'B5'])] })
    const late = aGridMapFact.GridRenamed({ kind: 'lateRecording', gridId: 'G1', name: '迟到的名', effectiveOn: '2018-09-01' })
    expect(nameOn('2018-10-01', ...map, aGridMapFact.GridMapRevised({ changes: [boundary, closing] }), late)).toBe('迟到的名')
  })

  it('6.1 takes the name that a split or a merger gives to the grid that continues', () => {
    const nameOn = (day: string, ...facts: ReadonlyArray<GridMapEvent>) => partitionOn(structureAfter(...facts), day as CalendarDate).grids['G1']?.name
    const late = aGridMapFact.GridRenamed({ kind: 'lateRecording', gridId: 'G1', name: '迟到的名', effectiveOn: '2018-09-01' })
    const merger = plannedChange({ closes: [{ gridId: 'G2', reason: 'merged' as const, successors: ['G1'] }], sets: [{ ...gridOnMapNamed('G1', ['B1', 'B2', 'B3', 'B4']), name: '合并后的名' }] })
    const division = plannedChange({ sets: [{ ...gridOnMapNamed('G1', ['B1']), name: '拆分后的名' }, gridOnMapNamed('G12', ['B2'])] })
    expect(nameOn('2018-10-01', ...map, aGridMapFact.GridMapRevised({ changes: [merger] }), late)).toBe('合并后的名')
    expect(nameOn('2018-10-01', ...map, aGridMapFact.GridMapRevised({ changes: [division] }), late)).toBe('拆分后的名')
  })

  it('T31 refuses to give a grid its own old code again', () => {
    const recoded = aGridMapFact.GridRecoded({ gridId: 'G1', code: '440402001001901', effectiveOn: '2018-09-01' })
    given([...map, recoded]).when(aGridMapCommand.RecodeGrid({ gridId: 'G1', code: '440402001001001', effectiveOn: '2019-01-01' }))
      .thenRejected(refused({ type: 'CodeSpent', rule: 'T31', code: '440402001001001', place: null, heldBy: null }))
  })

  it('T31 refuses a code that was withdrawn: it stays spent', () => {
    const recoded = aGridMapFact.GridRecoded({ entryId: 'recoded', gridId: 'G1', code: '440402001001901' })
    const withdrawn = aGridMapFact.EntryVoided({ root: 'recoded', corrects: 'recoded' })
    given([...map, recoded, withdrawn]).when(aGridMapCommand.RecodeGrid({ gridId: 'G2', code: '440402001001901' })).thenRejected(refused({ type: 'CodeSpent', rule: 'T31' }))
  })

  it('T31 lets the correction of a recoding keep or go back to a code that its chain has used', () => {
    const recoded = aGridMapFact.GridRecoded({ entryId: 'recoded', gridId: 'G1', code: '440402001001901' })
    const corrected = aGridMapFact.GridRecoded({ entryId: 'corrected', gridId: 'G1', code: '440402001001902', root: 'recoded', corrects: 'recoded' })
    given([...map, recoded, corrected]).when(aGridMapCommand.RecodeGrid({ gridId: 'G1', code: '440402001001901', root: 'recoded', corrects: 'corrected' }))
      .then([aGridMapFact.GridRecoded({ entryId: 'new.0', documentNumber, gridId: 'G1', code: '440402001001901', root: 'recoded', corrects: 'corrected' })])
  })
})

describe('exemptions', () => {
  it('G1 grants an exemption with its document', () => {
    given(map).when(aGridMapCommand.GrantGridCountExemption({ min: 1, max: 7, until: '2020-01-01' }))
      .then([aGridMapFact.GridCountExemptionGranted({ entryId: 'new.0', documentNumber, min: 1, max: 7, until: '2020-01-01' })])
    given(map).when(aGridMapCommand.GrantGridCountExemption(), noDocument).thenRejected(refused({ type: 'DocumentMissing', rule: 'I38' }))
  })

  it('G1 refuses an exemption that ends before it begins, or whose numbers are upside down', () => {
    given(map).when(aGridMapCommand.GrantGridCountExemption({ until: '2018-07-01' })).thenRejected(refused({ type: 'ExemptionWithoutDays', rule: 'G1', effectiveOn: '2018-07-01', until: '2018-07-01' }))
    given(map).when(aGridMapCommand.GrantGridCountExemption({ min: 3, max: 2 })).thenRejected(refused({ type: 'RangeUpsideDown', rule: 'G1', min: 3, max: 2 }))
  })

  it('I2 refuses to withdraw the exemption on which six grids rest', () => {
    const exemption = aGridMapFact.GridCountExemptionGranted({ entryId: 'exemption', min: 6, max: 6 })
    const six = ['G1', 'G2', 'G3', 'G4', 'G5', 'G6'].map((gridId) => aGridMapFact.GridEstablished({ entryId: gridId, ...gridNamed(gridId) }))
    given([exemption, ...six]).when(aGridMapCommand.VoidGridMapEntry({ root: 'exemption', corrects: 'exemption' }))
      .thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', would: 6, allowed: { min: 2, max: 5 } }))
  })
})

describe('names that another community knows', () => {
  const other = structureAfter(
    aGridMapFact.GridEstablished({ communityId: 'C2', entryId: 'o1', gridId: 'G7', code: '440402001002007', buildings: [buildingNamed('B77')] }),
    aGridMapFact.GridsReserved({ communityId: 'C2', planId: 'P9', gridIds: ['G78'], codes: ['440402001002078'] }),
  )
  const elsewhere = { evidence: { ...gridMapEvidence(ruleSetOf()), elsewhere: [{ stream: 'gridMap-440402.C2', version: 2, asOf: '2018-07-01', state: other } as Evidence<CommunityStructure>] } }

  it('4.1 are not given to a grid or a building here, nor those that a plan there will give', () => {
    const layOut = (grid: string, building: string) => aGridMapCommand.LayOutGrids({ grids: [gridNamed(grid, [building]), gridNamed('G2', ['B3'])] })
    for (const [grid, building, id] of [['G7', 'B1', 'G7'], ['G1', 'B77', 'B77'], ['G78', 'B1', 'G78']] as const) {
      given([]).when(layOut(grid, building), elsewhere).thenRejected(refused({ type: 'IdSpent', rule: '4.1', id }))
    }
    expect(given([]).when(layOut('G1', 'B1'), elsewhere).outcome._tag).toBe('Right')
    given(map).when(aGridMapCommand.RegisterBuilding({ gridId: 'G1', building: buildingNamed('B77') }), elsewhere).thenRejected(refused({ type: 'IdSpent', rule: '4.1', id: 'B77' }))
  })

  it('T31 are no codes to be given here', () => {
    for (const code of ['440402001002007', '440402001002078']) {
      given(map).when(aGridMapCommand.RecodeGrid({ gridId: 'G1', code }), elsewhere).thenRejected(refused({ type: 'CodeSpent', rule: 'T31', code }))
    }
  })

  it('are the command\'s own affair where it gives none', () => {
    expect(namesGivenBy(aGridMapCommand.LayOutGrids({ grids: [gridNamed('G1', ['B1'])] }))).toEqual(['G1', '440402001001001', 'B1'])
    expect(namesGivenBy(aGridMapCommand.RenameGrid())).toEqual([])
  })
})

describe('plans on the map', () => {
  const reserve = aGridMapCommand.ReserveGrids({ planId: 'P1', gridIds: ['G1', 'G11', 'G12'], codes: ['440402001001011', '440402001001012'] })

  it('6.4 reserves the grids of a plan, those that it will create among them, once', () => {
    given(map).when(reserve).then([reserved])
    given([...map, reserved]).when(reserve).thenNothing()
  })

  it('6.4 refuses a second plan on the same grid', () => {
    given([...map, reserved]).when(aGridMapCommand.ReserveGrids({ planId: 'P2', gridIds: ['G2', 'G1'] }))
      .thenRejected(refused({ type: 'GridReserved', rule: '6.4', communityId: 'C1', gridIds: ['G1'], byPlan: 'P1', effectiveOn: '2018-10-01' }))
  })

  const gaining = (planId: string, grid: string, gridCountChange: number, takesEffectOn = '2018-10-01') =>
    aGridMapFact.GridsReserved({ planId, gridIds: [grid], gridCountChange, takesEffectOn })
  const alsoGaining = (gridCountChange: number, takesEffectOn = '2018-10-01') => aGridMapCommand.ReserveGrids({ planId: 'P2', gridIds: ['G2'], gridCountChange, takesEffectOn })

  it('I2 refuses a plan that could have too many grids with another one, and names that other', () => {
    given([...map, gaining('P1', 'G1', 1)]).when(alsoGaining(2))
      .thenRejected(refused({ type: 'PlansBreakGridCount', rule: 'I2', communityId: 'C1', day: '2018-10-01', would: 6, allowed: { min: 2, max: 5 }, plans: ['P1'] }))
    expect(given([...map, gaining('P1', 'G1', 1)]).when(alsoGaining(1)).outcome._tag).toBe('Right')
  })

  it('I2 does not count on another plan that takes grids away: it may yet be cancelled', () => {
    given([...map, gaining('P1', 'G1', -1)]).when(alsoGaining(3)).thenRejected(refused({ type: 'PlansBreakGridCount', would: 6 }))
    given([...map, gaining('P1', 'G1', -1)]).when(alsoGaining(-1)).thenRejected(refused({ type: 'PlansBreakGridCount', would: 1 }))
  })

  it('I2 looks at the later days of other plans too, and not at plans that leave the number alone', () => {
    given([...map, gaining('P1', 'G1', 1, '2018-12-01')]).when(alsoGaining(2)).thenRejected(refused({ type: 'PlansBreakGridCount', day: '2018-12-01', would: 6 }))
    expect(given([...map, gaining('P1', 'G1', 1, '2018-12-01')]).when(alsoGaining(1)).outcome._tag).toBe('Right')
    expect(given([...map, gaining('P1', 'G1', 0)]).when(alsoGaining(2)).outcome._tag).toBe('Right')
  })

  it('I2 keeps an exemption that a scheduled plan leans on', () => {
    const exemption = aGridMapFact.GridCountExemptionGranted({ entryId: 'exemption', min: 2, max: 6, effectiveOn: '2018-08-01' })
    given([...map, exemption, gaining('P1', 'G1', 3)]).when(aGridMapCommand.VoidGridMapEntry({ root: 'exemption', corrects: 'exemption' }))
      .thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', day: '2018-10-01', would: 6 }))
    expect(given([...map, exemption, gaining('P1', 'G1', 2)]).when(aGridMapCommand.VoidGridMapEntry({ root: 'exemption', corrects: 'exemption' })).outcome._tag).toBe('Right')
  })

  it('6.4 holds grids for a correction of an executed plan, whatever became of them, unless another plan has them', () => {
    const hold = aGridMapCommand.HoldGrids({ planId: 'P1', gridIds: ['G1', 'G11'], gridCountChange: -1, takesEffectOn: '2018-10-01' })
    const held = aGridMapFact.GridsReserved({ planId: 'P1', gridIds: ['G1', 'G11'], gridCountChange: -1 })
    given([...map, splitDone]).when(hold).then([held])
    given([...map, splitDone, held]).when(hold).thenNothing()
    given([...map, splitDone, held]).when(aGridMapCommand.RegisterBuilding({ gridId: 'G11', building: buildingNamed('B70'), effectiveOn: '2018-11-01' }))
      .thenRejected(refused({ type: 'GridReserved', rule: '6.4', gridIds: ['G11'], byPlan: 'P1' }))
    given([...map, splitDone, aGridMapFact.GridsReserved({ planId: 'P2', gridIds: ['G11'], takesEffectOn: '2018-12-01' })]).when(hold)
      .thenRejected(refused({ type: 'GridReserved', rule: '6.4', gridIds: ['G11'], byPlan: 'P2' }))
  })

  it('I6 refuses a plan on a grid that is closed on its day', () => {
    given([...map, splitDone]).when(aGridMapCommand.ReserveGrids({ planId: 'P2', gridIds: ['G1'], takesEffectOn: '2018-11-01' })).thenRejected(refused({ type: 'GridAlreadyClosed', rule: 'I6', gridId: 'G1' }))
  })

  it('T31 refuses a plan that would give a spent code, but lets a grid that goes on keep its own', () => {
    given(map).when(aGridMapCommand.ReserveGrids({ gridIds: ['G1'], codes: ['440402001001002'] })).thenRejected(refused({ type: 'CodeSpent', rule: 'T31', code: '440402001001002', place: { list: 'codes', ordinal: 0 } }))
    expect(given(map).when(aGridMapCommand.ReserveGrids({ gridIds: ['G1'], codes: ['440402001001001'] })).outcome._tag).toBe('Right')
  })

  it('T31 keeps the codes of a cancelled plan spent, though the same plan may come back to them', () => {
    const cancelled = [...map, reserved, aGridMapFact.GridReservationReleased({ planId: 'P1' })]
    given(cancelled).when(aGridMapCommand.RecodeGrid({ gridId: 'G2', code: '440402001001011' })).thenRejected(refused({ type: 'CodeSpent', rule: 'T31', heldBy: 'P1' }))
    given(cancelled).when(reserve).then([reserved])
    expect(mapOn('2018-12-01', ...cancelled)).toEqual(mapOn('2018-12-01', ...map))
  })

  it('6.4 refuses a plan on grids with structural facts later than it', () => {
    given([...map, b90]).when(aGridMapCommand.ReserveGrids({ gridIds: ['G1', 'G2'], takesEffectOn: '2018-08-01' }))
      .thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', communityIds: ['C1'], gridIds: ['G1'], entries: ['b90'] }))
    expect(given([...map, b90]).when(aGridMapCommand.ReserveGrids({ gridIds: ['G2'], takesEffectOn: '2018-08-01' })).outcome._tag).toBe('Right')
  })

  it('6.4 refuses buildings, removals and codes of reserved grids, whatever the day', () => {
    const held = refused({ type: 'GridReserved', rule: '6.4', gridIds: ['G1'], byPlan: 'P1' })
    given([...map, reserved]).when(aGridMapCommand.RegisterBuilding({ gridId: 'G1', effectiveOn: '2018-08-01' })).thenRejected(held)
    given([...map, reserved]).when(aGridMapCommand.RegisterBuilding({ gridId: 'G1', effectiveOn: '2018-12-01' })).thenRejected(held)
    given([...map, reserved]).when(aGridMapCommand.RemoveBuilding({ buildingId: 'B1' })).thenRejected(held)
    given([...map, reserved]).when(aGridMapCommand.RecodeGrid({ gridId: 'G1' })).thenRejected(held)
    given([...map, b90, reserved]).when(aGridMapCommand.VoidGridMapEntry({ root: 'b90', corrects: 'b90' })).thenRejected(held)
  })

  it('6.4 lets households of reserved grids be counted, and names change for days before the plan', () => {
    given([...map, reserved]).when(aGridMapCommand.RecordBuildingMetrics({ effectiveOn: '2018-11-01' })).then([aGridMapFact.BuildingMetricsRecorded({ entryId: 'new.0', effectiveOn: '2018-11-01' })])
    given([...map, reserved]).when(aGridMapCommand.RenameGrid({ effectiveOn: '2018-09-30' })).then([aGridMapFact.GridRenamed({ entryId: 'new.0', documentNumber, effectiveOn: '2018-09-30' })])
    given([...map, reserved]).when(aGridMapCommand.RenameGrid({ effectiveOn: '2018-10-01' })).thenRejected(refused({ type: 'GridReserved', rule: '6.4', byPlan: 'P1' }))
  })

  it('6.4 releases a reservation once; where there is none, there is nothing to do', () => {
    given([...map, reserved]).when(aGridMapCommand.ReleaseGrids({ planId: 'P1' })).then([aGridMapFact.GridReservationReleased({ planId: 'P1' })])
    given(map).when(aGridMapCommand.ReleaseGrids({ planId: 'P1' })).thenNothing()
  })

  it('6.4 files what an executed plan says, never refusing it, and ends its reservation', () => {
    given([...map, reserved]).when(aGridMapCommand.ReviseGridMap({ planId: 'P1', planVersion: 9, changes: [split] })).then([splitDone])
    expect(mapOn('2018-10-01', ...map, reserved, splitDone)).toEqual({ G2: ['B3', 'B4'], G3: ['B5'], G11: ['B1'], G12: ['B2'] })
    expect(structureAfter(...map, reserved, splitDone).reservations).toEqual([])
  })

  it('6.4 has nothing to do for a plan\'s word that is not newer', () => {
    given([...map, splitDone]).when(aGridMapCommand.ReviseGridMap({ planId: 'P1', planVersion: 9 })).thenNothing()
    given([...map, splitDone]).when(aGridMapCommand.ReviseGridMap({ planId: 'P1', planVersion: 8 })).thenNothing()
  })

  it('6.4 replaces what the same plan said before, at the place in the order where it stood', () => {
    const swapped = { ...split, sets: [gridOnMapNamed('G11', ['B2']), gridOnMapNamed('G12', ['B1'])] }
    const other = aGridMapFact.GridMapRevised({ planId: 'P2', changes: [plannedChange({ root: 'other.0', sets: [gridOnMapNamed('G11', ['B1', 'B3']), gridOnMapNamed('G2', ['B4'])] })] })
    const corrected = aGridMapFact.GridMapRevised({ planId: 'P1', planVersion: 12, changes: [swapped] })
    expect(structureAfter(...map, splitDone, other, corrected).changes.map((change) => change.root)).toEqual(['g1', 'g2', 'g3', 'plan.0', 'other.0'])
    expect(mapOn('2018-10-01', ...map, splitDone, corrected)).toMatchObject({ G11: ['B2'], G12: ['B1'] })
  })
})

describe('late facts and corrections', () => {
  it('6.4 refuses a late building before a plan that said which buildings its grid has', () => {
    given([...map, splitDone]).when(aGridMapCommand.RegisterBuilding({ kind: 'lateRecording', gridId: 'G1', effectiveOn: '2018-08-01' }))
      .thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', communityIds: ['C1'], gridIds: ['G1'], entries: ['plan.0'] }))
    given([...map, splitDone]).when(aGridMapCommand.RemoveBuilding({ kind: 'lateRecording', buildingId: 'B1', effectiveOn: '2018-08-01' }))
      .thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', gridIds: ['G1'], entries: ['plan.0'] }))
  })

  it('6.4 accepts a late building although another came to the same grid since: each day comes out the same', () => {
    const late = aGridMapFact.BuildingRegistered({ entryId: 'late', kind: 'lateRecording', gridId: 'G1', building: buildingNamed('B80'), effectiveOn: '2018-08-01' })
    given([...map, b90]).when(aGridMapCommand.RegisterBuilding({ kind: 'lateRecording', gridId: 'G1', building: buildingNamed('B80'), effectiveOn: '2018-08-01' }))
      .then([{ ...late, data: { ...late.data, entryId: 'new.0' as never, documentNumber } }])
    expect(mapOn('2018-09-01', ...map, b90, late)).toEqual(mapOn('2018-09-01', ...map, late, b90))
  })

  it('6.4 refuses to remove a building earlier than a later fact about it', () => {
    const gone = aGridMapFact.BuildingRemoved({ entryId: 'gone', buildingId: 'B1', effectiveOn: '2018-09-01' })
    given([...map, gone]).when(aGridMapCommand.RemoveBuilding({ buildingId: 'B1', effectiveOn: '2018-08-01' })).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', entries: ['gone'] }))
  })

  it('6.4 accepts late facts about grids that no later plan touched', () => {
    given([...map, splitDone]).when(aGridMapCommand.RegisterBuilding({ kind: 'lateRecording', gridId: 'G2', building: buildingNamed('B80'), effectiveOn: '2018-08-01' }))
      .then([aGridMapFact.BuildingRegistered({ entryId: 'new.0', documentNumber, kind: 'lateRecording', gridId: 'G2', building: buildingNamed('B80'), effectiveOn: '2018-08-01' })])
  })

  it('6.1 corrects a building into another grid, and withdrawing the correction puts it back', () => {
    const command = aGridMapCommand.RegisterBuilding({ gridId: 'G2', building: buildingNamed('B90'), effectiveOn: '2018-09-01', root: 'b90', corrects: 'b90' })
    const corrected = aGridMapFact.BuildingRegistered({ entryId: 'new.0', documentNumber, gridId: 'G2', building: buildingNamed('B90'), effectiveOn: '2018-09-01', root: 'b90', corrects: 'b90' })
    const withdrawn = aGridMapFact.EntryVoided({ entryId: 'withdrawn', root: 'b90', corrects: 'new.0' })
    given([...map, b90]).when(command).then([corrected])
    given([...map, b90, corrected]).when(aGridMapCommand.VoidGridMapEntry({ root: 'b90', corrects: 'new.0' })).then([{ ...withdrawn, data: { ...withdrawn.data, entryId: 'new.0' as never } }])
    expect(mapOn('2018-09-01', ...map, b90, corrected)).toMatchObject({ G1: ['B1', 'B2'], G2: ['B3', 'B4', 'B90'] })
    expect(mapOn('2018-09-01', ...map, b90, corrected, withdrawn)).toMatchObject({ G1: ['B1', 'B2', 'B90'], G2: ['B3', 'B4'] })
  })

  it('6.1 restores a withdrawn building when the withdrawal is withdrawn', () => {
    const withdrawn = aGridMapFact.EntryVoided({ entryId: 'withdrawn', root: 'b90', corrects: 'b90' })
    const restored = aGridMapFact.EntryVoided({ entryId: 'restored', root: 'b90', corrects: 'withdrawn' })
    expect(mapOn('2018-09-01', ...map, b90, withdrawn)).toMatchObject({ G1: ['B1', 'B2'] })
    expect(mapOn('2018-09-01', ...map, b90, withdrawn, restored)).toMatchObject({ G1: ['B1', 'B2', 'B90'] })
    given([...map, b90, withdrawn]).when(aGridMapCommand.VoidGridMapEntry({ root: 'b90', corrects: 'b90' })).thenRejected(refused({ type: 'StaleCorrection', rule: '6.1', named: 'b90', head: 'withdrawn' }))
  })

  it('6.1 tests what a withdrawal restores as if it were recorded anew: grids and community must still be there', () => {
    const earlySplit = aGridMapFact.GridMapRevised({ planId: 'P1', planVersion: 9, changes: [{ ...split, effectiveOn: '2018-08-01' }] })
    const recoded = aGridMapFact.GridRecoded({ entryId: 'recoded', gridId: 'G1', effectiveOn: '2018-09-01' })
    const withdrawn = aGridMapFact.EntryVoided({ entryId: 'withdrawn', root: 'recoded', corrects: 'recoded' })
    const restoring = aGridMapCommand.VoidGridMapEntry({ root: 'recoded', corrects: 'withdrawn' })
    given([...map, recoded, withdrawn]).when(restoring).then([aGridMapFact.EntryVoided({ entryId: 'new.0', root: 'recoded', corrects: 'withdrawn' })])
    given([...map, recoded, withdrawn, earlySplit]).when(restoring).thenRejected(refused({ type: 'GridAlreadyClosed', rule: 'I6', gridId: 'G1', closedOn: '2018-08-01', successors: ['G11', 'G12'] }))

    const g3Withdrawn = aGridMapFact.EntryVoided({ entryId: 'withdrawn', root: 'g3', corrects: 'g3' })
    given([...map, g3Withdrawn]).when(aGridMapCommand.VoidGridMapEntry({ root: 'g3', corrects: 'withdrawn' }), { evidence: gridMapEvidence(ruleSetOf(), {}) })
      .thenRejected(refused({ type: 'CommunityNotInRegister', rule: 'I1', communityId: 'C1', effectiveOn: '2018-07-01' }))
  })

  it('I1 refuses to lay out, restore or redate a grid that would outlive its community', () => {
    const endedInMay = { evidence: gridMapEvidence(ruleSetOf(), { C1: { from: '2017-01-01' as CalendarDate, to: '2019-05-01' as CalendarDate } }) }
    given([]).when(aGridMapCommand.LayOutGrids(), endedInMay).thenRejected(refused({ type: 'CommunityNotInRegister', rule: 'I1', communityId: 'C1', effectiveOn: '2019-05-01' }))

    const withdrawn = aGridMapFact.EntryVoided({ entryId: 'withdrawn', root: 'g3', corrects: 'g3' })
    const divided = aGridMapFact.GridMapRevised({ planId: 'P1', planVersion: 9, changes: [plannedChange({ effectiveOn: '2019-05-01', leaves: ['G1', 'G2'], buildingsOut: ['B1', 'B2', 'B3', 'B4'] })] })
    const restoring = aGridMapCommand.VoidGridMapEntry({ root: 'g3', corrects: 'withdrawn' })
    const redating = aGridMapCommand.LayOutGrids({ grids: [gridNamed('G3', ['B5'])], effectiveOn: '2018-09-01', root: 'g3', corrects: 'withdrawn' })
    for (const command of [restoring, redating]) {
      given([...map, withdrawn, divided]).when(command, endedInMay).thenRejected(refused({ type: 'CommunityNotInRegister', rule: 'I1', communityId: 'C1', effectiveOn: '2019-05-01' }))
    }
  })

  it('6.1 restores a name or a count wherever its grid or building is now: they stand on nothing', () => {
    const renamed = aGridMapFact.GridRenamed({ entryId: 'renamed', gridId: 'G1', effectiveOn: '2018-11-01' })
    const withdrawn = aGridMapFact.EntryVoided({ entryId: 'withdrawn', root: 'renamed', corrects: 'renamed' })
    given([...map, renamed, withdrawn, splitDone]).when(aGridMapCommand.VoidGridMapEntry({ root: 'renamed', corrects: 'withdrawn' }))
      .then([aGridMapFact.EntryVoided({ entryId: 'new.0', root: 'renamed', corrects: 'withdrawn' })])
  })

  it('6.1 refuses a correction of an unknown entry, of another type of fact, of another unit, or of several grids', () => {
    given(map).when(aGridMapCommand.RenameGrid({ root: 'g9', corrects: 'g9' })).thenRejected(refused({ type: 'UnknownEntry', rule: '6.1', root: 'g9' }))
    given(map).when(aGridMapCommand.RenameGrid({ root: 'g1', corrects: 'g1' })).thenRejected(refused({ type: 'CorrectionOfAnotherFact', rule: '6.1', recorded: 'GridEstablished', named: 'GridRenamed' }))
    given(map).when(aGridMapCommand.LayOutGrids({ grids: [gridNamed('G8')], root: 'g1', corrects: 'g1' })).thenRejected(refused({ type: 'CorrectionOfAnotherUnit', rule: '6.1', recorded: 'G1', named: 'G8' }))
    given(map).when(aGridMapCommand.LayOutGrids({ grids: [gridNamed('G1'), gridNamed('G2')], root: 'g1', corrects: 'g1' })).thenRejected(refused({ type: 'CorrectionOfSeveral', rule: '6.1', facts: 2 }))
    given([...map, b90]).when(aGridMapCommand.RegisterBuilding({ building: buildingNamed('B91'), root: 'b90', corrects: 'b90' })).thenRejected(refused({ type: 'CorrectionOfAnotherUnit', rule: '6.1', recorded: 'B90', named: 'B91' }))
  })

  it('6.1 adds a forgotten building to a grid that was laid out', () => {
    const command = aGridMapCommand.LayOutGrids({ grids: [gridNamed('G1', ['B1', 'B2', 'B70'])], root: 'g1', corrects: 'g1' })
    given(map).when(command).then([aGridMapFact.GridEstablished({ entryId: 'new.0', documentNumber, ...gridNamed('G1', ['B1', 'B2', 'B70']), root: 'g1', corrects: 'g1' })])
  })

  it('6.4 refuses to correct a grid that a plan has divided since', () => {
    given([...map, splitDone]).when(aGridMapCommand.LayOutGrids({ grids: [gridNamed('G1', ['B1'])], root: 'g1', corrects: 'g1' }))
      .thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', gridIds: ['G1'], entries: ['plan.0'] }))
    given([...map, splitDone]).when(aGridMapCommand.VoidGridMapEntry({ root: 'g1', corrects: 'g1' })).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', entries: ['plan.0'] }))
  })

  it('I3 refuses a correction by which a grid would begin after a building came to it', () => {
    given([...map, b90]).when(aGridMapCommand.LayOutGrids({ grids: [gridNamed('G1', ['B1', 'B2'])], effectiveOn: '2018-12-01', root: 'g1', corrects: 'g1' }))
      .thenRejected(refused({ type: 'PartitionBroken', rule: 'I3', communityId: 'C1', day: '2018-09-01', faults: [{ fault: 'inNoGrid', buildingId: 'B90', gridIds: [] }] }))
  })

  it('I3 refuses to give a building that is in one grid to another by a correction', () => {
    given(map).when(aGridMapCommand.LayOutGrids({ grids: [gridNamed('G1', ['B1', 'B3'])], root: 'g1', corrects: 'g1' })).thenRejected(refused({ type: 'IdSpent', rule: '4.1', id: 'B3' }))
  })

  it('I2 refuses withdrawals that would leave one grid, on the day and on each later day', () => {
    given([g1, g2]).when(aGridMapCommand.VoidGridMapEntry({ root: 'g2', corrects: 'g2' })).thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', day: '2018-07-01', would: 1 }))
    const merged = aGridMapFact.GridMapRevised({ changes: [plannedChange({ closes: [{ gridId: 'G1', reason: 'merged' as const, successors: ['G2'] }], sets: [gridOnMapNamed('G2', ['B1', 'B2', 'B3', 'B4'])] })] })
    given([...map, merged]).when(aGridMapCommand.VoidGridMapEntry({ root: 'g3', corrects: 'g3' })).thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', day: '2018-10-01', would: 1 }))
  })

  it('I38 refuses to withdraw a grid without a document, but not a count', () => {
    const counted = aGridMapFact.BuildingMetricsRecorded({ entryId: 'counted' })
    given(map).when(aGridMapCommand.VoidGridMapEntry({ root: 'g3', corrects: 'g3' }), noDocument).thenRejected(refused({ type: 'DocumentMissing', rule: 'I38', command: 'VoidGridMapEntry' }))
    given([...map, counted]).when(aGridMapCommand.VoidGridMapEntry({ root: 'counted', corrects: 'counted' }), noDocument).then([aGridMapFact.EntryVoided({ entryId: 'new.0', root: 'counted', corrects: 'counted' })])
  })
})

describe('what is no fault', () => {
  const gone = aGridMapFact.BuildingRemoved({ entryId: 'gone', buildingId: 'B1', effectiveOn: '2018-09-01' })
  const named = aGridMapFact.GridRenamed({ entryId: 'named', gridId: 'G2' })
  const renaming = aGridMapCommand.RenameGrid({ gridId: 'G2', name: '虚构改名', root: 'named', corrects: 'named' })
  const life = (from: string, to: string | null = null) => ({ evidence: gridMapEvidence(ruleSetOf(), { C1: { from: from as CalendarDate, to: to as CalendarDate | null } }) })
  const isAccepted = (facts: ReadonlyArray<GridMapEvent>, command: Parameters<typeof gridMapStream>[0], context = {}): boolean => given(facts).when(command, context).outcome._tag === 'Right'

  it('I1 is no hindrance to a correction where the grids were there before the community already, or left on its last day', () => {
    const moved = aGridMapCommand.RegisterBuilding({ gridId: 'G2', effectiveOn: '2018-09-01', root: 'b90', corrects: 'b90' })
    const left = aGridMapFact.GridMapRevised({ planId: 'P1', planVersion: 9, changes: [plannedChange({ effectiveOn: '2019-05-01', leaves: ['G1', 'G2', 'G3'], buildingsOut: ['B1', 'B2', 'B3', 'B4', 'B5'] })] })
    expect(isAccepted([...map, b90], moved, life('2018-08-01'))).toBe(true)
    expect(isAccepted([...map, named, left], renaming, life('2017-01-01', '2019-05-01'))).toBe(true)
  })

  it('4.1 lets the correction of a grid keep its id and code, whatever another community says of them', () => {
    const elsewhere = { ...evidence, elsewhere: [mapOf('C2', { spentIds: ['G1', 'B1'], spentCodes: ['440402001001001'] })] }
    expect(isAccepted(map, aGridMapCommand.LayOutGrids({ grids: [gridNamed('G1', ['B1', 'B2', 'B70'])], root: 'g1', corrects: 'g1' }), { evidence: elsewhere })).toBe(true)
  })

  it('6.4 lets a plan hold other grids than it held before', () => {
    expect(isAccepted([...map, reserved], aGridMapCommand.ReserveGrids({ planId: 'P1', gridIds: ['G1', 'G2'] }))).toBe(true)
  })

  it('6.4 is kept by structure of the day of the plan, by later names, by its own later word, and by later structure of other grids', () => {
    const reserving = aGridMapCommand.ReserveGrids({ planId: 'P1', gridIds: ['G1'], takesEffectOn: '2018-09-01' })
    const laterName = aGridMapFact.GridRenamed({ entryId: 'later', gridId: 'G1', effectiveOn: '2018-12-01' })
    const own = aGridMapFact.GridMapRevised({ planId: 'P1', planVersion: 9, changes: [plannedChange({ sets: [gridOnMapNamed('G1', ['B1', 'B2'])] })] })
    const ofOthers = aGridMapFact.BuildingRegistered({ entryId: 'b91', gridId: 'G2', building: buildingNamed('B91'), effectiveOn: '2018-12-01' })
    for (const fact of [b90, laterName, own, ofOthers]) expect([fact.type, isAccepted([...map, fact], reserving)]).toEqual([fact.type, true])
  })

  it('I2 leaves a plan that stands alone, and one that leaves the number as it is, to the plan itself', () => {
    const other = aGridMapFact.GridsReserved({ planId: 'P2', gridIds: ['G2'], gridCountChange: 5 })
    expect(isAccepted(map, aGridMapCommand.ReserveGrids({ planId: 'P1', gridIds: ['G1'], gridCountChange: 5 }))).toBe(true)
    expect(isAccepted([...map, other], aGridMapCommand.ReserveGrids({ planId: 'P1', gridIds: ['G1'], gridCountChange: 0 }))).toBe(true)
  })

  it('I2 judges a plan among others from its own day on', () => {
    const [g4, g5] = ['G4', 'G5'].map((gridId) => aGridMapFact.GridEstablished({ entryId: gridId, ...gridNamed(gridId) })) as [typeof g1, typeof g1]
    const before = aGridMapFact.GridsReserved({ planId: 'P2', gridIds: ['G2'], gridCountChange: -1, takesEffectOn: '2018-09-01' })
    const fewer = aGridMapFact.GridMapRevised({ planId: 'P9', planVersion: 9, changes: [plannedChange({ root: 'fewer.0', effectiveOn: '2018-09-15', closes: [{ gridId: 'G5', reason: 'merged' as const, successors: ['G4'] }], sets: [gridOnMapNamed('G4')] })] })
    expect(isAccepted([...map, g4, g5, fewer, before], aGridMapCommand.ReserveGrids({ planId: 'P1', gridIds: ['G1'], gridCountChange: 1 }))).toBe(true)
  })

  it('6.4 corrects a grid although a building that it keeps has gone since, but not by leaving that building out', () => {
    const correcting = (buildings: ReadonlyArray<string>) => aGridMapCommand.LayOutGrids({ grids: [gridNamed('G1', buildings)], root: 'g1', corrects: 'g1' })
    expect(isAccepted([...map, gone], correcting(['B1', 'B2', 'B70']))).toBe(true)
    given([...map, gone]).when(correcting(['B2'])).thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', entries: ['gone'] }))
  })

  it('I3 and I2 do not hold against a correction what was broken before and stays as it was', () => {
    const lost = aGridMapFact.GridMapRevised({ planId: 'P9', planVersion: 9, changes: [plannedChange({ root: 'lost.0', sets: [gridOnMapNamed('G1', ['B1'])] })] })
    const six = ['G1', 'G2', 'G3', 'G4', 'G5', 'G6'].map((gridId) => aGridMapFact.GridEstablished({ entryId: gridId, ...gridNamed(gridId) }))
    const more = aGridMapFact.GridsReserved({ planId: 'P1', gridIds: ['G1'], gridCountChange: 3 })
    expect(isAccepted([...map, named, lost], renaming)).toBe(true)
    expect(isAccepted([...six, named], renaming)).toBe(true)
    expect(isAccepted([...map, named, more], renaming)).toBe(true)
  })

  it('G1 is kept by an exemption of exactly one number', () => {
    expect(isAccepted(map, aGridMapCommand.GrantGridCountExemption({ min: 6, max: 6 }))).toBe(true)
  })
})

describe('what is a fault all the same', () => {
  const numbered = (buildingId: string, number: string) => ({ ...gridNamed('G1', ['B1', 'B2']), buildings: [buildingNamed('B1'), buildingNamed('B2'), buildingNamed(buildingId, { number })] })
  const revised = (...changes: ReadonlyArray<ReturnType<typeof plannedChange>>) => aGridMapFact.GridMapRevised({ planId: 'P9', planVersion: 9, changes: changes as never })

  it('I6 names the grid that had the building, or all that had the buildings of one that never was valid', () => {
    const never = aGridMapFact.GridMapRevised({ planId: 'P9', planVersion: 9, changes: [], neverValid: [{ gridId: 'G11', instead: ['G1', 'G2'] }] })
    const counting = (buildingId: string) => aGridMapCommand.RecordBuildingMetrics({ gridId: 'G11', buildingId })
    given([...map, never]).when(counting('B3')).thenRejected(refused({ type: 'GridNeverValid', rule: 'I6', gridId: 'G11', instead: ['G2'] }))
    given([...map, never]).when(counting('B99')).thenRejected(refused({ type: 'GridNeverValid', rule: 'I6', gridId: 'G11', instead: ['G1', 'G2'] }))
  })

  it('I6 tells a grid that is not open yet from one that is closed later, and one that never was valid from one that ended', () => {
    given([...map, b90, splitDone]).when(aGridMapCommand.RenameGrid({ gridId: 'G11', effectiveOn: '2018-08-01' })).thenRejected(refused({ type: 'GridNotYetOpen', rule: 'I6', gridId: 'G11', opensOn: '2018-10-01' }))
    given([...map, splitDone]).when(aGridMapCommand.RenameGrid({ gridId: 'G1', effectiveOn: '2018-06-01' })).thenRejected(refused({ type: 'GridNotYetOpen', rule: 'I6', gridId: 'G1', opensOn: '2018-07-01' }))
    const never = revised(plannedChange({ root: 'never.0', closes: [{ gridId: 'G1', reason: 'neverValid' as const, successors: ['G2'] }], sets: [gridOnMapNamed('G2', ['B1', 'B2', 'B3', 'B4'])] }))
    given([...map, never]).when(aGridMapCommand.RenameGrid({ gridId: 'G1', effectiveOn: '2018-11-01' })).thenRejected(refused({ type: 'GridNeverValid', rule: 'I6', gridId: 'G1', instead: ['G2'] }))
  })

  it('T31 and 1.1 refuse a correction that gives a grid the code of another, or a building the number of another', () => {
    given(map).when(aGridMapCommand.LayOutGrids({ grids: [{ ...gridNamed('G1', ['B1', 'B2']), code: gridNamed('G2').code }], root: 'g1', corrects: 'g1' })).thenRejected(refused({ type: 'CodeSpent', rule: 'T31' }))
    given(map).when(aGridMapCommand.LayOutGrids({ grids: [numbered('B70', '00005')], root: 'g1', corrects: 'g1' })).thenRejected(refused({ type: 'NumberSpent', rule: '1.1', number: '00005' }))
  })

  it('T31 and 4.1 refuse a plan that would give a code twice, or names a grid twice', () => {
    given(map).when(aGridMapCommand.ReserveGrids({ gridIds: ['G1'], codes: ['440402001001011', '440402001001011'] })).thenRejected(refused({ type: 'RepeatedInRequest', rule: 'T31' }))
    given(map).when(aGridMapCommand.ReserveGrids({ gridIds: ['G1', 'G1'] })).thenRejected(refused({ type: 'RepeatedInRequest', rule: '4.1' }))
  })

  it('I2 names those plans only that change the number, and looks at it for a correction that holds grids, too', () => {
    const others = [aGridMapFact.GridsReserved({ planId: 'P2', gridIds: ['G2'], gridCountChange: 2 }), aGridMapFact.GridsReserved({ planId: 'P3', gridIds: ['G3'], gridCountChange: 0 })]
    const fault = refused({ type: 'PlansBreakGridCount', rule: 'I2', would: 6, plans: ['P2'] })
    given([...map, ...others]).when(aGridMapCommand.ReserveGrids({ gridIds: ['G1'], gridCountChange: 1 })).thenRejected(fault)
    given([...map, ...others]).when(aGridMapCommand.HoldGrids({ gridIds: ['G1'], gridCountChange: 1 })).thenRejected(fault)
  })

  it('I2 refuses a correction by which two scheduled plans could break together what each alone keeps', () => {
    const g4 = aGridMapFact.GridEstablished({ entryId: 'g4', ...gridNamed('G4') })
    const without4 = aGridMapFact.EntryVoided({ entryId: 'without4', root: 'g4', corrects: 'g4' })
    const plans = ['P1', 'P2'].map((planId, index) => aGridMapFact.GridsReserved({ planId, gridIds: [`G${index + 1}`], gridCountChange: 1 }))
    given([...map, g4, without4, ...plans]).when(aGridMapCommand.VoidGridMapEntry({ root: 'g4', corrects: 'without4' })).thenRejected(refused({ type: 'PlansBreakGridCount', rule: 'I2', would: 6 }))
  })

  it('6.4 counts the same day in the order of recording: what came to the map after an entry rests on it', () => {
    const sameDay = revised(plannedChange({ root: 'same.0', effectiveOn: '2018-09-01', sets: [gridOnMapNamed('G1', ['B1', 'B2', 'B90'])] }))
    given([...map, b90, sameDay]).when(aGridMapCommand.RegisterBuilding({ gridId: 'G2', effectiveOn: '2018-09-01', root: 'b90', corrects: 'b90' }))
      .thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', entries: ['same.0'] }))
  })

  it('6.4 counts from the earlier of two days, whichever the entry had first', () => {
    const between = revised(plannedChange({ root: 'between.0', effectiveOn: '2018-10-01', sets: [gridOnMapNamed('G3', ['B5'])] }))
    const late = aGridMapFact.BuildingRegistered({ entryId: 'late', gridId: 'G3', building: buildingNamed('B92'), effectiveOn: '2018-12-01' })
    const early = aGridMapFact.BuildingRegistered({ entryId: 'early', gridId: 'G3', building: buildingNamed('B92'), effectiveOn: '2018-09-01' })
    const fault = refused({ type: 'LaterStructureExists', rule: '6.4', entries: ['between.0'] })
    given([...map, between, late]).when(aGridMapCommand.RegisterBuilding({ gridId: 'G3', building: buildingNamed('B92'), effectiveOn: '2018-09-01', root: 'late', corrects: 'late' })).thenRejected(fault)
    given([...map, early, between]).when(aGridMapCommand.RegisterBuilding({ gridId: 'G3', building: buildingNamed('B92'), effectiveOn: '2018-12-01', root: 'early', corrects: 'early' })).thenRejected(fault)
  })

  it('6.4 refuses to move a building to a day after it had gone', () => {
    const gone = aGridMapFact.BuildingRemoved({ entryId: 'gone', buildingId: 'B90', effectiveOn: '2018-10-01' })
    given([...map, b90, gone]).when(aGridMapCommand.RegisterBuilding({ gridId: 'G1', effectiveOn: '2018-11-01', root: 'b90', corrects: 'b90' }))
      .thenRejected(refused({ type: 'LaterStructureExists', rule: '6.4', entries: ['gone'] }))
  })

  it('I2 looks at the day from which a withdrawn grid had been there, and at fewer grids that are still too many', () => {
    const later2 = aGridMapFact.GridEstablished({ entryId: 'later2', ...gridNamed('G2', ['B3', 'B4']), effectiveOn: '2018-08-01' })
    const seven = ['G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7'].map((gridId) => aGridMapFact.GridEstablished({ entryId: gridId, ...gridNamed(gridId) }))
    given([g1, later2]).when(aGridMapCommand.VoidGridMapEntry({ root: 'later2', corrects: 'later2' })).thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', day: '2018-08-01', would: 1 }))
    given(seven).when(aGridMapCommand.VoidGridMapEntry({ root: 'G7', corrects: 'G7' })).thenRejected(refused({ type: 'GridCountOutOfRange', rule: 'I2', would: 6 }))
  })

  it('6.1 refuses a correction of another type of fact by each command, and I6 a code for a grid that is closed', () => {
    const another = refused({ type: 'CorrectionOfAnotherFact', rule: '6.1', recorded: 'GridEstablished' })
    const target = { root: 'g1', corrects: 'g1' }
    for (const command of [aGridMapCommand.RegisterBuilding(target), aGridMapCommand.RemoveBuilding(target), aGridMapCommand.RecordBuildingMetrics(target), aGridMapCommand.RecodeGrid(target), aGridMapCommand.GrantGridCountExemption(target)]) {
      given(map).when(command).thenRejected(another)
    }
    given([...map, splitDone]).when(aGridMapCommand.RecodeGrid({ effectiveOn: '2018-11-01' })).thenRejected(refused({ type: 'GridAlreadyClosed', rule: 'I6', gridId: 'G1' }))
  })
})

/** Another community's map, as evidence: empty but for what is named. */
function mapOf(communityId: string, named: { readonly spentIds?: ReadonlyArray<string>, readonly spentCodes?: ReadonlyArray<string> }): Evidence<CommunityStructure> {
  const state = { communityId, changes: [], reservations: [], exemptions: [], neverValid: {}, spentIds: [], spentCodes: [], spentNumbers: [], heldBy: {}, ...named }
  return { ...evidence.division, state: state as unknown as CommunityStructure }
}

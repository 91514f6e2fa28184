/** The division register, by example. */

import { describe, expect, it } from 'vitest'
import { fold, type CalendarDate } from '@grid-governance/event-sourcing'
import { deciderScenarios } from '@grid-governance/event-sourcing/testing'
import { madeUpAuthority } from '../../shared/arbitraries.ts'
import { written } from '../../shared/builders.ts'
import { livesOn, townOn } from '../../shared/division-structure.ts'
import type { CommunityId } from '../../shared/identifiers.ts'
import { aDivisionCommand, aDivisionFact, communityNamed, townNamed } from './builders.ts'
import { divisionRegisterDecider, divisionRegisterStream } from './decider.ts'
import type { DivisionRegisterEvent } from './events.ts'
import { communitiesShortened, noMaps, type DivisionRegisterEvidence } from './evidence.ts'
import type { DivisionRegisterRejection } from './rejections.ts'
import { divisionStructureOf } from './state.ts'

const documentNumber = madeUpAuthority.documentNumber
const { given } = deciderScenarios(divisionRegisterDecider, { authority: madeUpAuthority, evidence: noMaps })
const refused = written<DivisionRegisterRejection>
const on = (day: string) => day as CalendarDate
const divisionsAfter = (...facts: ReadonlyArray<DivisionRegisterEvent>) => divisionStructureOf(fold(divisionRegisterDecider, facts))
const townOf = (communityId: string, day: string, ...facts: ReadonlyArray<DivisionRegisterEvent>) => townOn(divisionsAfter(...facts), communityId as CommunityId, on(day))

const district = aDivisionFact.DistrictRegistered({ entryId: 'district' })
const t1 = aDivisionFact.TownRegistered({ entryId: 't1', ...townNamed('T1') })
const t2 = aDivisionFact.TownRegistered({ entryId: 't2', ...townNamed('T2') })
const c1 = aDivisionFact.CommunityRegistered({ entryId: 'c1', ...communityNamed('C1', 'T1') })
const c2 = aDivisionFact.CommunityRegistered({ entryId: 'c2', ...communityNamed('C2', 'T1') })
const register = [district, t1, t2, c1]
const t2Closed = aDivisionFact.TownClosed({ entryId: 't2-closed', townId: 'T2', effectiveOn: '2019-01-01', successors: ['T1'] })
const change = { root: 'plan.0', effectiveOn: '2018-10-01', opens: [], moves: [], closes: [] }
const toT2 = aDivisionFact.DivisionRegisterRevised({ planId: 'P1', planVersion: 7, changes: [{ ...change, moves: [{ communityId: 'C1', townId: 'T2' }] }] })

describe('registering divisions', () => {
  it('has one stream for each district', () => {
    expect(divisionRegisterStream(aDivisionCommand.RenameTown())).toBe('divisionRegister-440402')
  })

  it('D1 registers a whole district in one decision: district, towns, communities', () => {
    given([]).when(aDivisionCommand.RegisterDivisions({ towns: [townNamed('T1')], communities: [communityNamed('C1'), communityNamed('C2')] })).then([
      aDivisionFact.DistrictRegistered({ entryId: 'new.0', documentNumber }),
      aDivisionFact.TownRegistered({ entryId: 'new.1', documentNumber, ...townNamed('T1') }),
      aDivisionFact.CommunityRegistered({ entryId: 'new.2', documentNumber, ...communityNamed('C1') }),
      aDivisionFact.CommunityRegistered({ entryId: 'new.3', documentNumber, ...communityNamed('C2') }),
    ])
  })

  it('D1 adds towns and communities to a registered district without registering it again', () => {
    given(register).when(aDivisionCommand.RegisterDivisions({ towns: [townNamed('T3')], communities: [communityNamed('C2', 'T1')] })).then([
      aDivisionFact.TownRegistered({ entryId: 'new.0', documentNumber, ...townNamed('T3') }),
      aDivisionFact.CommunityRegistered({ entryId: 'new.1', documentNumber, ...communityNamed('C2', 'T1') }),
    ])
  })

  it('D1 has nothing to do where nothing is added', () => {
    given(register).when(aDivisionCommand.RegisterDivisions()).thenNothing()
  })

  it('D1 refuses to register the district under another name', () => {
    given(register).when(aDivisionCommand.RegisterDivisions({ name: '另一虚构区' }))
      .thenRejected(refused({ type: 'DistrictNameDiffers', rule: 'D1', registered: '虚构区', named: '另一虚构区' }))
  })

  it('T33 keeps with each unit that what was before is unknown', () => {
    given([]).when(aDivisionCommand.RegisterDivisions({ earlierHistory: 'unknown', towns: [townNamed('T1')] })).then([
      aDivisionFact.DistrictRegistered({ entryId: 'new.0', documentNumber, earlierHistory: 'unknown' }),
      aDivisionFact.TownRegistered({ entryId: 'new.1', documentNumber, earlierHistory: 'unknown', ...townNamed('T1') }),
    ])
  })

  it('4.1 refuses an id that stands twice in one request, and says where', () => {
    given([]).when(aDivisionCommand.RegisterDivisions({ towns: [townNamed('T1')], communities: [communityNamed('C1'), { ...communityNamed('C2'), communityId: 'C1' }] }))
      .thenRejected(refused({ type: 'RepeatedInRequest', rule: '4.1', value: 'C1', places: [{ list: 'communities', ordinal: 0 }, { list: 'communities', ordinal: 1 }] }))
  })

  it('4.1 refuses an id that another unit has, and says where it stands', () => {
    given(register).when(aDivisionCommand.RegisterDivisions({ communities: [communityNamed('C2'), { ...communityNamed('C3'), communityId: 'T2' }] }))
      .thenRejected(refused({ type: 'IdSpent', rule: '4.1', id: 'T2', place: { list: 'communities', ordinal: 1 }, heldBy: null }))
  })

  it('T31 refuses a code that stands twice in one request', () => {
    given([]).when(aDivisionCommand.RegisterDivisions({ towns: [townNamed('T1'), { ...townNamed('T2'), code: '440402001' }] }))
      .thenRejected(refused({ type: 'RepeatedInRequest', rule: 'T31', value: '440402001', places: [{ list: 'towns', ordinal: 0 }, { list: 'towns', ordinal: 1 }] }))
  })

  it('T31 refuses a code that was ever used, though its unit has another now', () => {
    const recoded = aDivisionFact.TownRecoded({ entryId: 'recoded', townId: 'T2', code: '440402902' })
    given([...register, recoded]).when(aDivisionCommand.RegisterDivisions({ towns: [{ ...townNamed('T3'), code: '440402002' }] }))
      .thenRejected(refused({ type: 'CodeSpent', rule: 'T31', code: '440402002', place: { list: 'towns', ordinal: 0 }, heldBy: null }))
  })

  it('T31 refuses a code that a plan has reserved', () => {
    const reserved = aDivisionFact.DivisionCodesReserved({ planId: 'P1', codes: ['440402001002'] })
    given([...register, reserved]).when(aDivisionCommand.RegisterDivisions({ communities: [communityNamed('C2')] }))
      .thenRejected(refused({ type: 'CodeSpent', rule: 'T31', code: '440402001002', heldBy: 'P1' }))
  })

  it('1.1 refuses a code that lies in another district', () => {
    given([]).when(aDivisionCommand.RegisterDivisions({ towns: [{ ...townNamed('T1'), code: '440403001' }] }))
      .thenRejected(refused({ type: 'CodeOutsideDistrict', rule: '1.1', code: '440403001', districtId: '440402', place: { list: 'towns', ordinal: 0 } }))
  })

  it('1.1 refuses a community whose code does not begin with the code of its town', () => {
    given(register).when(aDivisionCommand.RegisterDivisions({ communities: [{ ...communityNamed('C2', 'T1'), townId: 'T2' }] }))
      .thenRejected(refused({ type: 'CodeOutsideTown', rule: '1.1', code: '440402001002', townId: 'T2', townCode: '440402002', place: { list: 'communities', ordinal: 0 } }))
  })

  it('1.1 judges a community by the code that its town has on that day', () => {
    const recoded = aDivisionFact.TownRecoded({ entryId: 'recoded', townId: 'T1', code: '440402901', effectiveOn: '2019-01-01' })
    given([...register, recoded]).when(aDivisionCommand.RegisterDivisions({ effectiveOn: '2019-01-01', communities: [communityNamed('C2')] }))
      .thenRejected(refused({ type: 'CodeOutsideTown', rule: '1.1', townCode: '440402901' }))
    given([...register, recoded]).when(aDivisionCommand.RegisterDivisions({ effectiveOn: '2018-12-31', communities: [communityNamed('C2')] }))
      .then([aDivisionFact.CommunityRegistered({ entryId: 'new.0', documentNumber, effectiveOn: '2018-12-31', ...communityNamed('C2') })])
  })

  it('I1 refuses a community in a town that is not there', () => {
    given(register).when(aDivisionCommand.RegisterDivisions({ communities: [communityNamed('C2', 'T7')] }))
      .thenRejected(refused({ type: 'UnknownTown', rule: 'I1', townId: 'T7', communityId: 'C2', effectiveOn: '2018-07-01', place: { list: 'communities', ordinal: 0 } }))
  })

  it('I1 refuses a late community in a town that closes while the community goes on', () => {
    given([...register, t2Closed]).when(aDivisionCommand.RegisterDivisions({ kind: 'lateRecording', effectiveOn: '2018-12-01', communities: [communityNamed('C2', 'T2')] }))
      .thenRejected(refused({ type: 'CommunityWithoutTown', rule: 'I1', communityId: 'C2', townId: 'T2', from: '2019-01-01' }))
  })

  it('I38 refuses a registration without a document', () => {
    given([]).when(aDivisionCommand.RegisterDivisions({ towns: [townNamed('T1')] }), { authority: undefined })
      .thenRejected(refused({ type: 'DocumentMissing', rule: 'I38', command: 'RegisterDivisions' }))
  })
})

describe('towns', () => {
  it('I6 renames a town that lives', () => {
    given(register).when(aDivisionCommand.RenameTown({ townId: 'T2', name: '新虚构镇街' })).then([aDivisionFact.TownRenamed({ entryId: 'new.0', documentNumber, townId: 'T2', name: '新虚构镇街' })])
  })

  it('I6 refuses to rename a town that was never registered', () => {
    given(register).when(aDivisionCommand.RenameTown({ townId: 'T9' })).thenRejected(refused({ type: 'UnknownDivision', rule: 'I6', unit: 'T9' }))
  })

  it('I6 refuses a fact about a closed town from its last day on', () => {
    given([...register, t2Closed]).when(aDivisionCommand.RenameTown({ townId: 'T2', effectiveOn: '2019-01-01' }))
      .thenRejected(refused({ type: 'DivisionNotLiving', rule: 'I6', unit: 'T2', effectiveOn: '2019-01-01', from: '2018-07-01', to: '2019-01-01' }))
  })

  it('I6 accepts a late fact about a closed town, about a day before its end', () => {
    given([...register, t2Closed]).when(aDivisionCommand.RenameTown({ townId: 'T2', kind: 'lateRecording', effectiveOn: '2018-12-31' }))
      .then([aDivisionFact.TownRenamed({ entryId: 'new.0', documentNumber, townId: 'T2', kind: 'lateRecording', effectiveOn: '2018-12-31' })])
  })

  it('T31 refuses to give a town its own old code again', () => {
    const recoded = aDivisionFact.TownRecoded({ entryId: 'recoded', townId: 'T1', code: '440402901' })
    given([...register, recoded]).when(aDivisionCommand.RecodeTown({ townId: 'T1', code: '440402001', effectiveOn: '2019-01-01' }))
      .thenRejected(refused({ type: 'CodeSpent', rule: 'T31', code: '440402001', place: null, heldBy: null }))
  })

  it('T31 lets a correction of a recoding keep the code', () => {
    const recoded = aDivisionFact.TownRecoded({ entryId: 'recoded', townId: 'T1', code: '440402901' })
    given([...register, recoded]).when(aDivisionCommand.RecodeTown({ townId: 'T1', code: '440402901', effectiveOn: '2019-01-01', root: 'recoded', corrects: 'recoded' }))
      .then([aDivisionFact.TownRecoded({ entryId: 'new.0', documentNumber, townId: 'T1', code: '440402901', effectiveOn: '2019-01-01', root: 'recoded', corrects: 'recoded' })])
  })

  it('1.1 refuses to give a town a code of another district', () => {
    given(register).when(aDivisionCommand.RecodeTown({ code: '440499001' })).thenRejected(refused({ type: 'CodeOutsideDistrict', rule: '1.1', code: '440499001' }))
  })

  it('I1 closes a town in which no community lies', () => {
    given(register).when(aDivisionCommand.CloseTown({ townId: 'T2', successors: ['T1'] })).then([aDivisionFact.TownClosed({ entryId: 'new.0', documentNumber, townId: 'T2', successors: ['T1'] })])
  })

  it('I1 refuses to close a town while communities lie in it, and names them', () => {
    given([...register, c2]).when(aDivisionCommand.CloseTown({ townId: 'T1', successors: ['T2'], effectiveOn: '2019-01-01' }))
      .thenRejected(refused({ type: 'TownStillHasCommunities', rule: 'I1', townId: 'T1', effectiveOn: '2019-01-01', communities: ['C1', 'C2'] }))
  })

  it('I1 refuses to close a town into which a plan moves a community later', () => {
    given([...register, toT2]).when(aDivisionCommand.CloseTown({ townId: 'T2', successors: ['T1'], effectiveOn: '2018-09-01' }))
      .thenRejected(refused({ type: 'TownStillHasCommunities', rule: 'I1', townId: 'T2', communities: ['C1'] }))
  })

  it('I1 closes a town that its last community has left', () => {
    given([...register, toT2]).when(aDivisionCommand.CloseTown({ townId: 'T1', successors: ['T2'], effectiveOn: '2018-10-01' }))
      .then([aDivisionFact.TownClosed({ entryId: 'new.0', documentNumber, townId: 'T1', successors: ['T2'], effectiveOn: '2018-10-01' })])
  })

  it('D2 refuses a successor that does not live on that day, or is the town itself', () => {
    given(register).when(aDivisionCommand.CloseTown({ townId: 'T2', successors: ['T8'] })).thenRejected(refused({ type: 'SuccessorNotLiving', rule: 'D2', townId: 'T2', successor: 'T8' }))
    given(register).when(aDivisionCommand.CloseTown({ townId: 'T2', successors: ['T2'] })).thenRejected(refused({ type: 'SuccessorNotLiving', rule: 'D2', townId: 'T2', successor: 'T2' }))
  })
})

describe('communities', () => {
  it('I6 renames and recodes a community that lives', () => {
    given(register).when(aDivisionCommand.RenameCommunity({ communityId: 'C1' })).then([aDivisionFact.CommunityRenamed({ entryId: 'new.0', documentNumber, communityId: 'C1' })])
    given(register).when(aDivisionCommand.RecodeCommunity({ communityId: 'C1', code: '440402001901' })).then([aDivisionFact.CommunityRecoded({ entryId: 'new.0', documentNumber, communityId: 'C1', code: '440402001901' })])
  })

  it('I6 refuses a fact about a community that a plan has closed, and accepts a late one about a day before', () => {
    const closed = aDivisionFact.DivisionRegisterRevised({ changes: [{ ...change, closes: [{ communityId: 'C1', reason: 'merged', successors: ['C2'] }] }] })
    given([...register, c2, closed]).when(aDivisionCommand.RenameCommunity({ communityId: 'C1', effectiveOn: '2018-10-01' }))
      .thenRejected(refused({ type: 'DivisionNotLiving', rule: 'I6', unit: 'C1', to: '2018-10-01' }))
    given([...register, c2, closed]).when(aDivisionCommand.RenameCommunity({ communityId: 'C1', effectiveOn: '2018-09-30' }))
      .then([aDivisionFact.CommunityRenamed({ entryId: 'new.0', documentNumber, communityId: 'C1', effectiveOn: '2018-09-30' })])
  })

  it('T31 refuses a community code that was given to another community', () => {
    given([...register, c2]).when(aDivisionCommand.RecodeCommunity({ communityId: 'C1', code: '440402001002' })).thenRejected(refused({ type: 'CodeSpent', rule: 'T31', code: '440402001002' }))
  })

  it('I38 refuses to rename a community without a document', () => {
    given(register).when(aDivisionCommand.RenameCommunity(), { authority: undefined }).thenRejected(refused({ type: 'DocumentMissing', rule: 'I38', command: 'RenameCommunity' }))
  })
})

describe('plans in the register', () => {
  const reserve = aDivisionCommand.ReserveDivisionCodes({ planId: 'P1', codes: ['440402001007'], communityIds: ['C7'] })
  const reserved = aDivisionFact.DivisionCodesReserved({ planId: 'P1', codes: ['440402001007'], communityIds: ['C7'] })

  it('6.4 reserves codes and ids for a plan, once', () => {
    given(register).when(reserve).then([reserved])
    given([...register, reserved]).when(reserve).thenNothing()
  })

  it('6.4 refuses codes and ids that another plan holds, or that are spent', () => {
    given([...register, reserved]).when(aDivisionCommand.ReserveDivisionCodes({ planId: 'P2', codes: ['440402001007'] })).thenRejected(refused({ type: 'CodeSpent', rule: 'T31', heldBy: 'P1' }))
    given([...register, reserved]).when(aDivisionCommand.ReserveDivisionCodes({ planId: 'P2', communityIds: ['C7'] })).thenRejected(refused({ type: 'IdSpent', rule: '4.1', id: 'C7', heldBy: 'P1' }))
    given(register).when(aDivisionCommand.ReserveDivisionCodes({ planId: 'P2', communityIds: ['C1'] })).thenRejected(refused({ type: 'IdSpent', rule: '4.1', id: 'C1', heldBy: null }))
  })

  it('T31 keeps the codes of a cancelled plan spent for everybody else, while the same plan may come back to them', () => {
    const released = aDivisionFact.DivisionCodesReleased({ planId: 'P1' })
    given([...register, reserved, released]).when(aDivisionCommand.RegisterDivisions({ communities: [communityNamed('C7')] })).thenRejected(refused({ type: 'IdSpent', id: 'C7', heldBy: 'P1' }))
    given([...register, reserved, released]).when(aDivisionCommand.ReserveDivisionCodes({ planId: 'P2', codes: ['440402001007'] })).thenRejected(refused({ type: 'CodeSpent', rule: 'T31' }))
    given([...register, reserved, released]).when(reserve).then([reserved])
    expect(divisionsAfter(...register, reserved, released)).toMatchObject({ reservations: [], spentCodes: expect.arrayContaining(['440402001007']) as unknown })
  })

  it('6.4 releases a reservation once; where there is none, there is nothing to do', () => {
    given([...register, reserved]).when(aDivisionCommand.ReleaseDivisionCodes({ planId: 'P1' })).then([aDivisionFact.DivisionCodesReleased({ planId: 'P1' })])
    given(register).when(aDivisionCommand.ReleaseDivisionCodes({ planId: 'P1' })).thenNothing()
  })

  it('6.4 files what an executed plan says, never refusing it, and ends its reservation', () => {
    const opened = { ...change, opens: [{ ...communityNamed('C7', 'T2') }] }
    given([...register, reserved]).when(aDivisionCommand.ReviseDivisionRegister({ planId: 'P1', planVersion: 7, changes: [opened] }))
      .then([aDivisionFact.DivisionRegisterRevised({ planId: 'P1', planVersion: 7, changes: [opened] })])
    const structure = divisionsAfter(...register, reserved, aDivisionFact.DivisionRegisterRevised({ planId: 'P1', planVersion: 7, changes: [opened] }))
    expect(structure.reservations).toEqual([])
    expect(livesOn(structure.communities['C7'], on('2018-10-01'))).toBe(true)
  })

  it('6.4 has nothing to do for a plan\'s word that is not newer', () => {
    given([...register, toT2]).when(aDivisionCommand.ReviseDivisionRegister({ planId: 'P1', planVersion: 7 })).thenNothing()
    given([...register, toT2]).when(aDivisionCommand.ReviseDivisionRegister({ planId: 'P1', planVersion: 6 })).thenNothing()
  })

  it('6.4 replaces what the same plan said before', () => {
    const corrected = aDivisionFact.DivisionRegisterRevised({ planId: 'P1', planVersion: 9, changes: [{ ...change, effectiveOn: '2018-11-01', moves: [{ communityId: 'C1', townId: 'T2' }] }] })
    expect(townOf('C1', '2018-10-15', ...register, toT2)).toBe('T2')
    expect(townOf('C1', '2018-10-15', ...register, toT2, corrected)).toBe('T1')
    expect(townOf('C1', '2018-11-01', ...register, toT2, corrected)).toBe('T2')
  })
})

describe('corrections in the register', () => {
  it('6.1 replaces the registration of one community', () => {
    const command = aDivisionCommand.RegisterDivisions({ communities: [communityNamed('C1', 'T1')], effectiveOn: '2018-08-01', root: 'c1', corrects: 'c1' })
    given(register).when(command).then([aDivisionFact.CommunityRegistered({ entryId: 'new.0', documentNumber, effectiveOn: '2018-08-01', root: 'c1', corrects: 'c1' })])
  })

  it('6.1 replaces the name of the district', () => {
    given(register).when(aDivisionCommand.RegisterDivisions({ name: '更正后的虚构区', root: 'district', corrects: 'district' }))
      .then([aDivisionFact.DistrictRegistered({ entryId: 'new.0', documentNumber, name: '更正后的虚构区', root: 'district', corrects: 'district' })])
  })

  it('6.1 refuses a correction that names several units, another unit, or another type of fact', () => {
    given(register).when(aDivisionCommand.RegisterDivisions({ communities: [communityNamed('C1'), communityNamed('C2')], root: 'c1', corrects: 'c1' }))
      .thenRejected(refused({ type: 'CorrectionOfSeveral', rule: '6.1', root: 'c1', facts: 2 }))
    given(register).when(aDivisionCommand.RegisterDivisions({ communities: [communityNamed('C2')], root: 'c1', corrects: 'c1' }))
      .thenRejected(refused({ type: 'CorrectionOfAnotherUnit', rule: '6.1', root: 'c1', recorded: 'C1', named: 'C2' }))
    given(register).when(aDivisionCommand.RenameTown({ root: 'c1', corrects: 'c1' }))
      .thenRejected(refused({ type: 'CorrectionOfAnotherFact', rule: '6.1', root: 'c1', recorded: 'CommunityRegistered', named: 'TownRenamed' }))
  })

  it('6.1 refuses a stale correction and one of an unknown entry', () => {
    const renamed = aDivisionFact.TownRenamed({ entryId: 'renamed' })
    const corrected = aDivisionFact.TownRenamed({ entryId: 'corrected', root: 'renamed', corrects: 'renamed' })
    given([...register, renamed, corrected]).when(aDivisionCommand.RenameTown({ root: 'renamed', corrects: 'renamed' }))
      .thenRejected(refused({ type: 'StaleCorrection', rule: '6.1', named: 'renamed', head: 'corrected' }))
    given(register).when(aDivisionCommand.RenameTown({ root: 'renamed', corrects: 'renamed' })).thenRejected(refused({ type: 'UnknownEntry', rule: '6.1', root: 'renamed' }))
  })

  it('6.1 withdraws the correction of a correction, which restores the correction', () => {
    const closing = aDivisionFact.TownClosed({ entryId: 'closing', townId: 'T2', effectiveOn: '2019-01-01' })
    const earlier = aDivisionFact.TownClosed({ entryId: 'earlier', townId: 'T2', effectiveOn: '2018-12-01', root: 'closing', corrects: 'closing' })
    const earliest = aDivisionFact.TownClosed({ entryId: 'earliest', townId: 'T2', effectiveOn: '2018-11-01', root: 'closing', corrects: 'earlier' })
    const history = [...register, closing, earlier, earliest]
    given(history).when(aDivisionCommand.VoidDivisionEntry({ root: 'closing', corrects: 'earliest' })).then([aDivisionFact.EntryVoided({ entryId: 'new.0', root: 'closing', corrects: 'earliest' })])
    expect(divisionsAfter(...history).towns['T2']?.to).toBe('2018-11-01')
    expect(divisionsAfter(...history, aDivisionFact.EntryVoided({ root: 'closing', corrects: 'earliest' })).towns['T2']?.to).toBe('2018-12-01')
  })

  it('6.1 tests what a withdrawal restores as if it were recorded anew: D2, 1.1, I6 and D1', () => {
    const withdrawn = (entry: string) => aDivisionFact.EntryVoided({ entryId: 'withdrawn', root: entry, corrects: entry })
    const restoring = (entry: string) => aDivisionCommand.VoidDivisionEntry({ root: entry, corrects: 'withdrawn' })
    const t3 = aDivisionFact.TownRegistered({ entryId: 't3', ...townNamed('T3') })
    const t3Closed = aDivisionFact.TownClosed({ entryId: 't3-closed', townId: 'T3', effectiveOn: '2019-02-01', successors: ['T2'] })
    given([...register, t3, t3Closed, withdrawn('t3-closed')]).when(restoring('t3-closed')).then([aDivisionFact.EntryVoided({ entryId: 'new.0', root: 't3-closed', corrects: 'withdrawn' })])
    given([...register, t3, t3Closed, withdrawn('t3-closed'), t2Closed]).when(restoring('t3-closed')).thenRejected(refused({ type: 'SuccessorNotLiving', rule: 'D2', townId: 'T3', successor: 'T2' }))

    const t1Recoded = aDivisionFact.TownRecoded({ entryId: 't1-recoded', townId: 'T1', code: '440402901' })
    given([...register, withdrawn('c1'), t1Recoded]).when(restoring('c1')).thenRejected(refused({ type: 'CodeOutsideTown', rule: '1.1', code: '440402001001', townCode: '440402901', place: null }))

    const renamed = aDivisionFact.TownRenamed({ entryId: 'renamed', townId: 'T2', effectiveOn: '2019-03-01' })
    given([...register, renamed, withdrawn('renamed'), t2Closed]).when(restoring('renamed')).thenRejected(refused({ type: 'DivisionNotLiving', rule: 'I6', unit: 'T2', to: '2019-01-01' }))

    const otherName = aDivisionFact.DistrictRegistered({ entryId: 'other', name: '另一虚构区' })
    given([district, withdrawn('district'), otherName]).when(restoring('district')).thenRejected(refused({ type: 'DistrictNameDiffers', rule: 'D1', registered: '另一虚构区', named: '虚构区' }))
  })

  it('I38 refuses a withdrawal without a document', () => {
    given(register).when(aDivisionCommand.VoidDivisionEntry({ root: 'c1', corrects: 'c1' }), { authority: undefined })
      .thenRejected(refused({ type: 'DocumentMissing', rule: 'I38', command: 'VoidDivisionEntry' }))
  })

  it('I1 refuses to withdraw a town in which communities lie', () => {
    given(register).when(aDivisionCommand.VoidDivisionEntry({ root: 't1', corrects: 't1' }))
      .thenRejected(refused({ type: 'CommunityWithoutTown', rule: 'I1', communityId: 'C1', townId: 'T1', from: '2018-07-01' }))
  })

  it('I1 refuses a correction by which a town would begin after a community in it', () => {
    given(register).when(aDivisionCommand.RegisterDivisions({ towns: [townNamed('T1')], effectiveOn: '2018-08-01', root: 't1', corrects: 't1' }))
      .thenRejected(refused({ type: 'CommunityWithoutTown', rule: 'I1', communityId: 'C1', from: '2018-07-01' }))
  })

  it('I1 refuses to withdraw a community that has grids, or to let it begin after them, naming the first day', () => {
    const [from, away] = ['2018-08-01', '2018-12-01'].map(on)
    const grids = [{ gridId: 'G1', code: '440402001001001', name: '虚构网格', buildings: [] }]
    const nothing = { planId: null, closes: [], leaves: [], sets: [], buildingsIn: [], buildingsOut: [] }
    const evidence = { maps: [{ stream: 'gridMap-440402.C1', version: 3, asOf: from, state: {
      communityId: 'C1', changes: [{ ...nothing, root: 'laid', effectiveOn: from, sets: grids }, { ...nothing, root: 'moved', effectiveOn: away, leaves: ['G1'] }],
    } }] } as unknown as DivisionRegisterEvidence
    const withdrawing = aDivisionCommand.VoidDivisionEntry({ root: 'c1', corrects: 'c1' })
    const beginningOn = (effectiveOn: string) => aDivisionCommand.RegisterDivisions({ communities: [communityNamed('C1')], effectiveOn, root: 'c1', corrects: 'c1' })
    for (const command of [withdrawing, beginningOn('2018-08-02'), beginningOn('2019-01-01')]) {
      given(register).when(command, { evidence }).thenRejected(refused({ type: 'CommunityStillHasGrids', rule: 'I1', communityId: 'C1', day: '2018-08-01', gridIds: ['G1'] }))
      expect(communitiesShortened(command, fold(divisionRegisterDecider, register))).toEqual(['C1'])
    }
    expect(given(register).when(beginningOn('2018-08-01'), { evidence }).outcome._tag).toBe('Right')
  })

  it('6.4 refuses to withdraw a community that a plan has moved since', () => {
    given([...register, toT2]).when(aDivisionCommand.VoidDivisionEntry({ root: 'c1', corrects: 'c1' }))
      .thenRejected(refused({ type: 'LaterDivisionFactsExist', rule: '6.4', unit: 'C1', entries: ['plan.0'] }))
  })

  it('6.4 refuses to close a town earlier than a later fact about it', () => {
    const renamed = aDivisionFact.TownRenamed({ entryId: 'renamed', townId: 'T2', effectiveOn: '2018-12-01' })
    given([...register, renamed]).when(aDivisionCommand.CloseTown({ townId: 'T2', successors: ['T1'], effectiveOn: '2018-11-01' }))
      .thenRejected(refused({ type: 'LaterDivisionFactsExist', rule: '6.4', unit: 'T2', entries: ['renamed'] }))
  })

  it('D1 refuses to withdraw the district while towns stand on it', () => {
    given(register).when(aDivisionCommand.VoidDivisionEntry({ root: 'district', corrects: 'district' }))
      .thenRejected(refused({ type: 'DistrictStillHasTowns', rule: 'D1', towns: ['T1', 'T2'] }))
  })
})

describe('each condition by itself', () => {
  it('4.1 and T31 refuse a plan that would found a community twice, or give a code twice', () => {
    given(register).when(aDivisionCommand.ReserveDivisionCodes({ communityIds: ['C9', 'C9'] })).thenRejected(refused({ type: 'RepeatedInRequest', rule: '4.1' }))
    given(register).when(aDivisionCommand.ReserveDivisionCodes({ codes: ['440402001009', '440402001009'] })).thenRejected(refused({ type: 'RepeatedInRequest', rule: 'T31' }))
  })

  it('4.1 refuses a plan that would found a community under an id that is spent', () => {
    given(register).when(aDivisionCommand.ReserveDivisionCodes({ communityIds: ['C1'] })).thenRejected(refused({ type: 'IdSpent', rule: '4.1', id: 'C1' }))
  })

  it('4.1 refuses a registration that names a town twice', () => {
    given([district]).when(aDivisionCommand.RegisterDivisions({ towns: [townNamed('T1'), { ...townNamed('T1'), code: '440402009' }] })).thenRejected(refused({ type: 'RepeatedInRequest', rule: '4.1' }))
  })

  it('6.1 refuses to withdraw an entry that there is not, or that is not the last of its chain', () => {
    const renamed = aDivisionFact.TownRenamed({ entryId: 'renamed' })
    const corrected = aDivisionFact.TownRenamed({ entryId: 'corrected', root: 'renamed', corrects: 'renamed' })
    given(register).when(aDivisionCommand.VoidDivisionEntry({ root: 'nothing', corrects: 'nothing' })).thenRejected(refused({ type: 'UnknownEntry', rule: '6.1', root: 'nothing' }))
    given([...register, renamed, corrected]).when(aDivisionCommand.VoidDivisionEntry({ root: 'renamed', corrects: 'renamed' })).thenRejected(refused({ type: 'StaleCorrection', rule: '6.1' }))
  })

  it('6.1 refuses a correction of a registration by one of another type of fact, or by none', () => {
    given(register).when(aDivisionCommand.RegisterDivisions({ towns: [townNamed('T3')], root: 'c1', corrects: 'c1' })).thenRejected(refused({ type: 'CorrectionOfAnotherFact', rule: '6.1', recorded: 'CommunityRegistered', named: 'TownRegistered' }))
    given(register).when(aDivisionCommand.RegisterDivisions({ towns: [{ ...townNamed('T3') }], root: 't1', corrects: 't1' })).thenRejected(refused({ type: 'CorrectionOfAnotherUnit', rule: '6.1', recorded: 'T1', named: 'T3' }))
  })

  it('I1 refuses a community in a town that there is not, and in one that ended', () => {
    given(register).when(aDivisionCommand.RegisterDivisions({ communities: [communityNamed('C5', 'T7')] })).thenRejected(refused({ type: 'UnknownTown', rule: 'I1', townId: 'T7', communityId: 'C5' }))
    given([...register, t2Closed]).when(aDivisionCommand.RegisterDivisions({ communities: [communityNamed('C5', 'T2')], effectiveOn: '2019-02-01' })).thenRejected(refused({ type: 'UnknownTown', rule: 'I1', townId: 'T2' }))
  })

  it('I6 refuses to restore the end of a town at a day before it was there', () => {
    const t3 = aDivisionFact.TownRegistered({ entryId: 't3', ...townNamed('T3') })
    const closed = aDivisionFact.TownClosed({ entryId: 'closed', townId: 'T3', effectiveOn: '2018-09-01', successors: ['T1'] })
    const open = aDivisionFact.EntryVoided({ entryId: 'open', root: 'closed', corrects: 'closed' })
    const moved = aDivisionFact.TownRegistered({ entryId: 'moved', ...townNamed('T3'), effectiveOn: '2018-10-01', root: 't3', corrects: 't3' })
    given([...register, t3, closed, open, moved]).when(aDivisionCommand.VoidDivisionEntry({ root: 'closed', corrects: 'open' }))
      .thenRejected(refused({ type: 'DivisionNotLiving', rule: 'I6', unit: 'T3', effectiveOn: '2018-09-01', from: '2018-10-01' }))
  })

  it('D1 lets a district be withdrawn that has no towns', () => {
    given([district]).when(aDivisionCommand.VoidDivisionEntry({ root: 'district', corrects: 'district' })).then([aDivisionFact.EntryVoided({ entryId: 'new.0', root: 'district', corrects: 'district' })])
  })

  it('D1 does not ask a registration for the district that a withdrawal took away', () => {
    const gone = aDivisionFact.EntryVoided({ entryId: 'gone', root: 'district', corrects: 'district' })
    expect(given([district, gone]).when(aDivisionCommand.RegisterDivisions({ towns: [townNamed('T1')] })).outcome._tag).toBe('Right')
  })

  it('I1 and 6.4 do not hold against a fact what was astray or hung in the air before it', () => {
    const astray = aDivisionFact.TownClosed({ entryId: 'astray', townId: 'T1', effectiveOn: '2019-01-01', successors: ['T2'] })
    expect(given([...register, astray]).when(aDivisionCommand.RenameTown({ townId: 'T2' })).outcome._tag).toBe('Right')
  })
})

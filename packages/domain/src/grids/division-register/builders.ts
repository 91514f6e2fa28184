/** Facts and commands of the division register with made-up content. */

import { commandBuilders, factBuilders } from '../../shared/builders.ts'
import { divisionRegisterCommands } from './commands.ts'
import { divisionRegisterFacts } from './events.ts'

const district = { districtId: '440402' }
const document = { documentNumber: 'made-up-2018-1' }
const known = { earlierHistory: 'none' as const }

/** A made-up town: T3 has the code 440402003. */
export const townNamed = (townId: string) => ({ townId, code: `440402${serialIn(townId)}`, name: `虚构镇街${townId}` })

/** A made-up community: C12 in T3 has the code 440402003012. */
export const communityNamed = (communityId: string, townId = 'T1') =>
  ({ communityId, townId, code: `440402${serialIn(townId)}${serialIn(communityId)}`, name: `虚构社区${communityId}` })

const taken = { root: 'TownRenamed.T1.2018-07-01', corrects: 'TownRenamed.T1.2018-07-01', reason: { sealed: 'clear@1', subjects: [], body: 'made up' } }

export const aDivisionFact = factBuilders(divisionRegisterFacts, {
  DistrictRegistered:      { ...document, ...district, ...known, name: '虚构区' },
  TownRegistered:          { ...document, ...district, ...known, ...townNamed('T1') },
  CommunityRegistered:     { ...document, ...district, ...known, ...communityNamed('C1') },
  TownRenamed:             { ...document, townId: 'T1', name: '虚构镇街改名' },
  TownRecoded:             { ...document, townId: 'T1', code: '440402901' },
  TownClosed:              { ...document, townId: 'T1', reason: 'abolished', successors: [] },
  CommunityRenamed:        { ...document, communityId: 'C1', name: '虚构社区改名' },
  CommunityRecoded:        { ...document, communityId: 'C1', code: '440402001901' },
  DivisionCodesReserved:   { planId: 'P1', codes: [], communityIds: [], takesEffectOn: '2018-10-01' },
  DivisionCodesReleased:   { planId: 'P1' },
  DivisionRegisterRevised: { planId: 'P1', planVersion: 1, changes: [] },
  EntryVoided:             taken,
})

export const aDivisionCommand = commandBuilders(divisionRegisterCommands, {
  RegisterDivisions:      { ...district, ...known, name: '虚构区', towns: [], communities: [] },
  RenameTown:             { ...district, townId: 'T1', name: '虚构镇街改名' },
  RecodeTown:             { ...district, townId: 'T1', code: '440402901' },
  CloseTown:              { ...district, townId: 'T1', reason: 'abolished', successors: [] },
  RenameCommunity:        { ...district, communityId: 'C1', name: '虚构社区改名' },
  RecodeCommunity:        { ...district, communityId: 'C1', code: '440402001901' },
  ReserveDivisionCodes:   { ...district, planId: 'P1', codes: [], communityIds: [], takesEffectOn: '2018-10-01' },
  ReleaseDivisionCodes:   { ...district, planId: 'P1' },
  ReviseDivisionRegister: { ...district, planId: 'P1', planVersion: 1, changes: [] },
  VoidDivisionEntry:      { ...district, ...taken },
})

function serialIn(id: string): string {
  return id.replaceAll(/\D/g, '').padStart(3, '0')
}

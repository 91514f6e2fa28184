/** Facts and commands of a grid map with made-up content. */

import type { Evidence, StreamName, CalendarDate } from '@grid-governance/event-sourcing'
import { commandBuilders, factBuilders, madeUpDay } from '../../shared/builders.ts'
import type { CommunityLife } from '../../shared/division-structure.ts'
import type { RuleSet } from '../../shared/rule-set.ts'
import { gridMapCommands } from './commands.ts'
import { gridMapFacts } from './events.ts'
import type { GridMapEvidence } from './evidence.ts'

const here = { communityId: 'C1' }
const district = { districtId: '440402' }
const document = { documentNumber: 'made-up-2018-2' }
const known = { earlierHistory: 'none' as const }

/** A made-up building: B12 has the number 00012, 30 households and 80 residents. */
export const buildingNamed = (buildingId: string, named: { readonly number?: string, readonly households?: number, readonly residents?: number } = {}) =>
  ({ buildingId, number: digitsIn(buildingId).padStart(5, '0'), households: 30, residents: 80, ...named })

/** A made-up grid: G3 has the code 440402001001003. */
export const gridNamed = (gridId: string, buildingIds: ReadonlyArray<string> = []) =>
  ({ gridId, code: gridCodeOf(gridId), name: `虚构网格${gridId}`, buildings: buildingIds.map((buildingId) => buildingNamed(buildingId)) })

/** The same grid as it stands on the map, where it names its buildings only. */
export const gridOnMapNamed = (gridId: string, buildings: ReadonlyArray<string> = []) =>
  ({ gridId, code: gridCodeOf(gridId), name: `虚构网格${gridId}`, buildings })

/** A change as plans send it, in which nothing happens but what is named. */
export const plannedChange = <Named extends object>(named: Named) =>
  ({ root: 'plan.0', effectiveOn: '2018-10-01', closes: [], leaves: [], sets: [], buildingsIn: [], buildingsOut: [], ...named })

const taken = { root: 'GridEstablished.G1.2018-07-01', corrects: 'GridEstablished.G1.2018-07-01', reason: { sealed: 'clear@1', subjects: [], body: 'made up' } }

export const aGridMapFact = factBuilders(gridMapFacts, {
  GridEstablished:           { ...here, ...document, ...known, ...gridNamed('G1') },
  BuildingRegistered:        { ...here, ...document, gridId: 'G1', building: buildingNamed('B90') },
  BuildingRemoved:           { ...here, ...document, gridId: 'G1', buildingId: 'B1' },
  BuildingMetricsRecorded:   { ...here, gridId: 'G1', buildingId: 'B1', households: 31, residents: 81 },
  GridRenamed:               { ...here, ...document, gridId: 'G1', name: '虚构网格改名' },
  GridRecoded:               { ...here, ...document, gridId: 'G1', code: '440402001001901' },
  GridCountExemptionGranted: { ...here, ...document, min: 1, max: 7 },
  GridsReserved:             { ...here, planId: 'P1', gridIds: ['G1'], codes: [], gridCountChange: 0, takesEffectOn: '2018-10-01' },
  GridReservationReleased:   { ...here, planId: 'P1' },
  GridMapRevised:            { ...here, planId: 'P1', planVersion: 1, changes: [], neverValid: [] },
  EntryVoided:               taken,
})

export const aGridMapCommand = commandBuilders(gridMapCommands, {
  LayOutGrids:             { ...district, ...here, ...known, grids: [gridNamed('G1', ['B1', 'B2']), gridNamed('G2', ['B3', 'B4'])] },
  RegisterBuilding:        { ...district, ...here, gridId: 'G1', building: buildingNamed('B90') },
  RemoveBuilding:          { ...district, ...here, buildingId: 'B1' },
  RecordBuildingMetrics:   { ...district, ...here, gridId: 'G1', buildingId: 'B1', households: 31, residents: 81 },
  RenameGrid:              { ...district, ...here, gridId: 'G1', name: '虚构网格改名' },
  RecodeGrid:              { ...district, ...here, gridId: 'G1', code: '440402001001901' },
  GrantGridCountExemption: { ...district, ...here, min: 1, max: 7 },
  ReserveGrids:            { ...district, ...here, planId: 'P1', gridIds: ['G1'], codes: [], gridCountChange: 0, takesEffectOn: '2018-10-01' },
  HoldGrids:               { ...district, ...here, planId: 'P1', gridIds: ['G1'], gridCountChange: 0, takesEffectOn: '2018-10-01' },
  ReleaseGrids:            { ...district, ...here, planId: 'P1' },
  ReviseGridMap:           { ...district, ...here, planId: 'P1', planVersion: 1, changes: [], neverValid: [] },
  VoidGridMapEntry:        { ...district, ...here, ...taken },
})

/** Made-up evidence: these rules in force, and community C1 living since 2017, unless told otherwise. */
export const gridMapEvidence = (rules: RuleSet | undefined, communities: { readonly [communityId: string]: Pick<CommunityLife, 'from' | 'to'> } = { C1: { from: '2017-01-01' as CalendarDate, to: null } }): GridMapEvidence => ({
  ruleBook: madeUpEvidence('ruleBook-440402', rules),
  division: madeUpEvidence('divisionRegister-440402', {
    towns: {}, spentCodes: [], spentIds: [], heldBy: {}, reservations: [],
    communities: Object.fromEntries(Object.entries(communities).map(([communityId, life]) => [communityId, { ...life, towns: [], codes: [] }])),
  }),
  elsewhere: [],
})

function madeUpEvidence<State>(stream: string, state: State): Evidence<State> {
  return { stream: stream as StreamName, version: 1, asOf: madeUpDay as CalendarDate, state }
}

function gridCodeOf(gridId: string): string {
  return `440402001001${digitsIn(gridId).padStart(3, '0')}`
}

function digitsIn(id: string): string {
  return id.replaceAll(/\D/g, '')
}

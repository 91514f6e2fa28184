/** The facts in English. */

import { clearText, type Sealed } from '@grid-governance/event-sourcing'
import type { FactWords } from '../words.ts'
import { closingReasonsEn, dispositionsEn, operationEn, shortListEn as names, subjectKindsEn } from './parts.ts'

export const factsEn: FactWords = {
  LogOpened: { title: 'Log opened', says: (data) => `the log of district ${data.districtId} is opened; its people are ${data.nature === 'simulated' ? 'made up' : 'real'}` },

  RuleBookIssued: {
    title: 'Rule book issued',
    says: ({ edition, document, rules }) =>
      `edition ${edition} by "${document.title}" (${document.number}): ${rules.gridsPerCommunity.min} to ${rules.gridsPerCommunity.max} grids in a community`,
  },

  DistrictRegistered: { title: 'District registered', says: (data) => `district ${data.name} (${data.districtId})${earlier(data)}` },
  TownRegistered: { title: 'Town registered', says: (data) => `${data.name} (${data.code})${earlier(data)}` },
  CommunityRegistered: { title: 'Community registered', says: (data) => `${data.name} (${data.code}) in ${data.townId}${earlier(data)}` },
  TownRenamed: { title: 'Town renamed', says: (data) => `${data.townId} is called ${data.name}` },
  TownRecoded: { title: 'Town recoded', says: (data) => `${data.townId} has the code ${data.code}` },
  TownClosed: { title: 'Town closed', says: (data) => `${data.townId} ends (${closingReasonsEn[data.reason]})${followedBy(data.successors)}` },
  CommunityRenamed: { title: 'Community renamed', says: (data) => `${data.communityId} is called ${data.name}` },
  CommunityRecoded: { title: 'Community recoded', says: (data) => `${data.communityId} has the code ${data.code}` },
  DivisionCodesReserved: { title: 'Division codes reserved', says: (data) => `plan ${data.planId} holds ${names(data.codes.length > 0 ? data.codes : data.communityIds)} until ${data.takesEffectOn}` },
  DivisionCodesReleased: { title: 'Division codes released', says: (data) => `plan ${data.planId} holds no community any more; its codes stay spent` },
  DivisionRegisterRevised: { title: 'Division register revised', says: (data) => `the register follows plan ${data.planId} at version ${data.planVersion}` },

  GridEstablished: {
    title: 'Grid established',
    says: (data) => `${data.name} (${data.gridId}) in ${data.communityId} with ${buildings(data.buildings.length)}${earlier(data)}`,
  },
  BuildingRegistered: { title: 'Building registered', says: (data) => `building ${data.building.number} (${data.building.buildingId}) is in ${data.gridId}` },
  BuildingRemoved: { title: 'Building removed', says: (data) => `${data.buildingId} is in ${data.gridId} no more` },
  BuildingMetricsRecorded: { title: 'Building counted', says: (data) => `${data.buildingId} has ${data.households} households and ${data.residents} residents` },
  GridRenamed: { title: 'Grid renamed', says: (data) => `${data.gridId} is called ${data.name}` },
  GridRecoded: { title: 'Grid recoded', says: (data) => `${data.gridId} has the code ${data.code}` },
  GridCountExemptionGranted: {
    title: 'Exemption from the grid count',
    says: (data) => `${data.communityId} may have ${data.min} to ${data.max} grids ${data.until === undefined ? 'until further notice' : `until ${data.until}`}`,
  },
  GridsReserved: { title: 'Grids reserved', says: (data) => `plan ${data.planId} holds ${heldIn(data)} in ${data.communityId} until ${data.takesEffectOn}` },
  GridReservationReleased: { title: 'Grids released', says: (data) => `plan ${data.planId} holds no grid of ${data.communityId} any more` },
  GridMapRevised: { title: 'Grid map revised', says: (data) => `the map of ${data.communityId} follows plan ${data.planId} at version ${data.planVersion}` },

  RestructurePlanDrafted: { title: 'Plan drafted', says: (data) => `plan ${data.planId}: ${opened(data.title)}` },
  RestructureOperationAdded: { title: 'Operation added', says: (data) => `plan ${data.planId}, operation ${data.operationId}: ${operationEn(data.operation)}` },
  RestructureOperationRemoved: { title: 'Operation removed', says: (data) => `plan ${data.planId}, operation ${data.operationId} is taken out` },
  DispositionSet: {
    title: 'Disposition set',
    says: ({ planId, disposition: { subject, action, target } }) =>
      `plan ${planId}: ${subjectKindsEn[subject.kind]} of ${subject.gridId} ${dispositionsEn[action]}${target === undefined ? '' : ` to ${target}`}`,
  },
  RestructurePlanSubmitted: { title: 'Plan submitted', says: (data) => `plan ${data.planId} is laid before the approver` },
  RestructurePlanReturned: { title: 'Plan returned', says: (data) => `plan ${data.planId} goes back to be reworked: ${opened(data.reason)}` },
  RestructurePlanApproved: { title: 'Plan approved', says: (data) => `plan ${data.planId} is approved by ${data.documentNumber}` },
  RestructureScheduled: { title: 'Plan scheduled', says: (data) => `plan ${data.planId} takes effect on ${data.takesEffectOn} in ${names(data.communityIds)}` },
  RestructureCancelled: { title: 'Plan cancelled', says: (data) => `plan ${data.planId} will not take effect; its codes stay spent: ${opened(data.reason)}` },
  GridSplit: {
    title: 'Grid split',
    says: (data) => `${data.source} becomes ${data.targets.map((target) => `${target.gridId} (${buildings(target.buildings.length)})`).join(' and ')}`,
  },
  GridsMerged: { title: 'Grids merged', says: (data) => `${data.sources.join(' and ')} become ${data.target.gridId} (${buildings(data.target.buildings.length)})` },
  GridBoundaryRedrawn: { title: 'Boundary redrawn', says: (data) => `${buildings(data.moved.length)} of ${data.communityId} ${data.moved.length === 1 ? 'moves' : 'move'} between ${names(data.grids.map((grid) => grid.gridId))}` },
  GridClosed: { title: 'Grid closed', says: (data) => `${data.gridId} ends (${closingReasonsEn[data.reason]})${followedBy(data.successors)}` },
  GridReparented: { title: 'Grid moved to another community', says: (data) => `${data.grid.gridId} goes from ${data.fromCommunity} to ${data.toCommunity}` },
  CommunityReparented: { title: 'Community moved to another town', says: (data) => `${data.communityId} goes from ${data.fromTown} to ${data.toTown}` },
  CommunitySplit: { title: 'Community split', says: (data) => `${data.source} becomes ${data.targets.map((target) => `${target.name} (${target.communityId}, ${target.grids.length} grids)`).join(' and ')}` },
  RestructureExecuted: { title: 'Plan executed', says: (data) => `plan ${data.planId} is in effect from ${data.takesEffectOn} in ${names(data.communityIds)}` },
  RestructureCorrected: { title: 'Plan corrected', says: (data) => `plan ${data.planId} is corrected in ${names(data.communityIds)} by ${data.documentNumber}: ${opened(data.reason)}` },
  RestructureFollowUpCompleted: { title: 'Follow-up completed', says: (data) => `plan ${data.planId}: follow-up on the ${subjectKindsEn[data.subject.kind]} of ${data.subject.gridId} is completed` },
  RestructureSettled: { title: 'Plan settled', says: (data) => `plan ${data.planId}: nothing is left to do` },

  EntryVoided: { title: 'Entry taken back', says: (data) => `entry ${data.corrects} does not hold; what it had replaced holds again: ${opened(data.reason)}` },
}

function opened(text: Sealed): string {
  return clearText(text) ?? '(sealed)'
}

function earlier({ earlierHistory }: { readonly earlierHistory: 'none' | 'unknown' }): string {
  return earlierHistory === 'unknown' ? '; what was before is unknown' : ''
}

/** A plan may hold the grids that it changes, or only the codes that it will give, or only their number. */
function heldIn({ gridIds, codes }: { readonly gridIds: ReadonlyArray<string>, readonly codes: ReadonlyArray<string> }): string {
  if (gridIds.length > 0) return names(gridIds)
  return codes.length > 0 ? `the ${codes.length === 1 ? 'code' : 'codes'} ${names(codes)}` : 'the number of grids'
}

function buildings(count: number): string {
  return count === 1 ? '1 building' : `${count} buildings`
}

function followedBy(successors: ReadonlyArray<string>): string {
  return successors.length === 0 ? '' : `; ${names(successors)} ${successors.length === 1 ? 'follows' : 'follow'}`
}

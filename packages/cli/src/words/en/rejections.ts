/** Why the rules say no, in English: the finding with its figures. */

import type { Disposition, ListPlace, PartitionFault } from '@grid-governance/domain'
import type { RejectionWords } from '../words.ts'
import { listEn, shortListEn as names } from './parts.ts'

export const rejectionsEn: RejectionWords = {
  LogAlreadyOpened: (no) => `the log of district ${no.districtId} is already open, as ${no.nature}`,
  RealPeopleNotYetProtected: (no) => `district ${no.districtId} cannot be opened for real people: their data cannot be encrypted yet`,

  UnknownEntry: (no) => `there is no entry ${no.root} here to correct`,
  StaleCorrection: (no) => `the correction names ${no.named}, but the last entry of ${no.root} is ${no.head}: somebody corrected it in the meantime`,
  CorrectionOfAnotherFact: (no) => `${no.root} is a ${no.recorded}; it cannot be corrected by a ${no.named}`,
  CorrectionOfAnotherUnit: (no) => `${no.root} is about ${no.recorded}; a correction cannot make it about ${no.named}`,
  CorrectionOfSeveral: (no) => `a correction of ${no.root} replaces one fact, and this one would be ${no.facts}`,
  DocumentMissing: (no) => `${no.command} needs the document that decided it: number, issuer and date`,
  RangeUpsideDown: (no) => `the range ${no.range} begins at ${no.min} and ends at ${no.max}`,
  RepeatedInRequest: (no) => `${no.value} stands twice: in ${place(no.places[0])} and in ${place(no.places[1])}`,
  IdSpent: (no) => `the id ${no.id}${at(no.place)} belongs to another unit${held(no.heldBy)}; ids are for ever`,
  CodeSpent: (no) => `the code ${no.code}${at(no.place)} was used or reserved before${held(no.heldBy)}; codes are never used again`,
  NumberSpent: (no) => `the building number ${no.number}${at(no.place)} was given before; numbers are never used again`,
  EditionAlreadyIssued: (no) => `there is an edition ${no.edition} already, in force from ${no.effectiveOn} (entry ${no.root})`,

  DistrictNameDiffers: (no) => `district ${no.districtId} is registered as ${no.registered}, not as ${no.named}`,
  DistrictStillHasTowns: (no) => `the district cannot be taken back while it has ${names(no.towns)}`,
  UnknownDivision: (no) => `the register does not know ${no.unit}`,
  DivisionNotLiving: (no) => `${no.unit} does not exist on ${no.effectiveOn}: it lives from ${no.from} ${until(no.to)}`,
  CodeOutsideDistrict: (no) => `the code ${no.code}${at(no.place)} does not begin with the district's ${no.districtId}`,
  CodeOutsideTown: (no) => `the code ${no.code}${at(no.place)} does not begin with ${no.townCode}, the code of ${no.townId} on ${no.effectiveOn}`,
  UnknownTown: (no) => `${no.communityId}${at(no.place)} names the town ${no.townId}, which does not exist on ${no.effectiveOn}`,
  TownStillHasCommunities: (no) => `${no.townId} cannot end on ${no.effectiveOn}: ${names(no.communities)} would be in no town`,
  CommunityWithoutTown: (no) => `${no.communityId} would be in no living town from ${no.from} on: ${no.townId} is none`,
  CommunityStillHasGrids: (no) => `${no.communityId} has ${names(no.gridIds)} on ${no.day}, a day on which it would not exist`,
  SuccessorNotLiving: (no) => `${no.successor} cannot follow ${no.townId}: it is the same town, or does not exist on ${no.effectiveOn}`,
  LaterDivisionFactsExist: (no) => `later facts about ${no.unit} stand on this: ${names(no.entries)}; correct those first`,

  CommunityNotInRegister: (no) => `the register has no ${no.communityId} on ${no.effectiveOn}`,
  UnknownGrid: (no) => `${no.communityId} has no grid ${no.gridId}`,
  GridInOtherCommunity: (no) => `${no.gridId} left ${no.communityId} on ${no.leftOn}, before ${no.effectiveOn}`,
  NoRuleBookInForce: (no) => `no rule book is in force on ${no.day}, so nobody knows how many grids are allowed`,
  GridCountOutOfRange: (no) => `${no.communityId} would have ${no.would} ${no.would === 1 ? 'grid' : 'grids'} on ${no.day}; ${no.allowed.min} to ${no.allowed.max} are allowed`,
  PlansBreakGridCount: (no) => `with the scheduled ${no.plans.length === 1 ? 'plan' : 'plans'} ${names(no.plans)}, ${no.communityId} could have ${no.would} ${no.would === 1 ? 'grid' : 'grids'} on ${no.day}; ${no.allowed.min} to ${no.allowed.max} are allowed: wait until ${no.plans.length === 1 ? 'it is' : 'they are'} executed`,
  PartitionBroken: (no) => `on ${no.day} the buildings of ${no.communityId} would not each be in one grid: ${names(no.faults.map(faultText))}`,
  BuildingNotInCommunity: (no) => `${no.communityId} has no building ${no.buildingId} on ${no.effectiveOn}`,
  BuildingInOtherGrid: (no) => `${no.buildingId} is in ${no.actual} on ${no.effectiveOn}, not in ${no.named}`,
  GridAlreadyClosed: (no) => `${no.gridId} ended on ${no.closedOn}${followers(no.successors)}; a fact of ${no.effectiveOn} comes too late for it`,
  GridNotYetOpen: (no) => `${no.gridId} begins on ${no.opensOn}; a fact of ${no.effectiveOn} comes too early for it`,
  GridNeverValid: (no) => `${no.gridId} never was valid; its buildings were in ${names(no.instead)}`,
  GridsComeThroughPlans: (no) => `${no.communityId} has grids since ${no.gridsSince}; further ones come through plans`,
  GridReserved: (no) => `plan ${no.byPlan} holds ${names(no.gridIds)} of ${no.communityId}${'effectiveOn' in no ? ` until it takes effect on ${no.effectiveOn}` : ''}`,
  LaterStructureExists: (no) => `later facts stand on this in ${names(no.communityIds)} (${names(no.entries)}); correct those in the same plan`,
  ExemptionWithoutDays: (no) => `an exemption from ${no.effectiveOn} until ${no.until} holds on no day`,

  PlanNotInState: (no) => `${no.command} needs a plan that is ${no.allowed.join(' or ')}, and this one is ${no.state}`,
  OperationIdAlreadyUsed: (no) => `the plan had an operation ${no.operationId} before`,
  UnknownOperation: (no) => `the plan has no operation ${no.operationId}`,
  PlanEmpty: () => 'the plan has no operation',
  PlanTooLarge: (no) => `executed, the plan would be ${no.events} facts of ${no.bytes} bytes; ${no.allowedEvents} facts and ${no.allowedBytes} bytes fit into one append: divide it`,
  NotYetEffective: (no) => `the plan takes effect on ${no.effectiveOn}, and this is decided on ${no.decidedOn}, before that day`,
  AlreadyInEffect: (no) => `the plan is in effect since ${no.effectiveOn}: it can be corrected, not cancelled`,

  UnknownItem: (no) => `the plan does not touch the ${subject(no.subject)}`,
  ItemNamedTwice: (no) => `the ${subject(no.subject)} are named twice`,
  DispositionTargetMissing: (no) => `"${no.action}" for the ${subject(no.subject)} needs a target`,
  DispositionTargetForeign: (no) => `the ${subject(no.subject)} cannot go to ${no.target}; the plan leads to ${names(no.allowed)}`,
  DispositionMissing: (no) => `${no.items.length} items have no disposition: ${names(no.items.map(subject))}`,
  UnknownFollowUp: (no) => `the plan has no open follow-up for the ${subject(no.subject)}`,
  FollowUpsOpen: (no) => `${no.open.length} follow-ups are open: ${names(no.open.map(subject))}`,

  UnknownCommunity: (no) => `the register does not know ${no.communityId}`,
  CommunityNotLiving: (no) => `${no.communityId} does not exist on ${no.day}`,
  TownNotLiving: (no) => `${no.townId} does not exist on ${no.day}`,
  CommunityInAnotherTown: (no) => `${no.communityId} is in ${no.actual}, not in ${no.named}`,
  CommunityMovesNowhere: (no) => `${no.communityId} is in ${no.townId} already`,
  GridMovesNowhere: (no) => `${no.gridId} is in ${no.communityId} already`,
  ContinuingCommunityChanged: (no) => `${no.communityId} continues and keeps its ${no.field}; it cannot become ${no.named} by a split`,
  GridsNotDisposedOnce: (no) => `every grid of ${no.communityId} must go to exactly one community: ${disposed(no)}`,
  GridLiesElsewhere: (no) => `${no.gridId} is in ${no.actual}, not in ${no.named}`,
  GridNotOpen: (no) => `${no.gridId} of ${no.communityId} is not open on ${no.day}${followers(no.successors)}`,
  GridWouldBeEmpty: (no) => `${no.gridId} of ${no.communityId} would be left without a building`,
  UnknownBuilding: (no) => `${no.communityId} has no building ${no.buildingId}`,
  BuildingNotInGrid: (no) => `${no.buildingId} is in ${no.actual}, not in ${no.named}`,
  BuildingMovedTwice: (no) => `${no.buildingId} is moved twice`,
  BuildingMovesNowhere: (no) => `${no.buildingId} is in ${no.gridId} already`,
  NothingMoves: (no) => `no building of ${no.communityId} would move`,

  TooFewTargets: (no) => `${no.source} is divided into ${no.targets}; a split has at least 2 targets`,
  TargetNamedTwice: (no) => `the target ${no.target} is named twice`,
  SourceAmongTargets: (no) => `${no.source} is among its own targets without being marked as continuing`,
  ContinuingIsNoSource: (no) => `${no.target} is marked as continuing, but the sources are ${listEn(no.sources)}`,
  BuildingsNotDisposedOnce: (no) => `every building of ${no.gridId} must go to exactly one grid: ${disposed(no)}`,
  TooFewSources: (no) => `a merge in ${no.communityId} has ${no.sources} ${no.sources === 1 ? 'source' : 'sources'}; it takes at least 2`,
  SourceNamedTwice: (no) => `the source ${no.gridId} is named twice`,

  BuildingsNotNumberedOnce: (no) => `every building of ${no.gridId} needs exactly one number: ${disposed(no)}`,

  ReservationMissing: (no) => `the plan holds no reservation ${no.missingIn === 'gridMap' ? `in the map of ${no.communityId ?? ''}` : 'in the division register'}`,
  EntryNamedTwice: (no) => `the entry ${no.root} is corrected twice in one request`,
  RestoredEntryDiffers: (no) => `restored, ${no.root} would no longer come out as it was recorded: ${names(no.gridIds)} would have other buildings or codes; correct it by an operation instead`,
  NothingToCorrect: () => 'the request corrects nothing',
}

function place({ list, ordinal }: ListPlace): string {
  return `${list}, entry ${ordinal + 1}`
}

function at(where: ListPlace | null): string {
  return where === null ? '' : ` (${place(where)})`
}

function held(plan: string | null): string {
  return plan === null ? '' : ` (plan ${plan})`
}

function until(day: string | null): string {
  return day === null ? 'on' : `until ${day}`
}

function followers(successors: ReadonlyArray<string>): string {
  return successors.length === 0 ? '' : ` (followed by ${names(successors)})`
}

function subject({ kind, gridId }: Disposition['subject']): string {
  return `${kind} of ${gridId}`
}

function disposed({ missing, twice, foreign }: { readonly missing: ReadonlyArray<string>, readonly twice: ReadonlyArray<string>, readonly foreign: ReadonlyArray<string> }): string {
  return [
    ...(missing.length === 0 ? [] : [`${names(missing)} left out`]),
    ...(twice.length === 0 ? [] : [`${names(twice)} named twice`]),
    ...(foreign.length === 0 ? [] : [`${names(foreign)} not there`]),
  ].join('; ')
}

function faultText({ fault, buildingId, gridIds }: PartitionFault): string {
  switch (fault) {
    case 'inNoGrid': return `${buildingId} in none`
    case 'inSeveralGrids': return `${buildingId} in ${listEn(gridIds)}`
    case 'notInCommunity': return `${buildingId} is not a building of the community`
  }
}

/** What a revision would come to: I2 and I3 on its own days and on every later day of structure; advisory norms. */

import { sameTree, type CalendarDate } from '@grid-governance/event-sourcing'
import { communitiesAstray, livesOn } from '../../shared/division-structure.ts'
import type { CommunityId } from '../../shared/identifiers.ts'
import type { RuleSet } from '../../shared/rule-set.ts'
import { partitionFaults, type CommunityStructure, type Partition } from '../../shared/structure.ts'
import type { GridOnMap } from '../../shared/vocabulary.ts'
import { partitionOf } from './community-changes.ts'
import type { Faults } from './operation-checks.ts'
import { mapChangesOf } from './outcomes.ts'
import type { AllowedRange } from './rejections.ts'
import { firstDayOf, gridsTouchedBy, mapsTouchedBy, versionsIn, type Revision } from './revision.ts'
import { changesIn, divisionsWith } from './working-copy.ts'

/** A figure outside of a norm of the rule book; it never hinders a plan (RP5). */
export interface SizeOutsideNorm {
  readonly type: 'SizeOutsideNorm'
  readonly rule: 'RP5'
  readonly communityId: CommunityId
  readonly gridId: GridOnMap['gridId']
  readonly measure: 'households' | 'residents'
  readonly is: number
  readonly norm: AllowedRange
}

/** I1, I2 and I3 in every map that a revision touches, save those that are named as not worth judging. */
export const resultFaults = (revision: Revision, rules: RuleSet | undefined, day: CalendarDate, except: ReadonlyArray<CommunityId> = []): Faults => {
  const communities = mapsTouchedBy(revision.revised.flatMap(versionsIn)).filter((communityId) => !except.includes(communityId))
  if (communities.length > 0 && rules === undefined) return [{ type: 'NoRuleBookInForce', rule: 'I2', day }]
  return communities.flatMap((communityId) => communityResult(revision, communityId).flatMap((result): Faults => result.isLiving
    ? [...(rules === undefined ? [] : countFaults(revision, communityId, result, rules.gridsPerCommunity)), ...brokenPartition(communityId, result)]
    : gridsWithoutCommunity(communityId, result)))
}

/** I1: communities that would lie in no living town, from whatever day on, and do not so already. */
export const astrayFaults = ({ surroundings, before, after }: Revision): Faults => {
  const [was, would] = [before, after].map((entries) => communitiesAstray(divisionsWith(surroundings, entries)))
  return (would ?? []).filter((one) => was?.some((known) => sameTree(known, one)) !== true).map((one) => ({ type: 'CommunityWithoutTown', rule: 'I1', ...one }))
}

/** The norms that the touched grids of a day would miss. */
export const sizeWarnings = ({ surroundings, after, revised }: Revision, rules: RuleSet | undefined, day: CalendarDate): ReadonlyArray<SizeOutsideNorm> => {
  const touched = new Set<string>(revised.flatMap(versionsIn).flatMap(gridsTouchedBy))
  return mapsTouchedBy(after).flatMap((communityId) => {
    const partition = partitionOf(changesIn(surroundings, after, communityId), day)
    return Object.values(partition.grids).filter((grid) => touched.has(grid.gridId)).flatMap((grid) => [
      ...normMissed(communityId, grid, 'households', partition, rules?.householdsPerGridNorm),
      ...normMissed(communityId, grid, 'residents', partition, rules?.residentsPerGridNorm),
    ])
  })
}

interface DayResult {
  readonly day: CalendarDate
  readonly isLiving: boolean
  readonly partition: Partition
  readonly countBefore: number
  /** Whether an entry of the plan takes effect here on this day. */
  readonly isOwnDay: boolean
}

/** The community on each day of structure from the first that the revision concerns. */
function communityResult(revision: Revision, communityId: CommunityId): ReadonlyArray<DayResult> {
  const { surroundings, before, after, revised } = revision
  const here = revised.filter((one) => mapsTouchedBy(versionsIn(one)).includes(communityId))
  const since = here.map(firstDayOf).filter((day) => day !== undefined).sort()[0]
  if (since === undefined) return []
  const own = new Set<string>(here.flatMap(({ after: entry }) => entry !== undefined && concerns(entry, communityId) ? [entry.effectiveOn] : []))
  const changes = changesIn(surroundings, after, communityId)
  const changesBefore = changesIn(surroundings, before, communityId)
  const life = divisionsWith(surroundings, after).communities[communityId]
  return [...new Set([since, ...own, ...changes.map((change) => change.effectiveOn)])].filter((day) => day >= since).sort()
    .map((text) => {
      const day = text as CalendarDate
      return {
        day, isLiving: livesOn(life, day), partition: partitionOf(changes, day), isOwnDay: own.has(day),
        countBefore: Object.keys(partitionOf(changesBefore, day).grids).length,
      }
    })
}

function concerns(entry: Parameters<typeof mapChangesOf>[0], communityId: CommunityId): boolean {
  return mapChangesOf(entry).some((one) => one.communityId === communityId)
}

/** I2; a day on which others decide, and on which the number stays as it was, is not judged anew by the rules of another day. */
function countFaults({ surroundings }: Revision, communityId: CommunityId, { day, partition, countBefore, isOwnDay }: DayResult, range: AllowedRange): Faults {
  const would = Object.keys(partition.grids).length
  if (!isOwnDay && would === countBefore) return []
  const exemptions = exemptionsOn(surroundings.maps[communityId], day)
  const isAllowed = [range, ...exemptions].some(({ min, max }) => min <= would && would <= max)
  const { min, max } = exemptions.at(-1) ?? range
  return isAllowed ? [] : [{ type: 'GridCountOutOfRange', rule: 'I2', communityId, day, would, allowed: { min, max } }]
}

function exemptionsOn(map: CommunityStructure | undefined, day: CalendarDate): ReadonlyArray<AllowedRange> {
  return (map?.exemptions ?? []).filter((exemption) => exemption.from <= day && (exemption.until === null || day < exemption.until))
}

/** I1; that a community which does not live has neither too few nor too many grids, is no question. */
function gridsWithoutCommunity(communityId: CommunityId, { day, partition }: DayResult): Faults {
  return Object.keys(partition.grids).length === 0 ? [] : [{ type: 'CommunityNotLiving', rule: 'I1', communityId, day }]
}

function brokenPartition(communityId: CommunityId, { day, partition }: DayResult): Faults {
  const faults = partitionFaults(partition)
  return faults.length === 0 ? [] : [{ type: 'PartitionBroken', rule: 'I3', communityId, day, faults }]
}

function normMissed(
  communityId: CommunityId, { gridId, buildings }: GridOnMap, measure: 'households' | 'residents', partition: Partition, norm: AllowedRange | undefined,
): ReadonlyArray<SizeOutsideNorm> {
  const is = buildings.reduce((sum, buildingId) => sum + (partition.buildings[buildingId]?.[measure] ?? 0), 0)
  return norm === undefined || (norm.min <= is && is <= norm.max) ? [] : [{ type: 'SizeOutsideNorm', rule: 'RP5', communityId, gridId, measure, is, norm: { min: norm.min, max: norm.max } }]
}

/** The working copy: communities and divisions as they stand at one place in the order of effect, for operations to be tried on. */

import type { CalendarDate, EntryId } from '@grid-governance/event-sourcing'
import type { DivisionStructure } from '../../shared/division-structure.ts'
import { byEffect } from '../../shared/entry-chains.ts'
import type { CommunityId, GridId, PlanId } from '../../shared/identifiers.ts'
import { applyChange, emptyPartition, withNamesKept, type CommunityStructure, type Partition } from '../../shared/structure.ts'
import { partitionOf, placedChanges, withEntriesOf, type PlacedChange } from './community-changes.ts'
import { withDivisionChange, withoutDivisionChange } from './division-changes.ts'
import type { PlanEvidence } from './evidence.ts'
import { namesInUse, noNames, withNamesOf, type NamesGiven, type NamesInUse } from './names-in-use.ts'
import { divisionChangeOf, entriesByEffect, mapChangesOf, type PlanEntry } from './outcomes.ts'
import type { RestructurePlanState } from './state.ts'

/** What the evidence says apart from this plan, whose own facts are put in its place. */
export interface Surroundings {
  readonly planId: PlanId | undefined
  /** The divisions without what those entries of this plan did that are judged anew. */
  readonly divisions: DivisionStructure
  readonly maps: { readonly [communityId: string]: CommunityStructure }
  /** The changes in each map, what it knows of this plan among them. */
  readonly changes: { readonly [communityId: string]: ReadonlyArray<PlacedChange> }
  readonly names: NamesInUse
}

/** One place in the order of effect, and what can be seen from there. */
export interface WorkingCopy {
  readonly day: CalendarDate
  readonly divisions: DivisionStructure
  readonly partitions: { readonly [communityId: string]: Partition }
  readonly maps: { readonly [communityId: string]: CommunityStructure }
  readonly names: NamesInUse
  /** What the plan's own entries, as they stand in this decision, have given. */
  readonly given: NamesGiven
  /** The entry that is done anew; undefined where operations are tried for the first time. */
  readonly root: EntryId | undefined
}

/** What the evidence says apart from this plan; from the divisions only what these entries did is taken out. */
export const surroundingsOf = (state: RestructurePlanState, evidence: PlanEvidence, takenOut: ReadonlyArray<PlanEntry> = []): Surroundings => {
  const maps = Object.entries(evidence.maps).map(([communityId, map]) => [communityId, map.state] as const)
  return withoutEntries({
    planId: state.identity?.planId,
    divisions: evidence.division.state,
    maps: Object.fromEntries(maps),
    changes: Object.fromEntries(maps.map(([communityId, map]) => [communityId, placedChanges(map)])),
    names: namesInUse(state, evidence),
  }, takenOut)
}

/** The changes of one community with these entries of the plan. */
export const changesIn = ({ planId, changes }: Surroundings, own: ReadonlyArray<PlanEntry>, communityId: CommunityId): ReadonlyArray<PlacedChange> =>
  withEntriesOf(planId, changes[communityId] ?? [], own, communityId)

/** The divisions with these entries of the plan. */
export const divisionsWith = ({ divisions }: Surroundings, own: ReadonlyArray<PlanEntry>): DivisionStructure =>
  entriesByEffect(own).map(divisionChangeOf).reduce((result, change) => change === undefined ? result : withDivisionChange(result, change), divisions)

/** The working copy at the end of a day on which the plan has done nothing. */
export const copyOn = (surroundings: Surroundings, day: CalendarDate): WorkingCopy => copyOf(surroundings, [], [], day, undefined)

/** The working copy at the place where an entry takes effect, after those of these entries that come before it. */
export const copyBefore = (surroundings: Surroundings, own: ReadonlyArray<PlanEntry>, place: Pick<PlanEntry, 'root' | 'effectiveOn' | 'arrived'>): WorkingCopy =>
  copyOf(surroundings, own, own.filter((entry) => byEffect(entry, place) < 0), place.effectiveOn, place.root)

/** The working copy after one more entry. */
export const withEntry = (copy: WorkingCopy, entry: Pick<PlanEntry, 'root' | 'effectiveOn' | 'outcome'>): WorkingCopy => {
  const division = divisionChangeOf(entry)
  const changed = mapChangesOf(entry).map(({ communityId, change }) => {
    const partition = copy.partitions[communityId] ?? emptyPartition
    return [communityId, applyChange(partition, withNamesKept(partition, change))] as const
  })
  return {
    ...copy,
    divisions: division === undefined ? copy.divisions : withDivisionChange(copy.divisions, division),
    partitions: { ...copy.partitions, ...Object.fromEntries(changed) },
    given: withNamesOf(copy.given, entry.outcome),
  }
}

/** Where a grid is open, in any community of the working copy. */
export const communityOfGrid = (copy: WorkingCopy, gridId: GridId): CommunityId | undefined =>
  (Object.keys(copy.partitions) as CommunityId[]).find((communityId) => copy.partitions[communityId]?.grids[gridId] !== undefined)

/** All entries give names, also those that take effect later; only the earlier ones are seen. */
function copyOf(surroundings: Surroundings, own: ReadonlyArray<PlanEntry>, seen: ReadonlyArray<PlanEntry>, day: CalendarDate, root: EntryId | undefined): WorkingCopy {
  return {
    day,
    divisions: divisionsWith(withoutEntries(surroundings, own.filter((entry) => !seen.includes(entry))), seen),
    partitions: Object.fromEntries(communitiesKnown(surroundings, seen).map((communityId) => [communityId, partitionOf(changesIn(surroundings, seen, communityId), day)])),
    maps: surroundings.maps,
    names: surroundings.names,
    given: own.map((entry) => entry.outcome).reduce(withNamesOf, noNames),
    root,
  }
}

/** The divisions as they are before these entries of the plan, or without them. */
function withoutEntries(surroundings: Surroundings, entries: ReadonlyArray<PlanEntry>): Surroundings {
  const divisions = entriesByEffect(entries).toReversed().map(divisionChangeOf)
    .reduce((result, change) => change === undefined ? result : withoutDivisionChange(result, change), surroundings.divisions)
  return { ...surroundings, divisions }
}

/** The communities of which anything is known: those with a map, and those that these entries touch. */
function communitiesKnown({ maps }: Surroundings, own: ReadonlyArray<PlanEntry>): ReadonlyArray<CommunityId> {
  return [...new Set([...Object.keys(maps) as CommunityId[], ...own.flatMap((entry) => mapChangesOf(entry).map(({ communityId }) => communityId))])]
}

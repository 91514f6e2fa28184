/** The read models of one district, joined at one place in the log and as of one day: what all queries of this package ask. */

import { entryVoided, replay, type CalendarDate, type Models, type Projection, type RecordedEvent, type Timeline } from '@grid-governance/event-sourcing'
import type { CommunityId, DistrictId, GovernanceEvent } from '@grid-governance/domain'
import { beginnings } from './beginnings/projection.ts'
import { noBeginnings, type Beginnings } from './beginnings/read-model.ts'
import { lendCounts } from './community-grids/lend-counts.ts'
import { communityGrids } from './community-grids/projection.ts'
import type { CommunityGrids } from './community-grids/read-model.ts'
import { divisions } from './divisions/projection.ts'
import { noDivisions, type Divisions } from './divisions/read-model.ts'
import { communityOfKey, districtKey, districtOfKey } from './keys.ts'
import { knownPart, type KnownAt } from './known-part.ts'
import { joinLineages } from './lineage/edges.ts'
import { lineage } from './lineage/projection.ts'
import type { CommunityLineage, LineageEdge } from './lineage/read-model.ts'

/** Every projection of this package. */
export const gridProjections = [divisions, communityGrids, beginnings, lineage] as const

/** The models of all projections, by key, all at the same place in the log. */
export interface GridModels {
  /** As of the day that is asked for. */
  readonly divisions: Models<Divisions>
  /** As of the day that is asked for. */
  readonly communityGrids: Models<CommunityGrids>
  /** With all effective dates, future ones too. */
  readonly beginnings: Models<Beginnings>
  /** With all effective dates, future ones too. */
  readonly lineage: Models<CommunityLineage>
}

/** What is known of one district, as of a day. */
export interface DistrictGrids {
  readonly districtId: DistrictId
  readonly asOf: CalendarDate
  readonly divisions: Divisions
  /** Each building with its last count, whichever community it was in then. */
  readonly communities: ReadonlyMap<CommunityId, CommunityGrids>
  readonly beginnings: Beginnings
  readonly lineage: Timeline<LineageEdge>
}

/** Which district, as of which day, and as known when; without `asKnownAt` all facts given count. */
export interface GridsQuestion {
  readonly district: DistrictId
  readonly asOf: CalendarDate
  readonly asKnownAt?: KnownAt
}

/** What recorded facts, in the order of the log, say of a district. */
export const districtGridsFrom = (events: Iterable<RecordedEvent>, { district, asOf, asKnownAt }: GridsQuestion): DistrictGrids =>
  joinModels(modelsFrom(knownPart([...events], asKnownAt), asOf), district, asOf)

/** One district's models out of those of all districts; what was counted of a building in one community holds in the next. */
export const joinModels = (models: GridModels, district: DistrictId, asOf: CalendarDate): DistrictGrids => {
  const ofDistrict = <Model>(all: Models<Model>) => [...all].filter(([key]) => districtOfKey(key) === district)
  return {
    districtId: district,
    asOf,
    divisions: models.divisions.get(districtKey(district)) ?? noDivisions(district),
    communities: lendCounts(new Map(ofDistrict(models.communityGrids).map(([key, model]) => [communityOfKey(key), model]))),
    beginnings: models.beginnings.get(districtKey(district)) ?? noBeginnings(),
    lineage: joinLineages(ofDistrict(models.lineage).map(([, model]) => model)),
  }
}

/** The communities of all districts, each building with its last count in any community of its district. */
export const lendCountsByDistrict = (models: Models<CommunityGrids>): Models<CommunityGrids> =>
  new Map([...Map.groupBy(models, ([key]) => districtOfKey(key)).values()].flatMap((own) => [...lendCounts(new Map(own))]))

function modelsFrom(events: ReadonlyArray<RecordedEvent>, asOf: CalendarDate): GridModels {
  return {
    divisions: replayHandled(divisions, events, asOf),
    communityGrids: replayHandled(communityGrids, events, asOf),
    beginnings: replayHandled(beginnings, events),
    lineage: replayHandled(lineage, events),
  }
}

function replayHandled<F extends GovernanceEvent, Model>(projection: Projection<F, Model>, events: ReadonlyArray<RecordedEvent>, asOf?: CalendarDate): Models<Model> {
  const handled = new Set([...projection.handles, entryVoided])
  return replay(projection, events.filter((event) => handled.has(event.type)), asOf)
}

/** Gathering: the models of all projections of this package from wherever a front end keeps or rebuilds them, joined for one district. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { CalendarDate, Fact, Models, Projection } from '@grid-governance/event-sourcing'
import type { DistrictId } from '@grid-governance/domain'
import { beginnings } from './beginnings/projection.ts'
import { communityGrids } from './community-grids/projection.ts'
import { joinModels, type DistrictGrids } from './district-grids.ts'
import { divisions } from './divisions/projection.ts'
import { lineage } from './lineage/projection.ts'

/** Loads the models of one projection, as of a day or with all effective dates; every call must see the same prefix of the log. */
export type LoadModels<Failure> = <F extends Fact, Model>(projection: Projection<F, Model>, asOf?: CalendarDate) => TaskEither<Failure, Models<Model>>

/** What is known of a district as of a day. */
export const gatherGrids = <Failure>(load: LoadModels<Failure>, district: DistrictId, asOf: CalendarDate): TaskEither<Failure, DistrictGrids> => async () => {
  const units = await load(divisions, asOf)()
  if (E.isLeft(units)) return units
  const communities = await load(communityGrids, asOf)()
  if (E.isLeft(communities)) return communities
  const begun = await load(beginnings)()
  if (E.isLeft(begun)) return begun
  const edges = await load(lineage)()
  if (E.isLeft(edges)) return edges
  const models = { divisions: units.right, communityGrids: communities.right, beginnings: begun.right, lineage: edges.right }
  return E.right(joinModels(models, district, asOf))
}

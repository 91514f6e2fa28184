/** How the models of communities can be folded in parts: a map's facts concern its own community, those of plans and of the register perhaps several. */

import { categoryOf, instanceOf, type Partition } from '@grid-governance/event-sourcing'
import { governanceCodec } from '@grid-governance/domain'
import { communityGrids } from './community-grids/index.ts'
import { lineage } from './lineage/index.ts'

/** A unit is a community, named as its key is: `440402.C001` is also what the stream of its map is called after the category. */
export const byCommunity: Partition = {
  unitOfKey: (key) => key,
  unitOfStream: (stream) => categoryOf(stream) === 'gridMap' ? instanceOf(stream) : undefined,
}

/** The grids of communities, as workers fold them. */
export const communityGridsInParts = { projection: communityGrids, codec: governanceCodec, partition: byCommunity }

/** The lineage of grids, as workers fold it. */
export const lineageInParts = { projection: lineage, codec: governanceCodec, partition: byCommunity }

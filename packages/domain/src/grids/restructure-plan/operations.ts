/** The operations of a restructure plan: what a draft asks for. */

import * as t from 'io-ts'
import { list, oneOf, shape } from '@grid-governance/event-sourcing'
import { BuildingNumber, CommunityCode, GridCode } from '../../shared/codes.ts'
import { BuildingId, CommunityId, GridId, TownId } from '../../shared/identifiers.ts'
import { Name } from '../../shared/vocabulary.ts'

/** A grid that an operation creates or continues: `continuing` keeps the id, posts and tenures of a source grid. */
const NewGrid = shape({ gridId: GridId, code: GridCode, name: Name, continuing: t.boolean })

/** One grid is divided; every one of its buildings goes to exactly one target (I4). */
export const SplitOperation = shape({
  kind: oneOf('split'), communityId: CommunityId, source: GridId,
  targets: list(shape({ gridId: GridId, code: GridCode, name: Name, continuing: t.boolean, buildings: list(BuildingId) })),
})
/** Several grids become one, new or one of them (I5). */
export const MergeOperation = shape({ kind: oneOf('merge'), communityId: CommunityId, sources: list(GridId), target: NewGrid })
/** Buildings move between open grids of one community. */
export const BoundaryOperation = shape({
  kind: oneOf('boundary'), communityId: CommunityId, moves: list(shape({ buildingId: BuildingId, from: GridId, to: GridId })),
})
/** A grid ends; its buildings go to other open grids of the community. */
export const CloseOperation = shape({
  kind: oneOf('close'), communityId: CommunityId, gridId: GridId, moves: list(shape({ buildingId: BuildingId, to: GridId })),
})
/** A grid with its buildings moves to another community, under a new code and new building numbers. */
export const ReparentGridOperation = shape({
  kind: oneOf('reparentGrid'), gridId: GridId, from: CommunityId, to: CommunityId, code: GridCode,
  numbers: list(shape({ buildingId: BuildingId, number: BuildingNumber })),
})
/** A community with its grids moves to another town. */
export const ReparentCommunityOperation = shape({ kind: oneOf('reparentCommunity'), communityId: CommunityId, from: TownId, to: TownId })
/** A community is divided; each of its grids goes to exactly one target, which may be the source itself, continuing. */
export const CommunitySplitOperation = shape({
  kind: oneOf('communitySplit'), source: CommunityId,
  targets: list(shape({
    communityId: CommunityId, code: CommunityCode, name: Name, townId: TownId, continuing: t.boolean,
    grids: list(shape({ gridId: GridId, code: GridCode, numbers: list(shape({ buildingId: BuildingId, number: BuildingNumber })) })),
  })),
})

/** Any operation of a plan, told apart by `kind`. */
export const Operation = t.union([
  SplitOperation, MergeOperation, BoundaryOperation, CloseOperation, ReparentGridOperation, ReparentCommunityOperation, CommunitySplitOperation,
])
export type Operation = t.TypeOf<typeof Operation>

/** What hangs on a grid and needs a disposition when the grid is restructured (PM-1). */
export const SubjectKind = oneOf(
  'posts', 'branch', 'groups', 'members', 'points', 'funds', 'duties', 'reports', 'visits', 'contactChain', 'deliberation',
  'functionalGrids', 'stationedTeam', 'signboard',
)
export type SubjectKind = t.TypeOf<typeof SubjectKind>

/** What is to be done with it. `target` names the successor where the action needs one. */
export const DispositionAction = oneOf('end', 'createNew', 'carry', 'moveTo', 'divideByBuilding', 'recompute', 'recheck', 'realign', 'publish', 'unaffected')
export type DispositionAction = t.TypeOf<typeof DispositionAction>

/** One item and its disposition (处置安排). */
export const Disposition = shape({ subject: shape({ kind: SubjectKind, gridId: GridId }), action: DispositionAction }, { target: GridId })
export type Disposition = t.TypeOf<typeof Disposition>

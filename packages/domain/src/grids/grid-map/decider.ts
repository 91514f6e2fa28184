/** A community's grid map as a decider. */

import type { Decider, StreamName } from '@grid-governance/event-sourcing'
import { streamOf } from '../../shared/identifiers.ts'
import type { GridMapCommand } from './commands.ts'
import { decide } from './decide.ts'
import type { GridMapEvent } from './events.ts'
import type { GridMapEvidence } from './evidence.ts'
import { evolve } from './evolve.ts'
import type { GridMapRejection } from './rejections.ts'
import { initialState, type GridMapState } from './state.ts'

export const gridMapDecider: Decider<GridMapCommand, GridMapState, GridMapEvent, GridMapRejection, GridMapEvidence> = {
  category: 'gridMap',
  initialState,
  decide,
  evolve,
  isTerminal: () => false,
}

/** A community has one map. */
export const gridMapStream = (command: GridMapCommand): StreamName =>
  streamOf(gridMapDecider.category, command.data.districtId, command.data.communityId)

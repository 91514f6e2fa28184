/** What can be asked of a community's grid map. */

import { CalendarDate, dating, EntryId, list, Sealed, shape, type CommandOf, wholeNumber } from '@grid-governance/event-sourcing'
import { GridCode } from '../../shared/codes.ts'
import { BuildingId, CommunityId, DistrictId, GridId, PlanId } from '../../shared/identifiers.ts'
import { BuildingDetails, Count, Difference, EarlierHistory, Name } from '../../shared/vocabulary.ts'
import { NeverValidGrid, PlannedChange } from './events.ts'

const here = { districtId: DistrictId, communityId: CommunityId }
const GridEntry = shape({ gridId: GridId, code: GridCode, name: Name, buildings: list(BuildingDetails) })

export const gridMapCommands = {
  LayOutGrids:             dating({ ...here, grids: list(GridEntry), earlierHistory: EarlierHistory }),
  RegisterBuilding:        dating({ ...here, gridId: GridId, building: BuildingDetails }),
  RemoveBuilding:          dating({ ...here, buildingId: BuildingId }),
  RecordBuildingMetrics:   dating({ ...here, gridId: GridId, buildingId: BuildingId, households: Count, residents: Count }),
  RenameGrid:              dating({ ...here, gridId: GridId, name: Name }),
  RecodeGrid:              dating({ ...here, gridId: GridId, code: GridCode }),
  GrantGridCountExemption: dating({ ...here, min: Count, max: Count }, { until: CalendarDate }),
  ReserveGrids:            shape({ ...here, planId: PlanId, gridIds: list(GridId), codes: list(GridCode), gridCountChange: Difference, takesEffectOn: CalendarDate }),
  HoldGrids:               shape({ ...here, planId: PlanId, gridIds: list(GridId), gridCountChange: Difference, takesEffectOn: CalendarDate }),
  ReleaseGrids:            shape({ ...here, planId: PlanId }),
  ReviseGridMap:           shape({ ...here, planId: PlanId, planVersion: wholeNumber, changes: list(PlannedChange), neverValid: list(NeverValidGrid) }),
  VoidGridMapEntry:        shape({ ...here, root: EntryId, corrects: EntryId, reason: Sealed }),
}

export type GridMapCommand = CommandOf<typeof gridMapCommands>

/** The tables of the grids, for analysts. */

import type { Table } from '@grid-governance/event-sourcing'
import { beginningsTable } from './beginnings.ts'
import { buildingsTable } from './buildings.ts'
import { communitiesTable } from './communities.ts'
import { gridsTable } from './grids.ts'
import { lineageEdgesTable } from './lineage-edges.ts'
import { townsTable } from './towns.ts'

export { beginningsTable, buildingsTable, communitiesTable, gridsTable, lineageEdgesTable, townsTable }

/** Every table of this package. */
export const gridTables: ReadonlyArray<Table> = [townsTable, communitiesTable, gridsTable, buildingsTable, lineageEdgesTable, beginningsTable]

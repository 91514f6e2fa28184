/** Whether what a withdrawal restores still comes out as it was recorded: a void has no data of its own, so it can restore nothing else (§6.1). */

import { sameTree } from '@grid-governance/event-sourcing'
import type { GridId } from '../../shared/identifiers.ts'
import type { Faults } from './operation-checks.ts'
import { mapChangesOf, type PlanEntry } from './outcomes.ts'

/** The grids that would have other buildings or codes if the operation were done anew. Names and figures are no structure: they may differ. */
export const differenceFaults = (recorded: PlanEntry, anew: PlanEntry): Faults => {
  const [was, would] = [gridsSetBy(recorded), gridsSetBy(anew)]
  const gridIds = [...new Set([...was.keys(), ...would.keys()])].filter((gridId) => !sameTree(was.get(gridId), would.get(gridId)))
  return gridIds.length === 0 ? [] : [{ type: 'RestoredEntryDiffers', rule: '6.1', root: recorded.root, gridIds }]
}

function gridsSetBy(entry: PlanEntry): ReadonlyMap<GridId, object> {
  return new Map(mapChangesOf(entry).flatMap(({ communityId, change }) =>
    change.sets.map(({ gridId, code, buildings }) => [gridId, { communityId, code, buildings: buildings.toSorted() }] as const)))
}

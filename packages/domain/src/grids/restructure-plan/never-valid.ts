/** Grids that never were valid: brought into being by an entry that was taken back or replaced, and by no other (T32). */

import type { CalendarDate, EntryId } from '@grid-governance/event-sourcing'
import { headOf, tipOf, type EntryChain } from '../../shared/entry-chains.ts'
import type { CommunityId, GridId, OperationId, PlanId } from '../../shared/identifiers.ts'
import { gridOfBuilding } from '../../shared/structure.ts'
import { partitionOf } from './community-changes.ts'
import type { RestructurePlanCommand } from './commands.ts'
import { restructurePlanEvent, type RestructurePlanEvent } from './events.ts'
import { createdGrids, type CreatedGrid, type StructuralFact } from './outcomes.ts'
import { mapsTouchedBy, type Revision } from './revision.ts'
import { neverValidChains, structuralChains, versionsOf, type RestructurePlanState } from './state.ts'
import { changesIn } from './working-copy.ts'

/** What these facts are recorded with. */
export interface NeverValidRecording {
  readonly planId: PlanId
  readonly documentNumber: string
  readonly reason: Extract<RestructurePlanCommand, { readonly type: 'CorrectPlan' }>['data']['reason']
  /** The entry id of the nth of these facts. */
  readonly entryId: (index: number) => EntryId
}

/**
 * Says of every grid that only withdrawn or replaced entries had created that it never was valid, and takes that back where it is
 * no longer so: a withdrawal of the correction brings the grid back. Each statement is a chain of its own, made once and perhaps
 * taken back once, so that taking it back never restores an older one.
 */
export const neverValidFacts = (state: RestructurePlanState, revision: Revision, recording: NeverValidRecording): ReadonlyArray<RestructurePlanEvent> => {
  const wanted = neverValidAfter(state, revision)
  const stated = statementsIn(state)
  const withdrawn = stated.filter(({ statement }) => !wanted.some((grid) => isSaidBy(grid, statement)))
  const fresh = wanted.filter((grid) => !stated.some(({ statement }) => isSaidBy(grid, statement)))
  const { planId, documentNumber, reason, entryId } = recording
  return [
    ...withdrawn.map(({ chain }, index) =>
      restructurePlanEvent.EntryVoided({ entryId: entryId(index), kind: 'correction', root: chain.root, corrects: tipOf(chain), reason })),
    ...fresh.map(({ communityId, gridId, operationId, effectiveOn, instead }, index) => restructurePlanEvent.GridClosed({
      entryId: entryId(withdrawn.length + index), kind: 'lateRecording', effectiveOn, planId, operationId, documentNumber,
      communityId, gridId, reason: 'neverValid', successors: instead, grids: [], moved: [],
    })),
  ]
}

interface NeverValidGrid {
  readonly communityId: CommunityId
  readonly gridId: GridId
  readonly operationId: OperationId
  /** The day from which it was first said to exist; what later versions said of it changes nothing, so that taking them back leaves no trace. */
  readonly effectiveOn: CalendarDate
  /** The grids in which its buildings really were on that day. */
  readonly instead: ReadonlyArray<GridId>
}

type Closed = Extract<StructuralFact, { readonly type: 'GridClosed' }>['data']

function neverValidAfter(state: RestructurePlanState, revision: Revision): ReadonlyArray<NeverValidGrid> {
  const valid = new Set(revision.after.flatMap((entry) => createdGrids(entry.outcome).map((grid) => grid.gridId)))
  const creations = creationsIn(state).filter((creation) => !valid.has(creation.gridId))
  return [...new Set(creations.map((creation) => creation.gridId))].flatMap((gridId) => {
    const first = creations.find((creation) => creation.gridId === gridId)
    return first === undefined ? [] : [{ ...first, instead: holdersOn(revision, first.effectiveOn, first.buildings) }]
  })
}

interface Creation extends CreatedGrid {
  readonly operationId: OperationId
  readonly effectiveOn: CalendarDate
}

/** Every grid that any version of any entry created, in the order of recording: only the entry that created it may bring it back. */
function creationsIn(state: RestructurePlanState): ReadonlyArray<Creation> {
  return structuralChains(state).flatMap(versionsOf).flatMap((fact) =>
    createdGrids(fact).map((grid) => ({ ...grid, operationId: fact.data.operationId, effectiveOn: fact.data.effectiveOn })))
}

function holdersOn({ surroundings, after }: Revision, day: CalendarDate, buildings: CreatedGrid['buildings']): ReadonlyArray<GridId> {
  const communities = new Set([...Object.keys(surroundings.maps) as CommunityId[], ...mapsTouchedBy(after)])
  const partitions = [...communities].map((communityId) => partitionOf(changesIn(surroundings, after, communityId), day))
  return [...new Set(buildings.flatMap((buildingId) => partitions.flatMap((partition) => gridOfBuilding(partition, buildingId)?.gridId ?? [])))]
}

function statementsIn(state: RestructurePlanState): ReadonlyArray<{ readonly chain: EntryChain<StructuralFact>, readonly statement: Closed }> {
  return neverValidChains(state).flatMap((chain) => {
    const fact = headOf(chain)
    return fact?.type === 'GridClosed' ? [{ chain, statement: fact.data }] : []
  })
}

function isSaidBy({ communityId, gridId, effectiveOn, instead }: NeverValidGrid, statement: Closed): boolean {
  return statement.gridId === gridId && statement.communityId === communityId && statement.effectiveOn === effectiveOn
    && statement.successors.length === instead.length && instead.every((one, index) => one === statement.successors[index])
}

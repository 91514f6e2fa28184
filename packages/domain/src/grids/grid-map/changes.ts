/** The map's facts and the plans' words as structural changes, each absolute: from its day on these grids have exactly these buildings. */

import type { EntryId } from '@grid-governance/event-sourcing'
import { byEffect, heldFacts, type EffectPlace, type EntryChains } from '../../shared/entry-chains.ts'
import type { BuildingId, PlanId } from '../../shared/identifiers.ts'
import { plannedChanges, type PlanRevisions } from '../../shared/plan-revisions.ts'
import {
  applyChange, applyInPlace, gridOfBuilding, ownPartition, withNamesKept, type Partition, type PartitionChange, type StructureChange,
} from '../../shared/structure.ts'
import type { GridMapEvent, PlannedChange } from './events.ts'

type Undated = 'GridsReserved' | 'GridReservationReleased' | 'GridMapRevised' | 'EntryVoided'

/** A dated fact of the map. */
export type MapEntry = Exclude<GridMapEvent, { readonly type: Undated }>

/**
 * What kind of change it is. whole: says which buildings grids have as a whole; building: one comes or goes; code: a grid is recoded;
 * description: names and counts, no structure.
 */
export type ChangeNature = 'whole' | 'building' | 'code' | 'description'

/** A structural change with its place in the order of effect. */
export interface MapChange extends StructureChange, EffectPlace {
  readonly nature: ChangeNature
  /** The building that comes or goes; null for all other changes. */
  readonly buildingId: BuildingId | null
}

/** One thing that takes effect on a day: a fact of the map, or a change that a plan decided. */
export type MapStep = EffectPlace & (
  { readonly entry: MapEntry, readonly root: EntryId } | { readonly change: PlannedChange, readonly planId: PlanId }
)

/** All changes in the order in which they take effect, and the partition after the last. */
export interface MapHistory {
  readonly changes: ReadonlyArray<MapChange>
  readonly latest: Partition
}

/** What a history is told from. */
export interface HistorySources {
  readonly entries: EntryChains<MapEntry>
  readonly plans: PlanRevisions<PlannedChange>
}

/**
 * The history of these facts and plans. It is told when it is asked for, and remembered as long as the facts are: a stream that is folded
 * whole tells it once.
 */
export const historyOf = (sources: HistorySources): MapHistory => rememberedHistory(sources) ?? remember(sources, toldAnew(sources))

/** Lets a history that was asked for go on with a new root, if that takes effect last: then it needs no second look at all the others. */
export const continueHistory = (before: HistorySources, after: HistorySources, step: MapStep): void => {
  const history = rememberedHistory(before)
  if (history !== undefined && step.effectiveOn >= (history.changes.at(-1)?.effectiveOn ?? '')) remember(after, withStep(history, step))
}

/** By the facts that they were told from, and with the plans. */
const histories = new WeakMap<HistorySources['entries'], { readonly plans: HistorySources['plans'], readonly history: MapHistory }>()

function rememberedHistory({ entries, plans }: HistorySources): MapHistory | undefined {
  const known = histories.get(entries)
  return known?.plans === plans ? known.history : undefined
}

function remember({ entries, plans }: HistorySources, history: MapHistory): MapHistory {
  histories.set(entries, { plans, history })
  return history
}

function toldAnew({ entries, plans }: HistorySources): MapHistory {
  const own = heldFacts(entries).map(({ fact, root, effectiveOn, arrived }): MapStep => ({ entry: fact, root, effectiveOn, arrived }))
  const planned = plannedChanges(plans)
  const steps = planned.length === 0 ? own : [...own, ...planned].sort(byEffect)
  const latest = ownPartition()
  const changes: MapChange[] = []
  for (const step of steps) {
    const change = changeAt(latest, step)
    if (change === undefined) continue
    applyInPlace(latest, change)
    changes.push(change)
  }
  return { changes, latest }
}

/** The history with one more step, which takes effect last; `concat` copies the long list once, a spread with one more element twice. */
function withStep({ changes, latest }: MapHistory, step: MapStep): MapHistory {
  const change = changeAt(latest, step)
  return change === undefined ? { changes, latest } : { changes: changes.concat([change]), latest: applyChange(latest, change) }
}

/** What a step changes, given the partition before it. */
function changeAt(before: Partition, step: MapStep): MapChange | undefined {
  return 'entry' in step ? changeOf(before, step.entry, step.root, step.arrived) : plannedChange(before, step.change, step.planId, step.arrived)
}

/** What a plan decided, in the same form. */
function plannedChange(before: Partition, change: PlannedChange, planId: PlanId, arrived: number): MapChange {
  return { ...withNamesKept(before, change), planId, arrived, nature: 'whole', buildingId: null }
}

/** What a fact changes, given the partition before it; undefined where it is no change of grids or buildings. */
function changeOf(before: Partition, fact: MapEntry, root: EntryId, arrived: number): MapChange | undefined {
  const change = (nature: ChangeNature, parts: Partial<PartitionChange>, buildingId: BuildingId | null = null): MapChange =>
    ({ root, planId: null, effectiveOn: fact.data.effectiveOn, arrived, ...nothing, ...parts, nature, buildingId })
  switch (fact.type) {
    case 'GridEstablished': {
      const { gridId, code, name, buildings } = fact.data
      return change('whole', { sets: [{ gridId, code, name, buildings: buildings.map((building) => building.buildingId) }], buildingsIn: buildings })
    }
    case 'BuildingRegistered': {
      const { gridId, building } = fact.data
      const grid = before.grids[gridId]
      const sets = grid === undefined ? [] : [{ ...grid, buildings: [...grid.buildings, building.buildingId] }]
      return change('building', { sets, buildingsIn: [building] }, building.buildingId)
    }
    case 'BuildingRemoved': {
      const { buildingId } = fact.data
      const grid = gridOfBuilding(before, buildingId)
      const sets = grid === undefined ? [] : [{ ...grid, buildings: grid.buildings.filter((building) => building !== buildingId) }]
      return change('building', { sets, buildingsOut: [buildingId] }, buildingId)
    }
    case 'BuildingMetricsRecorded': {
      const { buildingId, households, residents } = fact.data
      const building = before.buildings[buildingId]
      return change('description', building === undefined ? {} : { buildingsIn: [{ ...building, households, residents }] })
    }
    case 'GridRenamed': {
      const grid = before.grids[fact.data.gridId]
      return change('description', grid === undefined ? {} : { sets: [{ ...grid, name: fact.data.name }] })
    }
    case 'GridRecoded': {
      const grid = before.grids[fact.data.gridId]
      return change('code', grid === undefined ? {} : { sets: [{ ...grid, code: fact.data.code }] })
    }
    case 'GridCountExemptionGranted': return undefined
  }
}

const nothing = { closes: [], leaves: [], sets: [], buildingsIn: [], buildingsOut: [] }

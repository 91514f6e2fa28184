/** Walks along the edges of lineage: what each plan did with the buildings that are followed (§4.9), one step for each plan. */

import type { CalendarDate, EventId, StandingEntry } from '@grid-governance/event-sourcing'
import type { BuildingId, CommunityId, GridId, OperationId, PlanId } from '@grid-governance/domain'
import { addFigures, compareText, noFigures, type Figures } from '../community-grids/queries.ts'
import { bornIn, gridsIn } from './edges.ts'
import type { LineageEdge, LineageKind } from './read-model.ts'
import { sharesOf, type Shares } from './shares.ts'

/** What one plan did with what is followed. */
export interface LineageStep {
  readonly effectiveOn: CalendarDate
  /** Null where no plan decided it. */
  readonly planId: PlanId | null
  readonly documentNumber: string
  readonly operations: ReadonlyArray<LineageOperation>
  /** Where everything followed is once the plan has taken effect, with its shares of the whole. */
  readonly after: ReadonlyArray<PlacedShares>
}

/** One fact of a step; `eventId` is that of the fact in force, after corrections. */
export interface LineageOperation {
  readonly kind: LineageKind
  readonly eventId: EventId
  readonly operationId: OperationId | null
  readonly documentNumber: string
  readonly from: ReadonlyArray<GridId>
  readonly to: ReadonlyArray<GridId>
}

/** A grid, where it is, and its shares. */
export interface PlacedShares {
  readonly gridId: GridId
  readonly communityId: CommunityId
  readonly shares: Shares
}

/** The grid in which a building is, and that grid's community. */
export interface Whereabouts {
  readonly gridId: GridId
  readonly communityId: CommunityId
}

/** Buildings that are followed: where each begins (not at all, where it comes later), and what it counts. */
export interface Followed {
  readonly start: ReadonlyMap<BuildingId, Whereabouts>
  readonly weights: ReadonlyMap<BuildingId, Figures>
}

/** What the plans along these edges did with buildings; edges that move none of them are left out. */
export const stepsOfBuildings = (edges: ReadonlyArray<StandingEntry<LineageEdge>>, followed: Followed): ReadonlyArray<LineageStep> => {
  const places = new Map(followed.start)
  const whole = total(followed.weights.values())
  const steps: LineageStep[] = []
  for (const { value: edge, effectiveOn } of edges) {
    const move = passEdge(edge, places, followed.weights)
    if (move === undefined || edge.kind === 'established') continue
    addOperation(steps, edge, effectiveOn, move, sharesByPlace(places, followed.weights, whole))
  }
  return steps
}

/** What became of a grid that has no building to follow; nothing can be shared out. */
export interface WalkedEmpty {
  readonly parts: ReadonlyMap<GridId, Figures>
  readonly steps: ReadonlyArray<LineageStep>
}

/** The grids into which a grid without buildings went: from fact to fact, by the grids that they name. */
export const heirsOfEmptyGrid = (edges: ReadonlyArray<StandingEntry<LineageEdge>>, gridId: GridId): WalkedEmpty => {
  let current: ReadonlyArray<GridId> = [gridId]
  const steps: LineageStep[] = []
  for (const { value: edge, effectiveOn } of edges) {
    const ending = current.filter((id) => edge.sources.includes(id) && edge.places[id] === undefined)
    if (ending.length === 0) continue
    const heirs = edge.kind === 'closed' ? edge.successors : gridsIn(edge.places)
    current = [...new Set([...current.filter((id) => !ending.includes(id)), ...heirs])]
    addOperation(steps, edge, effectiveOn, { from: ending, to: heirs }, [])
  }
  return { parts: nothingFor(current), steps }
}

/** The grids from which a grid without buildings came, walking back. */
export const originsOfEmptyGrid = (edges: ReadonlyArray<StandingEntry<LineageEdge>>, gridId: GridId): WalkedEmpty => {
  let current: ReadonlyArray<GridId> = [gridId]
  const steps: LineageStep[] = []
  for (const { value: edge, effectiveOn } of edges.toReversed()) {
    const born = current.filter((id) => bornIn(edge).includes(id))
    if (born.length === 0) continue
    current = [...new Set([...current.filter((id) => !born.includes(id)), ...edge.sources])]
    if (edge.kind !== 'established') addOperation(steps, edge, effectiveOn, { from: edge.sources, to: born }, [])
  }
  return { parts: nothingFor(current), steps: steps.toReversed() }
}

function nothingFor(grids: ReadonlyArray<GridId>): ReadonlyMap<GridId, Figures> {
  return new Map(grids.map((gridId) => [gridId, noFigures]))
}

interface Move {
  readonly from: ReadonlyArray<GridId>
  readonly to: ReadonlyArray<GridId>
}

/** Puts the followed buildings where an edge puts them; undefined when it moves none. */
function passEdge(edge: LineageEdge, places: Map<BuildingId, Whereabouts>, weights: ReadonlyMap<BuildingId, Figures>): Move | undefined {
  const from = new Set<GridId>()
  const to = new Set<GridId>()
  for (const gridId of gridsIn(edge.places)) {
    const { communityId, buildings } = edge.places[gridId] as LineageEdge['places'][string]
    for (const buildingId of buildings) {
      const place = places.get(buildingId)
      if (!weights.has(buildingId) || (place?.gridId === gridId && place.communityId === communityId)) continue
      places.set(buildingId, { gridId, communityId })
      for (const source of place === undefined ? edge.sources : [place.gridId]) from.add(source)
      to.add(gridId)
    }
  }
  return to.size === 0 ? undefined : { from: [...from].sort(compareText), to: [...to].sort(compareText) }
}

/** One step for each plan: its operations of one day are one step. */
function addOperation(steps: LineageStep[], edge: LineageEdge, effectiveOn: CalendarDate, move: Move, after: ReadonlyArray<PlacedShares>): void {
  const { kind, eventId, operationId, documentNumber, planId } = edge
  const operation = { kind, eventId, operationId, documentNumber, ...move }
  const last = steps.at(-1)
  if (last !== undefined && planId !== null && last.planId === planId && last.effectiveOn === effectiveOn) {
    steps[steps.length - 1] = { ...last, operations: [...last.operations, operation], after }
  } else {
    steps.push({ effectiveOn, planId, documentNumber, operations: [operation], after })
  }
}

function sharesByPlace(places: ReadonlyMap<BuildingId, Whereabouts>, weights: ReadonlyMap<BuildingId, Figures>, whole: Figures): ReadonlyArray<PlacedShares> {
  const parts = new Map<GridId, { communityId: CommunityId, figures: Figures }>()
  for (const [buildingId, { gridId, communityId }] of places) {
    const soFar = parts.get(gridId)?.figures ?? noFigures
    parts.set(gridId, { communityId, figures: addFigures(soFar, weights.get(buildingId) ?? noFigures) })
  }
  return [...parts]
    .map(([gridId, { communityId, figures }]) => ({ gridId, communityId, shares: sharesOf(figures, whole) }))
    .sort((left, right) => compareText(left.gridId, right.gridId))
}

function total(figures: Iterable<Figures>): Figures {
  return [...figures].reduce(addFigures, noFigures)
}

/** The items of a plan: what hangs on its source grids and needs a disposition, with the default of PM-1. */

import type { GridId } from '../../shared/identifiers.ts'
import type { Disposition, DispositionAction, Operation, SubjectKind } from './operations.ts'

/** One item, what is done with it unless somebody says otherwise, and the grids that it may go to. */
export interface PlanItem {
  readonly subject: Disposition['subject']
  readonly standard: Disposition
  readonly successors: ReadonlyArray<GridId>
}

/**
 * The items of these operations: for each grid that they start from, the kinds that its part in them concerns (T34: whose grids
 * the operator looks after is of no account). A grid that the plan itself creates has nothing hanging on it yet.
 */
export const itemsOf = (operations: ReadonlyArray<Operation>): ReadonlyArray<PlanItem> => {
  const parts = partsByGrid(operations)
  return [...parts].flatMap(([gridId, played]) => {
    const successors = successorsOf(operations, gridId)
    return subjectKinds.flatMap((kind): ReadonlyArray<PlanItem> => {
      const action = actionFor(kind, played)
      return action === undefined ? [] : [{ subject: { kind, gridId }, standard: standardFor({ kind, gridId }, action, successors), successors }]
    })
  })
}

/** The item that a disposition is about. */
export const itemFor = (items: ReadonlyArray<PlanItem>, subject: Disposition['subject']): PlanItem | undefined =>
  items.find((item) => item.subject.kind === subject.kind && item.subject.gridId === subject.gridId)

/** Whether a disposition is about one of these items and, where it names a target, about one of its successors. */
export const isFitting = (items: ReadonlyArray<PlanItem>, { subject, target }: Disposition): boolean => {
  const item = itemFor(items, subject)
  return item !== undefined && (target === undefined || item.successors.includes(target))
}

/** Whether an action says nothing without a successor. */
export const needsTarget = (action: DispositionAction): boolean => action === 'moveTo' || action === 'carry'

/** The part that a grid plays in an operation that starts from it; those that decide more come first. */
const partsByWeight = ['split', 'merged', 'closed', 'reparented', 'splitContinuing', 'surviving', 'boundary'] as const
type Part = typeof partsByWeight[number]

type Standards = { readonly [Kind in SubjectKind]?: DispositionAction }

const bySplit: Standards = {
  posts: 'createNew', branch: 'recheck', groups: 'divideByBuilding', members: 'divideByBuilding', points: 'divideByBuilding', funds: 'recompute',
  duties: 'divideByBuilding', reports: 'end', visits: 'recompute', contactChain: 'createNew', deliberation: 'unaffected', functionalGrids: 'realign',
  stationedTeam: 'recheck', signboard: 'publish',
}
const byMerge: Standards = {
  posts: 'end', branch: 'moveTo', groups: 'recheck', members: 'moveTo', points: 'moveTo', funds: 'recompute', duties: 'moveTo', reports: 'end',
  visits: 'recompute', contactChain: 'recheck', deliberation: 'unaffected', functionalGrids: 'realign', stationedTeam: 'moveTo', signboard: 'publish',
}

/** The table of PM-1. A kind that is not named is not concerned: after a move of buildings the number of grids is the same, so are the funds. */
const standards: { readonly [P in Part]: Standards } = {
  split: bySplit,
  splitContinuing: { ...bySplit, posts: 'carry', reports: 'recheck' },
  merged: byMerge,
  surviving: { ...byMerge, posts: 'carry', branch: 'recheck', members: 'unaffected', points: 'unaffected', duties: 'unaffected', reports: 'unaffected', stationedTeam: 'unaffected' },
  closed: byMerge,
  boundary: {
    posts: 'recheck', branch: 'recheck', groups: 'divideByBuilding', members: 'divideByBuilding', points: 'divideByBuilding', duties: 'divideByBuilding',
    visits: 'recompute', contactChain: 'divideByBuilding', deliberation: 'unaffected', functionalGrids: 'realign', signboard: 'publish',
  },
  reparented: {
    posts: 'recheck', branch: 'recheck', groups: 'recheck', members: 'recheck', points: 'recheck', funds: 'recompute', duties: 'recheck', reports: 'recheck',
    visits: 'recompute', contactChain: 'recheck', deliberation: 'recheck', functionalGrids: 'realign', stationedTeam: 'recheck', signboard: 'publish',
  },
}

const subjectKinds = Object.keys(bySplit) as ReadonlyArray<SubjectKind>

function actionFor(kind: SubjectKind, played: ReadonlySet<Part>): DispositionAction | undefined {
  const part = partsByWeight.find((one) => played.has(one) && standards[one][kind] !== undefined)
  return part && standards[part][kind]
}

/** What would go to the one successor is divided by building where there are several. */
function standardFor(subject: Disposition['subject'], action: DispositionAction, successors: ReadonlyArray<GridId>): Disposition {
  if (action === 'carry') return { subject, action, target: subject.gridId }
  const only = successors.length === 1 ? successors[0] : undefined
  if (action !== 'moveTo') return { subject, action }
  return only === undefined ? { subject, action: 'divideByBuilding' } : { subject, action, target: only }
}

function partsByGrid(operations: ReadonlyArray<Operation>): ReadonlyMap<GridId, ReadonlySet<Part>> {
  const parts = new Map<GridId, Set<Part>>()
  const created = new Set<GridId>()
  for (const operation of operations) {
    for (const [gridId, part] of partsIn(operation)) {
      if (!created.has(gridId)) parts.set(gridId, (parts.get(gridId) ?? new Set()).add(part))
    }
    for (const gridId of createdBy(operation)) created.add(gridId)
  }
  return parts
}

function partsIn(operation: Operation): ReadonlyArray<readonly [GridId, Part]> {
  switch (operation.kind) {
    case 'split': return [[operation.source, operation.targets.some((target) => target.gridId === operation.source) ? 'splitContinuing' : 'split']]
    case 'merge': return operation.sources.map((gridId) => [gridId, gridId === operation.target.gridId ? 'surviving' : 'merged'])
    case 'boundary': return operation.moves.map(({ from }) => [from, 'boundary'])
    case 'close': return [[operation.gridId, 'closed']]
    case 'reparentGrid': return [[operation.gridId, 'reparented']]
    // The grids stay as they are, in their community; what changes with the town is followed up by rule, not grid by grid.
    case 'reparentCommunity': return []
    case 'communitySplit': return operation.targets.filter((target) => !target.continuing).flatMap((target) => target.grids.map((grid) => [grid.gridId, 'reparented'] as const))
  }
}

function createdBy(operation: Operation): ReadonlyArray<GridId> {
  if (operation.kind === 'split') return operation.targets.filter((target) => !target.continuing).map((target) => target.gridId)
  return operation.kind === 'merge' && !operation.target.continuing ? [operation.target.gridId] : []
}

/** The grids in which a grid's buildings are when all operations are done. */
function successorsOf(operations: ReadonlyArray<Operation>, gridId: GridId): ReadonlyArray<GridId> {
  return operations.reduce<ReadonlyArray<GridId>>((grids, operation) => [...new Set(grids.flatMap((grid) => nextOf(operation, grid)))], [gridId])
}

function nextOf(operation: Operation, gridId: GridId): ReadonlyArray<GridId> {
  switch (operation.kind) {
    case 'split': return gridId === operation.source ? operation.targets.map((target) => target.gridId) : [gridId]
    case 'merge': return operation.sources.includes(gridId) ? [operation.target.gridId] : [gridId]
    case 'boundary': return [gridId, ...operation.moves.filter((move) => move.from === gridId).map((move) => move.to)]
    case 'close': return gridId === operation.gridId ? operation.moves.map((move) => move.to) : [gridId]
    case 'reparentGrid': case 'reparentCommunity': case 'communitySplit': return [gridId]
  }
}

/** Arbitrary commands, evidence and histories of restructure plans: mostly sensible ones, and all kinds of nonsense. */

import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { fold, type CalendarDate, type EntryId } from '@grid-governance/event-sourcing'
import type { Played } from '../../shared/arbitraries.ts'
import type { Plain } from '../../shared/builders.ts'
import { headOf, tipOf } from '../../shared/entry-chains.ts'
import type { CommunityStructure, Partition } from '../../shared/structure.ts'
import { applyOperation } from './apply-operation.ts'
import {
  aPlanCommand, boundaryOf, buildingNamed, changeWith, closeOf, codeOf, communitySplitOf, communityTarget, communityWith, evidenceFor, evidenceOf, gridNamed, madeUpDocument,
  mergeOf, reparentCommunityOf, reparentOf, splitOf, survivorNamed, targetNamed, withChanges,
} from './builders.ts'
import type { RestructurePlanCommand } from './commands.ts'
import { restructurePlanDecider } from './decider.ts'
import type { RestructurePlanEvent } from './events.ts'
import type { PlanEvidence } from './evidence.ts'
import { itemsOf } from './items.ts'
import type { Disposition, Operation } from './operations.ts'
import { structuralChains, type RestructurePlanState } from './state.ts'
import { copyOn, surroundingsOf, withEntry } from './working-copy.ts'

/** The effective day of plans that are in time; another change by others takes effect after it. */
const effectiveDays = ['2025-04-01', '2025-05-01', '2025-07-01']

/** The world around a plan, which its id decides upon: two or three communities of two to five grids, in some of which others went on. */
export const worldOf = (state: Pick<RestructurePlanState, 'identity'>): PlanEvidence => worlds[digitOf(state.identity?.planId ?? 'P0')] ?? worlds[0]

/** A context in which a plan is decided: its world as the front door would gather it, usually with a document. */
export const planContextsFor = (state: RestructurePlanState) =>
  fc.tuple(fc.constantFrom(madeUpDocument, madeUpDocument, madeUpDocument, undefined), fc.constantFrom('2025-03-20', '2025-04-01', '2025-07-01', '2025-09-01', '2025-09-01'))
    .map(([authority, decidedOn]) => ({ authority, decidedOn: decidedOn as CalendarDate, recordedOn: decidedOn as CalendarDate, evidence: evidenceFor(state, worldOf(state)) }))

/** A command for a plan in this state: usually one that moves it on. */
export const planCommandsFor = (state: RestructurePlanState): fc.Arbitrary<RestructurePlanCommand> => fc.oneof(
  { weight: 19, arbitrary: nextCommand(state) },
  { weight: 1, arbitrary: fc.constantFrom(...Object.values(aPlanCommand)).map((make): RestructurePlanCommand => make()) },
)

/** An operation that fits the plan's world after the operations that the plan has already; one in ten is spoilt. */
export const arbitraryOperation = (state: RestructurePlanState): fc.Arbitrary<Operation> =>
  fc.tuple(dice(16), fc.nat({ max: 9 })).map(([rolls, spoil]) => spoil === 0 ? spoiltOperation(rolls) : fittingOperation(partitionsAfter(state), rolls))

/** Histories that came about by such commands. */
export const arbitraryPlanHistory = (maxCommands = 25): fc.Arbitrary<Played<RestructurePlanState, RestructurePlanEvent>> => fc.gen().map((draw) => {
  const facts: RestructurePlanEvent[] = []
  const states = [restructurePlanDecider.initialState]
  let state = restructurePlanDecider.initialState
  for (let place = 0; place < maxCommands; place += 1) {
    const before = state
    const context = { ...draw(() => planContextsFor(before)), entryId: (ordinal: number) => `e${place}.${ordinal}` as EntryId }
    const decision = restructurePlanDecider.decide(draw(() => planCommandsFor(before)), before, context)
    if (E.isLeft(decision)) continue
    facts.push(...decision.right)
    state = fold(restructurePlanDecider, decision.right, state)
    states.push(state)
  }
  return { facts, states }
})

type Dice = ReadonlyArray<number>

function dice(length: number): fc.Arbitrary<Dice> {
  return fc.array(fc.nat({ max: 999 }), { minLength: length, maxLength: length })
}

function nextCommand(state: RestructurePlanState): fc.Arbitrary<RestructurePlanCommand> {
  switch (state.stage) {
    case 'none': return fc.nat({ max: worlds.length - 1 }).map((world) => aPlanCommand.DraftPlan({ planId: `P${world}` }))
    case 'drafted': return fc.oneof(
      { weight: state.operations.length < 2 ? 3 : 1, arbitrary: fc.tuple(arbitraryOperation(state), fc.nat({ max: 9 })).map(([operation, id]) => aPlanCommand.AddOperation({ operationId: `O${id}`, operation: operation as Plain<Operation> })) },
      { weight: 1, arbitrary: fc.nat({ max: 9 }).map((roll) => aPlanCommand.RemoveOperation({ operationId: state.operations[roll % Math.max(1, state.operations.length)]?.operationId ?? 'O1' })) },
      { weight: 2, arbitrary: arbitraryDispositions(state).map((dispositions) => aPlanCommand.SetDispositions({ dispositions, defaultsForTheRest: true })) },
      { weight: 3, arbitrary: fc.constant(aPlanCommand.SubmitPlan()) },
    )
    case 'submitted': return fc.oneof({ weight: 5, arbitrary: fc.constant(aPlanCommand.ApprovePlan()) }, { weight: 1, arbitrary: fc.constant(aPlanCommand.ReturnPlan()) })
    case 'approved': return fc.constantFrom(...effectiveDays).map((effectiveOn) => aPlanCommand.SchedulePlan({ effectiveOn }))
    case 'scheduled': return fc.oneof({ weight: 9, arbitrary: fc.constant(aPlanCommand.ExecutePlan()) }, { weight: 1, arbitrary: fc.constant(aPlanCommand.CancelPlan()) })
    case 'executed': return fc.oneof(
      { weight: 4, arbitrary: arbitraryCorrections(state).map((corrections) => aPlanCommand.CorrectPlan({ corrections })) },
      { weight: 1, arbitrary: fc.nat().map((roll) => aPlanCommand.CompleteFollowUp(subjectAt(state, roll))) },
      { weight: 1, arbitrary: fc.constant(aPlanCommand.SettlePlan()) },
    )
    case 'settled': return arbitraryCorrections(state).map((corrections) => aPlanCommand.CorrectPlan({ corrections }))
    case 'cancelled': return fc.constant(aPlanCommand.CancelPlan())
  }
}

function arbitraryDispositions(state: RestructurePlanState): fc.Arbitrary<ReadonlyArray<Plain<Disposition>>> {
  const items = itemsOf(state.operations.map((planned) => planned.operation))
  return items.length === 0 ? fc.constant([]) : fc.subarray(items.map((item) => item.standard as Plain<Disposition>), { maxLength: 3 })
}

type PlainCorrection = Plain<Extract<RestructurePlanCommand, { readonly type: 'CorrectPlan' }>['data']['corrections'][number]>

/** Corrections aimed at the plan's entries: withdrawals, other days, other operations; some chains are missed. */
function arbitraryCorrections(state: RestructurePlanState): fc.Arbitrary<ReadonlyArray<PlainCorrection>> {
  const chains = structuralChains(state)
  if (chains.length === 0) return fc.constant([{ root: 'e0.0', corrects: 'e0.0' }])
  return fc.subarray([...chains], { minLength: 1 }).chain((named) => fc.tuple(...named.map((chain) =>
    fc.tuple(fc.nat({ max: 9 }), fc.constantFrom(...effectiveDays), arbitraryOperation(state)).map(([roll, effectiveOn, operation]): PlainCorrection => {
      const target = { root: chain.root, corrects: roll === 0 ? chain.root : roll === 1 ? headOf(chain)?.data.entryId ?? chain.root : tipOf(chain) }
      if (roll < 5) return target
      return roll < 8 ? { ...target, effectiveOn } : { ...target, operation: operation as Plain<Operation> }
    }))))
}

function subjectAt({ dispositions }: RestructurePlanState, roll: number) {
  const subject = dispositions[roll % Math.max(1, dispositions.length)]?.subject
  return subject === undefined ? {} : { subject }
}

/** The partitions of the plan's communities on its day, after those of its operations that can be applied. */
function partitionsAfter(state: RestructurePlanState): { readonly [communityId: string]: Partition } {
  const day = effectiveDays[0] as CalendarDate
  let copy = copyOn(surroundingsOf(state, worldOf(state)), day)
  for (const [index, { operation }] of state.operations.entries()) {
    const applied = applyOperation(copy, operation)
    if (E.isRight(applied)) copy = withEntry(copy, { root: `trial.${index}` as EntryId, effectiveOn: day, outcome: applied.right })
  }
  return copy.partitions
}

function fittingOperation(partitions: { readonly [communityId: string]: Partition }, rolls: Dice): Operation {
  const [kind = 0, place = 0, first = 0, second = 0, third = 0, fresh = 0, cut = 0] = rolls
  const communityId = Object.keys(partitions)[place % Object.keys(partitions).length] ?? 'C1'
  const grids = Object.values(partitions[communityId]?.grids ?? {})
  const grid = grids[first % Math.max(1, grids.length)]
  const other = grids.filter((one) => one !== grid)[second % Math.max(1, grids.length - 1)]
  if (grid === undefined || other === undefined) return spoiltOperation(rolls)
  const newGrid = (roll: number) => `G${100 + roll % 60}`
  const half = 1 + cut % Math.max(1, grid.buildings.length - 1)
  switch (kind % 12) {
    case 0: case 1: case 2: {
      const continuing = third % 2 === 0
      const staying = continuing ? { ...grid, buildings: grid.buildings.slice(0, half), continuing } : targetNamed(newGrid(fresh), grid.buildings.slice(0, half), false, communityId)
      return splitOf(grid.gridId, [staying, targetNamed(newGrid(fresh + 1), grid.buildings.slice(half), false, communityId)], communityId)
    }
    case 3: case 4: {
      const continuing = third % 2 === 1
      const { gridId, code, name } = continuing ? grid : gridNamed(newGrid(fresh), [], communityId)
      return mergeOf([grid.gridId, other.gridId], { gridId, code, name, continuing }, communityId)
    }
    case 5: return boundaryOf(grid.buildings.slice(0, Math.max(1, half - 1)).map((building) => [building, grid.gridId, other.gridId] as const), communityId)
    case 6: return closeOf(grid.gridId, Object.fromEntries(grid.buildings.map((building) => [building, other.gridId])), communityId)
    case 7: case 8: {
      const to = Object.keys(partitions).filter((one) => one !== communityId)[third % Math.max(1, Object.keys(partitions).length - 1)] ?? 'C2'
      return reparentOf(grid.gridId, numbersFrom(200 + fresh % 500, grid.buildings), { from: communityId, to, code: codeOf(newGrid(fresh), to) })
    }
    case 9: return reparentCommunityOf({ communityId })
    default: return communitySplitFor(communityId, grids, cut)
  }
}

/** Some grids stay, the others become community C9. */
function communitySplitFor(communityId: string, grids: ReadonlyArray<Partition['grids'][string]>, cut: number): Operation {
  const stays = grids.length >= 4 ? 2 : Math.min(grids.length - 1, 1 + cut % grids.length)
  const staying = communityTarget(communityId, {}, { continuing: true })
  const leaving = grids.slice(stays)
  return communitySplitOf([
    { ...staying, grids: grids.slice(0, stays).map(({ gridId, code }) => ({ gridId, code, numbers: [] })) },
    communityTarget('C9', Object.fromEntries(leaving.map((grid, index) => [grid.gridId, numbersFrom(1 + 20 * index, grid.buildings)]))),
  ])
}

/** An operation of random ids, of which some exist. */
function spoiltOperation([kind = 0, ...rolls]: Dice): Operation {
  const grid = (index: number) => `G${(rolls[index] ?? 0) % 40}`
  const building = (index: number) => `B${(rolls[index] ?? 0) % 80}`
  const communityId = `C${(rolls[9] ?? 0) % 4}`
  switch (kind % 7) {
    case 0: return splitOf(grid(0), [targetNamed(grid(1), [building(2), building(3)]), targetNamed(grid(4), [building(5)], (rolls[6] ?? 0) % 2 === 0)], communityId)
    case 1: return mergeOf([grid(0), grid(1)], survivorNamed(grid(2), (rolls[3] ?? 0) % 2 === 0), communityId)
    case 2: return boundaryOf([[building(0), grid(1), grid(2)], [building(3), grid(4), grid(5)]], communityId)
    case 3: return closeOf(grid(0), { [building(1)]: grid(2), [building(3)]: grid(4) }, communityId)
    case 4: return reparentOf(grid(0), { [building(1)]: '00001', [building(2)]: '00001' }, { from: communityId, to: `C${(rolls[3] ?? 0) % 4}` })
    case 5: return reparentCommunityOf({ communityId, from: `T${(rolls[0] ?? 0) % 3}`, to: `T${(rolls[1] ?? 0) % 3}` })
    default: return communitySplitOf([communityTarget(communityId, { [grid(0)]: {} }, { continuing: true }), communityTarget(`C${(rolls[1] ?? 0) % 4}`, { [grid(2)]: { [building(3)]: '00001' } })])
  }
}

function numbersFrom(first: number, buildings: ReadonlyArray<string>): { readonly [buildingId: string]: string } {
  return Object.fromEntries(buildings.map((building, index) => [building, String(first + index).padStart(5, '0')]))
}

/** Communities with so many grids, of so many buildings each. */
function community(communityId: string, firstGrid: number, sizes: ReadonlyArray<number>): CommunityStructure {
  let building = 2 * firstGrid
  return communityWith(communityId, Object.fromEntries(sizes.map((size, index) => [`G${firstGrid + index}`, Array.from({ length: size }, () => { building += 1; return `B${building}` })])))
}

const later = changeWith({ root: 'later.0', planId: null, effectiveOn: '2025-06-01', sets: [gridNamed('G31', ['B63', 'B64', 'B90'], 'C2')], buildingsIn: [buildingNamed('B90')] })

const worlds: readonly [PlanEvidence, ...PlanEvidence[]] = [
  evidenceOf([community('C1', 1, [2, 3, 2, 4]), community('C2', 31, [2, 2, 3])]),
  evidenceOf([community('C1', 1, [3, 2]), community('C2', 31, [2, 5, 2, 2, 3])]),
  evidenceOf([community('C1', 1, [1, 2, 6]), withChanges(community('C2', 31, [2, 3, 2]), later), community('C3', 61, [2, 2, 2, 2])]),
  evidenceOf([withChanges(community('C1', 1, [4, 4, 3, 3, 2]), changeWith({ root: 'later.1', planId: null, effectiveOn: '2025-06-01', sets: [{ ...gridNamed('G1', ['B3', 'B4', 'B5', 'B6']), name: '虚构新名' }] }))]),
]

function digitOf(planId: string): number {
  return Number(planId.slice(1)) || 0
}

/** Corrections of an executed plan: replacements, other days, withdrawals, and what becomes of grids that never were valid (T32, §6.1). */

import * as E from 'fp-ts/lib/Either.js'
import type { CalendarDate, DecisionContext, EntryId } from '@grid-governance/event-sourcing'
import { byEffect, chainNamed, headOf, tipOf, type EntryChain } from '../../shared/entry-chains.ts'
import type { OperationId, PlanId } from '../../shared/identifiers.ts'
import { beyondLimit } from './append-limit.ts'
import { followingCommunity } from './apply-community-split.ts'
import { applyOperation } from './apply-operation.ts'
import { laterStructureFaults, reservedFaults } from './collision-checks.ts'
import type { RestructurePlanCommand } from './commands.ts'
import { restructurePlanEvent, type RestructurePlanEvent } from './events.ts'
import { notesOf, type PlanEvidence } from './evidence.ts'
import { evolve } from './evolve.ts'
import { neverValidFacts } from './never-valid.ts'
import type { Faults } from './operation-checks.ts'
import type { Operation } from './operations.ts'
import { operationOf, structuralFact, type Outcome, type PlanEntry, type StructuralFact } from './outcomes.ts'
import type { RestructurePlanRejection } from './rejections.ts'
import { differenceFaults } from './restored-differences.ts'
import { astrayFaults, resultFaults } from './result-checks.ts'
import { gridsTouchedBy, mapsTouchedBy, versionsIn, type Revision } from './revision.ts'
import { communitiesOf, entryOfFact, heldEntries, structuralChains, versionsOf, type RestructurePlanState } from './state.ts'
import { copyBefore, surroundingsOf } from './working-copy.ts'

type CorrectPlan = Extract<RestructurePlanCommand, { readonly type: 'CorrectPlan' }>
type Correction = CorrectPlan['data']['corrections'][number]

/** Decides the corrections of one command together: what rests on one of them may be set right by another. */
export const decideCorrections = (
  { data }: CorrectPlan, state: RestructurePlanState, context: DecisionContext<PlanEvidence>, documentNumber: string,
): E.Either<RestructurePlanRejection, ReadonlyArray<RestructurePlanEvent>> => {
  const wishes = data.corrections.flatMap((correction) => wishOf(state, correction) ?? [])
  const refused = [...namingFaults(state, data.corrections), ...wishes.flatMap((wish) => dayFaults(wish, context.decidedOn))][0]
  if (refused !== undefined) return E.left(refused)
  const { revision, faults } = reviseEntries(state, context.evidence, wishes)
  const fault = [...faults, ...revisionFaults(revision, context.evidence)][0]
  if (fault !== undefined) return E.left(fault)
  const facts = factsOf(wishes, revision, state, { data, context, documentNumber })
  const tooLarge = beyondLimit(facts)[0]
  return tooLarge === undefined ? E.right(facts) : E.left(tooLarge)
}

/** What a correction wants of a chain: that an operation, one that it says or the old one, be done anew on a day, or that an entry be taken back. */
interface Wish {
  readonly chain: EntryChain<StructuralFact>
  readonly operationId: OperationId
  readonly corrects: EntryId
  readonly anew: { readonly operation: Operation, readonly isSaid: boolean, readonly effectiveOn: CalendarDate } | undefined
}

/** Without an operation it is the same operation on another day; without a day, another operation on the same day; without both, a withdrawal. */
function wishOf(state: RestructurePlanState, { root, corrects, operation, effectiveOn }: Correction): Wish | undefined {
  const chain = chainNamed(structuralChains(state), root)
  const last = chain && (headOf(chain) ?? versionsOf(chain).at(-1))
  if (chain === undefined || last === undefined) return undefined
  const isWithdrawal = operation === undefined && effectiveOn === undefined
  return {
    chain, corrects, operationId: last.data.operationId,
    anew: isWithdrawal ? undefined : { operation: operation ?? operationOf(last), isSaid: operation !== undefined, effectiveOn: effectiveOn ?? last.data.effectiveOn },
  }
}

/** §6.1: each chain is named once, by its root and its head, and keeps its type of fact. */
function namingFaults(state: RestructurePlanState, corrections: ReadonlyArray<Correction>): Faults {
  if (corrections.length === 0) return [{ type: 'NothingToCorrect', rule: '6.1' }]
  const roots = corrections.map((correction) => correction.root)
  const twice = roots.filter((root, index) => roots.indexOf(root) < index)
  return [
    ...twice.map((root) => ({ type: 'EntryNamedTwice', rule: '6.1', root } as const)),
    ...corrections.flatMap(({ root, corrects, operation }): Faults => {
      const chain = chainNamed(structuralChains(state), root)
      if (chain === undefined) return [{ type: 'UnknownEntry', rule: '6.1', root }]
      if (!canBeNamed(chain, corrects)) return [{ type: 'StaleCorrection', rule: '6.1', root, named: corrects, head: tipOf(chain) }]
      const recorded = versionsOf(chain)[0]?.type
      const named = operation && factTypeOf[operation.kind]
      return named === undefined || recorded === undefined || named === recorded ? [] : [{ type: 'CorrectionOfAnotherFact', rule: '6.1', root, recorded, named }]
    }),
  ]
}

/**
 * The head of a chain is its last entry. After a withdrawal it is also the fact that the withdrawal restored: by that name it can be
 * taken back in its turn, while the name of the last entry takes back the withdrawal.
 */
function canBeNamed(chain: EntryChain<StructuralFact>, corrects: EntryId): boolean {
  return corrects === tipOf(chain) || corrects === headOf(chain)?.data.entryId
}

/** A correction says what was; a day that is still to come belongs to a plan of its own. */
function dayFaults({ anew }: Wish, decidedOn: CalendarDate): Faults {
  return anew === undefined || anew.effectiveOn <= decidedOn ? [] : [{ type: 'NotYetEffective', rule: '4.1.9', effectiveOn: anew.effectiveOn, decidedOn }]
}

/**
 * Each operation is done anew on the partition of its day, without the entries that are corrected, in the order of effect. What a
 * withdrawal restores is done anew as well: what it stands on may have gone since it was taken back.
 */
function reviseEntries(state: RestructurePlanState, evidence: PlanEvidence, wishes: ReadonlyArray<Wish>): { readonly revision: Revision, readonly faults: Faults } {
  const before = heldEntries(state)
  const roots = new Set(wishes.map((wish) => wish.chain.root))
  const surroundings = surroundingsOf(state, evidence, before.filter((entry) => roots.has(entry.root)))
  const after: PlanEntry[] = before.filter((entry) => !roots.has(entry.root))
  const faults: Array<Faults[number]> = []
  for (const { place, operation, isSaid, recorded } of operationsAnew(wishes)) {
    const copy = copyBefore(surroundings, after, place)
    const applied = applyOperation(copy, isSaid ? operation : followingCommunity(copy, operation))
    if (E.isLeft(applied)) {
      faults.push(...applied.left)
    } else {
      const entry = { ...place, outcome: recorded ?? applied.right }
      faults.push(...differenceFaults(entry, { ...place, outcome: applied.right }))
      after.push(entry)
    }
  }
  const revised = wishes.map(({ chain }) => ({
    before: before.find((entry) => entry.root === chain.root), after: after.find((entry) => entry.root === chain.root), isNew: false,
    placedIn: mapsTouchedBy(versionsOf(chain).map((fact) => entryOfFact(chain, fact))),
  }))
  return { revision: { surroundings, before, after, revised }, faults }
}

/** An operation at its place in the order of effect; `recorded` is what it came to where a withdrawal restores that, which must come out again. */
interface OperationAnew {
  readonly place: Omit<PlanEntry, 'outcome'>
  readonly operation: Operation
  readonly isSaid: boolean
  readonly recorded: StructuralFact | undefined
}

function operationsAnew(wishes: ReadonlyArray<Wish>): ReadonlyArray<OperationAnew> {
  return wishes.flatMap((wish) => operationAnew(wish) ?? []).sort((left, right) => byEffect(left.place, right.place))
}

function operationAnew(wish: Wish): OperationAnew | undefined {
  const { chain: { root, arrived }, operationId, anew } = wish
  if (anew !== undefined) return { operation: anew.operation, isSaid: anew.isSaid, recorded: undefined, place: { root, arrived, operationId, effectiveOn: anew.effectiveOn } }
  const recorded = restoredBy(wish)
  return recorded && { operation: operationOf(recorded), isSaid: false, recorded, place: { root, arrived, operationId: recorded.data.operationId, effectiveOn: recorded.data.effectiveOn } }
}

/** What a withdrawal restores: what the withdrawn entry had replaced, if it had. */
function restoredBy({ chain, corrects }: Wish): StructuralFact | undefined {
  return headOf({ ...chain, entries: [...chain.entries, { entryId: corrects, corrects, fact: null }] })
}

/** §6.4: nothing later rests on what is corrected, nobody else holds it; I2 and I3 hold on every later day of structure. */
function revisionFaults(revision: Revision, { ruleBook, division }: PlanEvidence): Faults {
  const { maps, planId } = revision.surroundings
  return [
    ...laterStructureFaults(revision, division.state),
    ...reservedFaults(maps, planId, revision.revised.flatMap(versionsIn).flatMap(gridsTouchedBy)),
    ...astrayFaults(revision),
    ...resultFaults(revision, ruleBook.state, ruleBook.asOf),
  ]
}

interface Deciding {
  readonly data: CorrectPlan['data']
  readonly context: DecisionContext<PlanEvidence>
  readonly documentNumber: string
}

/** The corrected entries, then what follows for grids that came and went with them, then the end of the correction. */
function factsOf(wishes: ReadonlyArray<Wish>, revision: Revision, state: RestructurePlanState, { data, context, documentNumber }: Deciding): ReadonlyArray<RestructurePlanEvent> {
  const { planId, reason } = data
  const corrected = wishes.map((wish, index) => correctedEntry(wish, revision, { planId, documentNumber, entryId: context.entryId(index), reason }))
  const consequences = neverValidFacts(state, revision, { planId, documentNumber, reason, entryId: (index) => context.entryId(corrected.length + index) })
  const facts = [...corrected, ...consequences]
  const communityIds = communitiesOf(facts.reduce(evolve, state))
  return [...facts, restructurePlanEvent.RestructureCorrected({ planId, communityIds, documentNumber, reason, evidence: notesOf(context.evidence, communityIds) })]
}

interface Recording {
  readonly planId: PlanId
  readonly documentNumber: string
  readonly entryId: EntryId
  readonly reason: CorrectPlan['data']['reason']
}

function correctedEntry({ chain, corrects, anew }: Wish, { after }: Revision, { planId, documentNumber, entryId, reason }: Recording): RestructurePlanEvent {
  const { root } = chain
  const entry = anew && after.find((one) => one.root === root)
  return entry === undefined
    ? restructurePlanEvent.EntryVoided({ entryId, kind: 'correction', root, corrects, reason })
    : structuralFact(entry.outcome, { planId, documentNumber, entryId, kind: 'correction', effectiveOn: entry.effectiveOn, operationId: entry.operationId, root, corrects })
}

const factTypeOf: { readonly [Kind in Operation['kind']]: Outcome['type'] } = {
  split: 'GridSplit', merge: 'GridsMerged', boundary: 'GridBoundaryRedrawn', close: 'GridClosed', reparentGrid: 'GridReparented',
  reparentCommunity: 'CommunityReparented', communitySplit: 'CommunitySplit',
}

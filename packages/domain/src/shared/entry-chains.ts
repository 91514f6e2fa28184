/** Dated facts with their corrections, as deciders keep them: one chain for each root, in the order in which the roots arrived (§6.1). */

import { entryVoided, type CalendarDate, type EntryId, type EntryKind, type EntryVoidedData } from '@grid-governance/event-sourcing'
import type { ChainRejection } from './rejections.ts'

/** A fact that corrections can name. */
export interface DatedFact {
  readonly type: string
  readonly data: { readonly entryId: EntryId, readonly kind: EntryKind, readonly effectiveOn: CalendarDate, readonly root?: EntryId, readonly corrects?: EntryId }
}

/** The fact that takes an entry back. */
export interface VoidFact {
  readonly type: typeof entryVoided
  readonly data: EntryVoidedData
}

/** One entry of a chain; a void says nothing of its own. */
export interface ChainEntry<F extends DatedFact> {
  readonly entryId: EntryId
  readonly corrects: EntryId | null
  readonly fact: F | null
}

/** A root and its corrections in the order of recording; `arrived` is the root's place among all roots of its stream. */
export interface EntryChain<F extends DatedFact> {
  readonly root: EntryId
  readonly arrived: number
  readonly entries: ReadonlyArray<ChainEntry<F>>
}

/** All chains of a stream, in the order of their roots. */
export type EntryChains<F extends DatedFact> = ReadonlyArray<EntryChain<F>>

/** What holds of a chain, and its place in the order of effect. */
export interface HeldFact<F extends DatedFact> extends EffectPlace {
  readonly root: EntryId
  readonly fact: F
}

/** The chain and the entry that a correction or a void names. */
export interface CorrectionTarget {
  readonly root: EntryId
  readonly corrects: EntryId
}

/**
 * Files a fact: a new chain for a root, one more entry for a correction or a void. `arrived` counts for a new root only. The list is long
 * and grows with nearly every fact: `concat` copies it once, where a spread with one more element does so twice.
 */
export const fileEntry = <F extends DatedFact>(chains: EntryChains<F>, fact: NoInfer<F> | VoidFact, arrived: number): EntryChains<F> => {
  const entry: ChainEntry<F> = { entryId: fact.data.entryId, corrects: fact.data.corrects ?? null, fact: isVoid(fact) ? null : fact }
  const place = fact.data.root === undefined ? -1 : chains.findIndex((chain) => chain.root === fact.data.root)
  const chain = chains[place]
  // The list grows with every fact, and concat copies it ten times as fast as a spread.
  return chain === undefined
    ? chains.concat([{ root: fact.data.root ?? fact.data.entryId, arrived, entries: [entry] }])
    : chains.with(place, { ...chain, entries: [...chain.entries, entry] })
}

/** Whether a fact begins a chain of its own. */
export const isRoot = (fact: DatedFact | VoidFact): boolean => fact.data.root === undefined

/** The chain with this root. */
export const chainNamed = <F extends DatedFact>(chains: EntryChains<F>, root: EntryId): EntryChain<F> | undefined =>
  chains.find((chain) => chain.root === root)

/** The entry that the next correction must name: the last one, whether it says something or takes something back. */
export const tipOf = <F extends DatedFact>(chain: EntryChain<F>): EntryId => chain.entries.at(-1)?.entryId ?? chain.root

/**
 * What a chain comes to. A correction replaces its predecessor; a void restores what its predecessor had replaced, and so on back;
 * undefined when the root itself is taken back.
 */
export const headOf = <F extends DatedFact>({ entries }: EntryChain<F>): F | undefined => {
  let place = entries.length - 1
  while (place >= 0 && entries[place]?.fact === null) place = placeBefore(entries, placeBefore(entries, place))
  return entries[place]?.fact ?? undefined
}

/** All facts that hold, in the order in which they take effect: (effective day, arrival of the root). */
export const heldFacts = <F extends DatedFact>(chains: EntryChains<F>): ReadonlyArray<HeldFact<F>> =>
  chains.flatMap((chain) => {
    const fact = headOf(chain)
    return fact === undefined ? [] : [{ root: chain.root, arrived: chain.arrived, effectiveOn: fact.data.effectiveOn, fact }]
  }).sort(byEffect)

/** The place of something in the order of effect. */
export interface EffectPlace {
  readonly effectiveOn: CalendarDate
  readonly arrived: number
}

/** The order in which entries take effect. */
export const byEffect = (left: EffectPlace, right: EffectPlace): number =>
  (left.effectiveOn < right.effectiveOn ? -1 : left.effectiveOn > right.effectiveOn ? 1 : 0) || left.arrived - right.arrived

/** The chains without one of them: what a decision on its correction starts from. */
export const without = <F extends DatedFact>(chains: EntryChains<F>, root: EntryId | undefined): EntryChains<F> =>
  root === undefined ? chains : chains.filter((chain) => chain.root !== root)

/** What is wrong with a correction or a void: no such root here, or not the present tip of its chain. */
export const correctionFault = <F extends DatedFact>(chains: EntryChains<F>, { root, corrects }: CorrectionTarget): ChainRejection | undefined => {
  const chain = chainNamed(chains, root)
  if (chain === undefined) return { type: 'UnknownEntry', rule: '6.1', root }
  const head = tipOf(chain)
  return head === corrects ? undefined : { type: 'StaleCorrection', rule: '6.1', root, named: corrects, head }
}

/** What is wrong with a correction by a fact of this type: also, that the chain is about facts of another type. */
export const replacementFault = <F extends DatedFact>(chains: EntryChains<F>, target: CorrectionTarget, named: F['type']): ChainRejection | undefined => {
  const recorded = chainNamed(chains, target.root)?.entries[0]?.fact?.type
  return correctionFault(chains, target)
    ?? (recorded === undefined || recorded === named ? undefined : { type: 'CorrectionOfAnotherFact', rule: '6.1', root: target.root, recorded, named })
}

/** What a command corrects; undefined for a change and a late recording. */
export const targetOf = ({ root, corrects }: { readonly root?: EntryId, readonly corrects?: EntryId }): CorrectionTarget | undefined =>
  root === undefined || corrects === undefined ? undefined : { root, corrects }

/** The entry fields of the fact that a dated command leads to. */
export const entryFieldsFor = (
  data: { readonly kind: EntryKind, readonly effectiveOn: CalendarDate, readonly root?: EntryId, readonly corrects?: EntryId }, entryId: EntryId,
): DatedFact['data'] => {
  const { kind, effectiveOn } = data
  const target = targetOf(data)
  return target === undefined ? { entryId, kind, effectiveOn } : { entryId, kind, effectiveOn, root: target.root, corrects: target.corrects }
}

/** The place of the entry that the one at `place` corrects; -1 for a root. */
function placeBefore<F extends DatedFact>(entries: ReadonlyArray<ChainEntry<F>>, place: number): number {
  const corrects = entries[place]?.corrects ?? null
  return corrects === null ? -1 : entries.findIndex((entry, index) => index < place && entry.entryId === corrects)
}

function isVoid(fact: DatedFact | VoidFact): fact is VoidFact {
  return fact.type === entryVoided
}

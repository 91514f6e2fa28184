/** Arbitrary logs: dated facts of arbitrary streams with late recordings, chains of corrections and withdrawals among them. */

import fc from 'fast-check'
import type { EntryVoidedData } from '../entry.ts'
import { entryOf, entryVoided } from '../entry.ts'
import type { Fact } from '../fact.ts'
import type { EntryId } from '../identifiers.ts'
import type { RecordedEvent } from '../recorded-event.ts'
import { sealInClear } from '../sealed.ts'
import { recordedLog, type Append } from '../testing/recording.ts'

/** The fact that takes an entry back. */
export type EntryVoided = Fact<typeof entryVoided, EntryVoidedData>

export interface LogOptions {
  /** The streams that facts are recorded in; three unless said otherwise. */
  readonly streams?: ReadonlyArray<string>
  /** At most so many facts; 20 unless said otherwise. */
  readonly maxLength?: number
}

interface Step<F extends Fact> {
  readonly fact: F
  readonly stream: string
  readonly act: 'record' | 'correct' | 'takeBack'
  readonly which: number
}

/**
 * Logs of these facts, each given an entry id of its own. Where a fact is dated, it may instead correct an earlier one of its type in its
 * stream, at the tip of that chain; and any chain may lose its tip to an EntryVoided.
 */
export const arbitraryLogs = <F extends Fact>(facts: fc.Arbitrary<F>, { streams = ['sample-1', 'sample-2', 'sample-3'], maxLength = 20 }: LogOptions = {}): fc.Arbitrary<ReadonlyArray<RecordedEvent<F | EntryVoided>>> =>
  fc.array(fc.record<Step<F>>({
    fact: facts,
    stream: fc.constantFrom(...streams),
    act: fc.oneof({ weight: 4, arbitrary: fc.constant<Step<F>['act']>('record') }, { weight: 2, arbitrary: fc.constant<Step<F>['act']>('correct') }, { weight: 2, arbitrary: fc.constant<Step<F>['act']>('takeBack') }),
    which: fc.nat(7),
  }), { maxLength }).map((steps) => recordedLog(appendsOf(steps)))

interface OpenChain {
  readonly type: string
  readonly stream: string
  readonly root: EntryId
  tip: EntryId
}

function appendsOf<F extends Fact>(steps: ReadonlyArray<Step<F>>): ReadonlyArray<Append<F | EntryVoided>> {
  const chains: OpenChain[] = []
  return steps.map((step, index) => ({ stream: step.stream, facts: [factOf(step, `e${index}.0` as EntryId, chains)] }))
}

function factOf<F extends Fact>(step: Step<F>, entryId: EntryId, chains: OpenChain[]): F | EntryVoided {
  const { fact, stream, act, which } = step
  if (entryOf(fact).entryId === undefined) return fact
  const candidates = act === 'record' ? [] : chains.filter((chain) => chain.stream === stream && (act === 'takeBack' || chain.type === fact.type))
  const chain = candidates[which % Math.max(candidates.length, 1)]
  if (chain === undefined) return begin(fact, stream, entryId, chains)
  const { root, tip } = chain
  chain.tip = entryId
  return act === 'takeBack'
    ? { type: entryVoided, schemaVersion: 1, data: { entryId, kind: 'correction', root, corrects: tip, reason: sealInClear('made up') } }
    : { ...fact, data: { ...Object(fact.data) as object, entryId, kind: 'correction', root, corrects: tip } }
}

function begin<F extends Fact>(fact: F, stream: string, entryId: EntryId, chains: OpenChain[]): F {
  const { root, corrects, kind, ...data } = fact.data as Readonly<Record<string, unknown>>
  chains.push({ type: fact.type, stream, root: entryId, tip: entryId })
  return { ...fact, data: { ...data, entryId, kind: kind === 'correction' ? 'change' : kind } }
}

/** The same log with its chains recorded in another order; those that take effect on a common day keep theirs, since it counts. */
export const recordedInAnotherOrder = <E extends RecordedEvent>(log: ReadonlyArray<E>, chainOf: (event: E) => string, daysOf: (chain: ReadonlyArray<E>) => ReadonlyArray<string>, ranks: ReadonlyArray<number>): ReadonlyArray<E> => {
  const chains = [...Map.groupBy(log, chainOf).values()]
  const days = chains.map(daysOf)
  const order: number[] = []
  const left = new Set(chains.keys())
  while (left.size > 0) {
    const free = [...left].filter((one) => [...left].every((other) => other >= one || !shareDay(days[other] ?? [], days[one] ?? [])))
    const next = free.sort((one, other) => (ranks[one] ?? 0) - (ranks[other] ?? 0))[0] as number
    order.push(next)
    left.delete(next)
  }
  return order.flatMap((index) => chains[index] ?? []).map((event, position) => ({ ...event, globalPosition: position as E['globalPosition'] }))
}

function shareDay(left: ReadonlyArray<string>, right: ReadonlyArray<string>): boolean {
  return left.some((day) => right.includes(day))
}

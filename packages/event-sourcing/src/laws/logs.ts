/** Arbitrary logs: dated facts of arbitrary streams with late recordings, chains of corrections and withdrawals among them. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { EntryVoidedData } from '../entry.ts'
import { entryOf, entryVoided } from '../entry.ts'
import type { Fact } from '../fact.ts'
import type { FactCodec } from '../fact-codec.ts'
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
  /** Only what it takes is recorded: no withdrawals where it declares none, and no corrections of facts that cannot be corrected. */
  readonly codec?: Pick<FactCodec<never>, 'encode'>
}

interface Step<F extends Fact> {
  readonly fact: F
  readonly stream: string
  readonly act: 'record' | 'correct' | 'takeBack'
  readonly which: number
  /** Whether it is recorded together with the step before, where that is of the same stream. */
  readonly together: boolean
}

/**
 * Logs of these facts, each given an entry id of its own. Where a fact is dated, it may instead correct an earlier one of its type in its
 * stream, at the tip of that chain; and any chain may lose its tip to an EntryVoided. Some facts of one stream are appended together.
 */
export const arbitraryLogs = <F extends Fact>(facts: fc.Arbitrary<F>, { streams = ['sample-1', 'sample-2', 'sample-3'], maxLength = 20, codec }: LogOptions = {}): fc.Arbitrary<ReadonlyArray<RecordedEvent<F | EntryVoided>>> =>
  fc.array(fc.record<Step<F>>({
    fact: facts,
    stream: fc.constantFrom(...streams),
    act: fc.oneof({ weight: 4, arbitrary: fc.constant<Step<F>['act']>('record') }, { weight: 2, arbitrary: fc.constant<Step<F>['act']>('correct') }, { weight: 2, arbitrary: fc.constant<Step<F>['act']>('takeBack') }),
    which: fc.nat(7),
    together: fc.boolean(),
  }), { maxLength }).map((steps) => recordedLog(appendsOf(steps, (fact) => codec === undefined || E.isRight(codec.encode(fact as never)))))

interface OpenChain {
  readonly type: string
  readonly stream: string
  readonly root: EntryId
  tip: EntryId
}

type Takes = (fact: Fact) => boolean

function appendsOf<F extends Fact>(steps: ReadonlyArray<Step<F>>, takes: Takes): ReadonlyArray<Append<F | EntryVoided>> {
  const chains: OpenChain[] = []
  const appends: Array<{ readonly stream: string, readonly facts: Array<F | EntryVoided> }> = []
  for (const [index, step] of steps.entries()) {
    const made = factOf(step, `e${index}.0` as EntryId, chains, takes)
    const last = appends.at(-1)
    if (step.together && last?.stream === step.stream) last.facts.push(made)
    else appends.push({ stream: step.stream, facts: [made] })
  }
  return appends
}

function factOf<F extends Fact>(step: Step<F>, entryId: EntryId, chains: OpenChain[], takes: Takes): F | EntryVoided {
  const { fact, stream, act, which } = step
  if (entryOf(fact).entryId === undefined) return fact
  const candidates = act === 'record' ? [] : chains.filter((chain) => chain.stream === stream && (act === 'takeBack' || chain.type === fact.type))
  const chain = candidates[which % Math.max(candidates.length, 1)]
  if (chain === undefined) return begin(fact, stream, entryId, chains)
  const { root, tip } = chain
  const made: F | EntryVoided = act === 'takeBack'
    ? { type: entryVoided, schemaVersion: 1, data: { entryId, kind: 'correction', root, corrects: tip, reason: sealInClear('made up') } }
    : { ...fact, data: { ...Object(fact.data) as object, entryId, kind: 'correction', root, corrects: tip } }
  if (!takes(made)) return begin(fact, stream, entryId, chains)
  chain.tip = entryId
  return made
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

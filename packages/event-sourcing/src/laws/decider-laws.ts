/** The laws of deciders: total, deterministic, true to their invariants, and made of facts that survive storage. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { CalendarDate } from '../calendar-date.ts'
import type { Command, Decider, DecisionContext, Rejection } from '../decider.ts'
import { derivedId, entryIdOf } from '../derived-ids.ts'
import { entryOf } from '../entry.ts'
import type { Fact } from '../fact.ts'
import type { FactCodec } from '../fact-codec.ts'
import { fold } from '../fold.ts'
import { freezeTree } from '../json.ts'
import type { CommandId, StreamName } from '../identifiers.ts'
import { assertSame, show } from '../testing/differences.ts'
import { lawFor, type Law } from './law.ts'

/** What a law may hand to `decide`, save the entry ids, which it derives. */
export type LawContext<Gathered> = Omit<DecisionContext<Gathered>, 'entryId'>

export interface DeciderUnderLaw<C extends Command, State, F extends Fact, R extends Rejection, Gathered> {
  readonly decider: Decider<C, State, F, R, Gathered>
  readonly codec: FactCodec<F>
  /** Commands of all kinds, sensible and not; given the state, so that they can name what is there. */
  readonly commands: (state: State) => fc.Arbitrary<C>
  /** Authority, day and evidence; none, 2024-01-01 and none unless said otherwise. */
  readonly contexts?: (state: State) => fc.Arbitrary<LawContext<Gathered>>
  /** What is true after any history, by name. */
  readonly invariants?: Readonly<Record<string, (state: State) => boolean>>
  /** 100 histories unless said otherwise. */
  readonly numRuns?: number
  /** Commands in a history, at most; 20 unless said otherwise. */
  readonly maxCommands?: number
}

/** All laws of deciders. Every law tries arbitrary histories: commands decided one after another from the initial state. */
export const deciderLaws = <C extends Command, State, F extends Fact, R extends Rejection, Gathered>(subject: DeciderUnderLaw<C, State, F, R, Gathered>): ReadonlyArray<Law> => {
  const { decider, codec, invariants = {} } = subject
  const law = (name: string, holds: (history: History<C, State, F, R, Gathered>) => void): Law =>
    lawFor(name, fc.gen(), subject.numRuns ?? 100, (draw) => withStory(historyOf(subject, draw), holds))
  return [
    law('decide never throws, whatever the command in whatever state', ({ error }) => {
      if (error?.by === 'decide') throw error.thrown
    }),
    law('evolve never throws, in whatever order the facts come', ({ error, facts }) => {
      if (error?.by === 'evolve') throw error.thrown
      fold(decider, facts.toReversed())
      for (const fact of facts) decider.evolve(decider.initialState, fact)
    }),
    law('decide and evolve change nothing that they are given', ({ error, turns }) => {
      if (error !== undefined && isWriteToFrozen(error.thrown)) throw error.thrown
      for (const { before, copyOfBefore } of turns) assertSame('a state was changed after it was handed on', before, copyOfBefore)
    }),
    law('the same command in the same state is decided alike, and the same facts lead to the same state', ({ turns, facts }) => {
      for (const { command, before, context, outcome } of turns) assertSame('decided otherwise the second time', decider.decide(command, before, context), outcome)
      assertSame('folded otherwise the second time', fold(decider, facts), fold(decider, facts))
    }),
    law('a rejection names its type and its rule', ({ turns }) => {
      for (const { outcome } of turns) if (E.isLeft(outcome) && !(isText(outcome.left.type) && isText(outcome.left.rule))) throw new Error(`this rejection says too little: ${show(outcome.left)}`)
    }),
    law('nothing more is decided once the instance has ended', ({ turns }) => {
      for (const { command, before, outcome } of turns) if (decider.isTerminal(before) && E.isRight(outcome) && outcome.right.length > 0) throw new Error(`${command.type} still decides ${show(outcome.right)}`)
    }),
    law('facts survive their way into the log and back', ({ facts }) => {
      const stored = facts.flatMap((fact) => storedAndRead(codec, fact))
      assertSame('other facts came back', stored, facts)
      assertSame('what came back leads to another state', fold(decider, stored), fold(decider, facts))
    }),
    law('dated facts have entry ids of their own, and corrections name entries of their stream', ({ facts }) => checkEntries(facts)),
    ...Object.entries(invariants).map(([name, holds]) => law(name, ({ turns, facts }) => {
      if (!holds(decider.initialState)) throw new Error(`"${name}" does not hold before the first fact`)
      for (const { after } of turns) if (!holds(after)) throw new Error(`"${name}" is broken in the state ${show(after)}`)
      if (!holds(fold(decider, facts))) throw new Error(`"${name}" is broken in the state folded from all facts`)
    })),
  ]
}

interface Turn<C extends Command, State, F extends Fact, R extends Rejection, Gathered> {
  readonly command: C
  readonly context: DecisionContext<Gathered>
  readonly before: State
  readonly copyOfBefore: State
  readonly outcome: E.Either<R, ReadonlyArray<F>>
  readonly after: State
}

interface History<C extends Command, State, F extends Fact, R extends Rejection, Gathered> {
  readonly turns: ReadonlyArray<Turn<C, State, F, R, Gathered>>
  readonly facts: ReadonlyArray<F>
  /** The command at which the history broke off, and what was thrown. */
  readonly error?: { readonly by: 'decide' | 'evolve', readonly command: C, readonly thrown: unknown }
}

function historyOf<C extends Command, State, F extends Fact, R extends Rejection, Gathered>(
  subject: DeciderUnderLaw<C, State, F, R, Gathered>, draw: fc.GeneratorValue,
): History<C, State, F, R, Gathered> {
  const { decider, commands, contexts = noContexts<Gathered> } = subject
  const length = draw(fc.integer, { min: 1, max: subject.maxCommands ?? 20 })
  const turns: Array<Turn<C, State, F, R, Gathered>> = []
  const facts: F[] = []
  let state = freezeTree(decider.initialState)
  for (let place = 0; place < length; place += 1) {
    const before = state
    const command = freezeTree(draw(() => commands(before)))
    const context = { ...draw(() => contexts(before)), entryId: entryIdsOf(place) }
    const copyOfBefore = structuredClone(before)
    const outcome = attempt(() => decider.decide(command, before, context))
    if ('thrown' in outcome) return { turns, facts, error: { by: 'decide', command, ...outcome } }
    const decided = E.isRight(outcome.value) ? freezeTree(outcome.value.right) : []
    const after = attempt(() => fold(decider, decided, before))
    if ('thrown' in after) return { turns, facts, error: { by: 'evolve', command, ...after } }
    state = freezeTree(after.value)
    facts.push(...decided)
    turns.push({ command, context, before, copyOfBefore, outcome: outcome.value, after: state })
  }
  return { turns, facts }
}

function attempt<A>(work: () => A): { readonly value: A } | { readonly thrown: unknown } {
  try {
    return { value: work() }
  } catch (thrown) {
    return { thrown }
  }
}

/** Checks a history; a failure tells the commands that led to it. */
function withStory<C extends Command, State, F extends Fact, R extends Rejection, Gathered>(
  history: History<C, State, F, R, Gathered>, holds: (history: History<C, State, F, R, Gathered>) => void,
): void {
  const checked = attempt(() => holds(history))
  if (!('thrown' in checked)) return
  const lines = history.turns.map(({ command, outcome }) => `  ${show(command)} -> ${E.isRight(outcome) ? `facts ${show(outcome.right)}` : `rejected ${show(outcome.left)}`}`)
  const last = history.error === undefined ? [] : [`  ${show(history.error.command)} -> ${history.error.by} throws`]
  throw new Error([`${messageOf(checked.thrown)}`, 'after these commands:', ...lines, ...last].join('\n'), { cause: checked.thrown })
}

function noContexts<Gathered>(): fc.Arbitrary<LawContext<Gathered>> {
  return fc.constant({ authority: undefined, decidedOn: '2024-01-01' as CalendarDate, recordedOn: '2024-01-02' as CalendarDate, evidence: undefined as Gathered })
}

function entryIdsOf(place: number): DecisionContext['entryId'] {
  const commandId: CommandId = derivedId('law', String(place))
  return (ordinal) => entryIdOf(commandId, 'law-1' as StreamName, ordinal)
}

function storedAndRead<F extends Fact>(codec: FactCodec<F>, fact: F): ReadonlyArray<F> {
  const encoded = codec.encode(fact)
  if (E.isLeft(encoded)) throw new Error(`the codec refuses ${show(fact)}: ${encoded.left.problems.join('; ')}`)
  const decoded = codec.decode(JSON.parse(JSON.stringify(encoded.right)))
  if (E.isLeft(decoded)) throw new Error(`the codec does not read back ${show(fact)}: ${decoded.left.problems.join('; ')}`)
  return decoded.right
}

function checkEntries(facts: ReadonlyArray<Fact>): void {
  const known = new Set<string>()
  for (const fact of facts) {
    const { entryId, root, corrects } = entryOf(fact)
    for (const named of [root, corrects]) if (named !== undefined && !known.has(named)) throw new Error(`${show(fact)} names the entry ${named}, which is not in its stream`)
    if (entryId !== undefined && known.has(entryId)) throw new Error(`${show(fact)} has the entry id of an earlier fact`)
    if (entryId !== undefined) known.add(entryId)
  }
}

function isWriteToFrozen(thrown: unknown): boolean {
  return thrown instanceof TypeError && /read only|not extensible|Cannot delete|Cannot add property/i.test(thrown.message)
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
}

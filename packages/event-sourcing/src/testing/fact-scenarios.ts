/** Given these facts, then that model, these reactions or those deadlines: scenarios of projections, policies and processes. */

import type { CalendarDate } from '../calendar-date.ts'
import type { Command } from '../decider.ts'
import type { Fact } from '../fact.ts'
import { freezeTree } from '../json.ts'
import type { Policy, Reaction } from '../policy.ts'
import type { Deadline, Process } from '../process.ts'
import { onlyKey, type Projection } from '../projection.ts'
import type { RecordedEvent } from '../recorded-event.ts'
import { replay } from '../replay.ts'
import { AssertionError, assertSame } from './differences.ts'
import { recordedLog, type Append } from './recording.ts'

/** The model of one key; each comparison throws an AssertionError where it fails. */
export interface ModelThen<Model> {
  readonly model: Model | undefined
  readonly then: (expected: Model) => void
  /** No fact touches this key. */
  readonly thenNone: () => void
}

export interface ModelScenario<Model> extends ModelThen<Model> {
  /** The model as of a day; only for projections in effective order, since others are asked through their timelines. */
  readonly asOf: (day: string) => ModelThen<Model>
}

export interface ProjectionScenario<Model> extends ModelScenario<Model> {
  readonly key: (key: string) => ModelScenario<Model>
  /** The same with only the first so many facts: what was known before the others were recorded. */
  readonly knowing: (facts: number) => ProjectionScenario<Model>
}

export interface PolicyScenario<C extends Command> {
  readonly reactions: ReadonlyArray<Reaction<C>>
  /** Exactly these reactions to all the facts, in their order. */
  readonly then: (reactions: ReadonlyArray<Reaction<C>>) => void
  readonly thenNothing: () => void
}

export interface ProcessScenario<C extends Command> {
  readonly instance: (instance: string) => ProcessScenario<C>
  readonly open: ReadonlyArray<Deadline<C>>
  /** Exactly these deadlines are open, whenever they are due; the order does not count. */
  readonly thenOpen: (deadlines: ReadonlyArray<Deadline<C>>) => void
  /** Exactly these are due by the end of a day. */
  readonly thenDueBy: (day: string, deadlines: ReadonlyArray<Deadline<C>>) => void
  readonly thenNothingOpen: () => void
}

export interface FactScenarios {
  /** The model of the only key unless `key` names another. */
  readonly project: <F extends Fact, Model>(projection: Projection<F, Model>) => ProjectionScenario<Model>
  readonly react: <F extends Fact, C extends Command>(policy: Policy<F, C>) => PolicyScenario<C>
  /** All instances together unless `instance` names one. */
  readonly run: <F extends Fact, State, C extends Command>(process: Process<F, State, C>) => ProcessScenario<C>
}

/** Scenarios over a log of these facts, in this order; `inStream` says to which stream some belong. */
export const givenFacts = (...facts: ReadonlyArray<Fact | Append<Fact>>): FactScenarios => over(freezeTree(recordedLog(facts)))

function over(log: ReadonlyArray<RecordedEvent>): FactScenarios {
  return {
    project: (projection) => projectionScenario(projection, log),
    react: (policy) => policyScenario(policy, log),
    run: (process) => processScenario(process, log),
  }
}

function projectionScenario<F extends Fact, Model>(projection: Projection<F, Model>, log: ReadonlyArray<RecordedEvent>): ProjectionScenario<Model> {
  return {
    ...modelScenario(projection, log, onlyKey),
    key: (key) => modelScenario(projection, log, key),
    knowing: (facts) => projectionScenario(projection, log.slice(0, facts)),
  }
}

function modelScenario<F extends Fact, Model>(projection: Projection<F, Model>, log: ReadonlyArray<RecordedEvent>, key: string): ModelScenario<Model> {
  return {
    ...modelThen(replay(projection, log).get(key), `the model ${JSON.stringify(key)} of ${projection.name}`),
    asOf: (day) => {
      if (projection.order === 'recorded') throw new Error(`${projection.name} sees facts in the order of the log; ask its timelines for a day.`)
      return modelThen(replay(projection, log, day as CalendarDate).get(key), `the model ${JSON.stringify(key)} of ${projection.name} as of ${day}`)
    },
  }
}

function modelThen<Model>(model: Model | undefined, what: string): ModelThen<Model> {
  return {
    model,
    then: (expected) => {
      if (model === undefined) throw new AssertionError(`${what} does not exist: no fact touches it`, expected, model)
      assertSame(`${what} is another`, model, expected)
    },
    thenNone: () => {
      if (model !== undefined) throw new AssertionError(`${what} exists`, undefined, model)
    },
  }
}

function policyScenario<F extends Fact, C extends Command>(policy: Policy<F, C>, log: ReadonlyArray<RecordedEvent>): PolicyScenario<C> {
  const reactions = log.filter((event) => policy.handles.includes(event.type)).flatMap((event) => policy.react(event as RecordedEvent<F>))
  return {
    reactions,
    then: (expected) => assertSame(`${policy.name} reacts otherwise`, reactions, expected),
    thenNothing: () => assertSame(`${policy.name} reacts`, reactions, []),
  }
}

function processScenario<F extends Fact, State, C extends Command>(process: Process<F, State, C>, log: ReadonlyArray<RecordedEvent>, only?: string): ProcessScenario<C> {
  const open = [...statesOf(process, log)].filter(([instance]) => only === undefined || instance === only).flatMap(([, state]) => process.due(state)).sort(byDeadline)
  return {
    open,
    instance: (instance) => processScenario(process, log, instance),
    thenOpen: (expected) => assertSame(`other deadlines of ${process.name} are open`, open, expected.toSorted(byDeadline)),
    thenDueBy: (day, expected) => assertSame(`other deadlines of ${process.name} are due by ${day}`, open.filter(({ dueOn }) => dueOn <= day), expected.toSorted(byDeadline)),
    thenNothingOpen: () => assertSame(`deadlines of ${process.name} are open`, open, []),
  }
}

function statesOf<F extends Fact, State, C extends Command>(process: Process<F, State, C>, log: ReadonlyArray<RecordedEvent>): ReadonlyMap<string, State> {
  const states = new Map<string, State>()
  for (const each of log.filter(({ type }) => process.handles.includes(type))) {
    const event = each as RecordedEvent<F>
    for (const instance of new Set(process.instances(event))) {
      states.set(instance, freezeTree(process.evolve(states.get(instance) ?? process.initial(instance), event)))
    }
  }
  return states
}

function byDeadline(left: Deadline, right: Deadline): number {
  const [before, after] = [left, right].map(({ dueOn, stream, deadlineId }) => JSON.stringify([dueOn, stream, deadlineId])) as [string, string]
  return before < after ? -1 : before > after ? 1 : 0
}

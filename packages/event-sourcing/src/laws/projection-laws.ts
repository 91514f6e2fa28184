/** The laws of projections: one recipe, equal in every run, for corrections and late facts in any order. */

import fc from 'fast-check'
import type { CalendarDate } from '../calendar-date.ts'
import { chainIdOf } from '../chain.ts'
import { effectiveDateOf, entryOf, entryVoided } from '../entry.ts'
import type { Fact } from '../fact.ts'
import { freezeTree, sameTree } from '../json.ts'
import { liveModels } from '../live-models.ts'
import { projectionName, type Projection } from '../projection.ts'
import { byPosition, type RecordedEvent } from '../recorded-event.ts'
import { replay, type Models } from '../replay.ts'
import { assertSame, show } from '../testing/differences.ts'
import { recordedLog } from '../testing/recording.ts'
import { lawFor, type Law } from './law.ts'
import { recordedInAnotherOrder } from './logs.ts'
import { withoutMachine } from './without-machine.ts'

export interface ProjectionUnderLaw<F extends Fact, Model> {
  readonly projection: Projection<F, Model>
  /** Logs with late facts, corrections and withdrawals among them, for example of `arbitraryLogs`. */
  readonly logs: fc.Arbitrary<ReadonlyArray<RecordedEvent>>
  /**
   * What the model says of a day, in JSON: needed in recorded order, where the model itself remembers how it came about. In effective
   * order the model as of the day is the answer.
   */
  readonly answers?: (model: Model, asOf: CalendarDate) => unknown
  /** 100 logs unless said otherwise. */
  readonly numRuns?: number
}

/** All laws of projections. Fails at once for a projection in recorded order without `answers`. */
export const projectionLaws = <F extends Fact, Model>({ projection, logs, answers, numRuns = 100 }: ProjectionUnderLaw<F, Model>): ReadonlyArray<Law> => {
  const effective = projection.order === 'effective'
  if (!effective && answers === undefined) throw new Error(`${projectionName(projection)} is in recorded order: the laws need its answers.`)
  const frozenLogs = logs.map((log) => freezeTree(log))
  const law = (name: string, holds: (log: ReadonlyArray<RecordedEvent>) => void): Law => lawFor(name, frozenLogs, numRuns, holds)
  const answerOf = (model: Model, asOf: CalendarDate): unknown => answers === undefined ? model : answers(model, asOf)
  const answersOn = (log: ReadonlyArray<RecordedEvent>, asOf: CalendarDate): Readonly<Record<string, unknown>> =>
    Object.fromEntries([...replay(projection, log, effective ? asOf : undefined)].map(([key, model]) => [key, answerOf(model, asOf)]))
  return [
    lawFor('the same log leads to the same models twice, whatever was replayed in between', fc.tuple(frozenLogs, frozenLogs), numRuns, ([log, other]) => {
      const first = structuredClone(plain(replay(projection, log)))
      assertSame('the second replay leads to other models', plain(replay(projection, log)), first)
      replay(projection, other)
      assertSame('after a replay of another log it leads to other models', plain(replay(projection, log)), first)
    }),
    law('models are made without asking a clock, chance or the time zone', (log) => { withoutMachine(() => replay(projection, log)) }),
    law('keys are texts, and always the same for the same fact', (log) => {
      const all = log.filter((event) => projection.handles.includes(event.type) && event.type !== entryVoided) as ReadonlyArray<RecordedEvent> as ReadonlyArray<RecordedEvent<F>>
      const first = withoutMachine(() => all.map((event) => [...projection.keys(event)]))
      for (const key of first.flat()) if (typeof key !== 'string') throw new Error(`${show(key)} is a key, and no text`)
      replay(projection, log)
      const later = all.toReversed().map((event) => [...projection.keys(freezeTree(structuredClone(event)))]).reverse()
      assertSame('asked again, in another order, of a copy of each fact, the keys are others', later, first)
    }),
    lawFor('replay in place and live under Immer lead to the same models, however the log is cut', fc.tuple(frozenLogs, cuts()), numRuns, ([log, sizes]) => {
      const live = liveModels(projection)
      for (const batch of batchesOf(log, sizes)) live.take(batch)
      same('the live run', live.all(), replay(projection, log))
    }),
    lawFor('published models never change while later facts come', fc.tuple(frozenLogs, cuts()), numRuns, ([log, sizes]) => {
      const live = liveModels(projection)
      const published: Array<readonly [Models<Model>, unknown]> = []
      for (const batch of batchesOf(log, sizes)) {
        live.take(batch)
        const models = live.all()
        for (const model of models.values()) assertFrozen(model)
        published.push([models, structuredClone(plain(models))])
      }
      for (const [models, copy] of published) assertSame('a published model changed', plain(models), copy)
    }),
    ...(effective ? [
      lawFor('models as of any day are those of brute force: resolve every chain, drop what was taken back, sort by effect, fold', fc.tuple(frozenLogs, fc.nat(), cuts()), numRuns, ([log, which, sizes]) => {
        const days = daysOf(log)
        const asOf = days[which % Math.max(days.length, 1)] ?? '2024-01-01' as CalendarDate
        const expected = byBruteForce(projection, log, asOf)
        same(`replay as of ${asOf}`, replay(projection, log, asOf), expected)
        const live = liveModels(projection, asOf)
        for (const batch of batchesOf(log, sizes)) live.take(batch)
        same(`the live run as of ${asOf}`, live.all(), expected)
      }),
    ] : []),
    lawFor('the order in which independent entries were recorded changes no answer', fc.tuple(frozenLogs, fc.array(fc.nat(), { maxLength: 20 })), numRuns, ([log, ranks]) => {
      const other = recordedInAnotherOrder(log, chainIdOf, (chain) => [...new Set(chain.map(effectiveDateOf))], ranks)
      for (const day of daysOf(log)) assertSame(`the answers of ${day}`, answersOn(freezeTree(other), day), answersOn(log, day))
    }),
    law('corrections and withdrawals leave no other trace: the answers are those of a log that was right from the start', (log) => {
      const other = freezeTree(rightFromTheStart(log))
      for (const day of daysOf(log)) {
        const told = answersOn(other, day)
        const untouched = [...replay(projection, log).keys()].map((key) => [key, answerOf(projection.initial(key), day)] as const)
        assertSame(`the answers of ${day}`, answersOn(log, day), { ...Object.fromEntries(untouched), ...told })
      }
    }),
    law('models are JSON trees: records, lists and values, no object in two places', (log) => {
      const seen = new Set<object>()
      for (const [key, model] of replay(projection, log)) assertTree(model, `model ${JSON.stringify(key)}`, seen)
    }),
    law('nothing of a fact stands in a model itself: it goes through copy()', (log) => {
      const ofFacts = new Set<object>()
      for (const event of log) collect(event, ofFacts)
      for (const [key, model] of replay(projection, log)) assertApart(model, `model ${JSON.stringify(key)}`, ofFacts)
    }),
    law('facts of other types change nothing', (log) => {
      const others = log.flatMap((event) => [strange(event), event]).map((event, position) => ({ ...event, globalPosition: position as RecordedEvent['globalPosition'] }))
      for (const day of daysOf(log)) assertSame(`the answers of ${day}`, answersOn(freezeTree(others), day), answersOn(log, day))
    }),
    { name: 'the facts that it handles are in the logs of these laws', check: () => {
      const seen = new Set(fc.sample(logs, { numRuns: 200, seed: 1 }).flat().map((event) => event.type))
      assertSame('handled, but in no log', projection.handles.filter((type) => !seen.has(type)), [])
    } },
  ]
}

/** The models of brute force, written down apart from the library: each chain is told from its beginning, entry by entry. */
export const byBruteForce = <F extends Fact, Model>(projection: Projection<F, Model>, log: ReadonlyArray<RecordedEvent>, asOf: CalendarDate): Models<Model> => {
  const chains = Map.groupBy(log, chainIdOf)
  const keys = new Set([...chains.values()].flatMap((chain) => chain.flatMap((event) => keysOf(projection, event))))
  const entries = [...chains.values()]
    .map((chain) => ({ event: told(chain), position: chain[0]?.globalPosition ?? 0 }))
    .filter((entry): entry is { event: RecordedEvent, position: typeof entry.position } => entry.event !== undefined && effectiveDateOf(entry.event) <= asOf)
    .sort((left, right) => compare(effectiveDateOf(left.event), effectiveDateOf(right.event)) || left.position - right.position)
  return new Map([...keys].map((key) => {
    const model = projection.initial(key)
    for (const { event } of entries) if (keysOf(projection, event).includes(key)) projection.project(model, event as RecordedEvent<F>)
    return [key, model]
  }))
}

/** What a chain says in the end: a void goes back to what was said before the entry that it takes back. */
function told(chain: ReadonlyArray<RecordedEvent>): RecordedEvent | undefined {
  const before = new Map<string, RecordedEvent | undefined>()
  let said: RecordedEvent | undefined
  for (const event of chain) {
    const { entryId, corrects } = entryOf(event)
    if (entryId !== undefined) before.set(entryId, said)
    said = event.type === entryVoided ? before.get(corrects ?? '') : event
  }
  return said
}

/** The log as it would be if every chain had said at its root what it says in the end. */
function rightFromTheStart(log: ReadonlyArray<RecordedEvent>): ReadonlyArray<RecordedEvent> {
  return [...Map.groupBy(log, chainIdOf).values()].flatMap((chain) => {
    const [root] = chain
    const event = told(chain)
    if (root === undefined || event === undefined) return []
    if (event === root) return [event]
    const { root: _root, corrects: _corrects, ...data } = event.data as Readonly<Record<string, unknown>>
    return [{ ...event, data: { ...data, kind: 'change' }, globalPosition: root.globalPosition, subIndex: root.subIndex }]
  }).sort(byPosition)
}

function keysOf<F extends Fact, Model>(projection: Projection<F, Model>, event: RecordedEvent): ReadonlyArray<string> {
  return projection.handles.includes(event.type) && event.type !== entryVoided ? projection.keys(event as RecordedEvent<F>) : []
}

/** The days on which something in the log takes effect, in order. */
function daysOf(log: ReadonlyArray<RecordedEvent>): ReadonlyArray<CalendarDate> {
  return [...new Set(log.map(effectiveDateOf))].sort()
}

function cuts(): fc.Arbitrary<ReadonlyArray<number>> {
  return fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 })
}

/** The log in batches of these sizes, again and again; an append is never cut. */
function batchesOf(log: ReadonlyArray<RecordedEvent>, sizes: ReadonlyArray<number>): ReadonlyArray<ReadonlyArray<RecordedEvent>> {
  const appends = [...Map.groupBy(log, (event) => event.metadata.commandId).values()]
  const batches: Array<ReadonlyArray<RecordedEvent>> = []
  let place = 0
  while (place < appends.length) {
    const size = sizes[batches.length % sizes.length] ?? 1
    batches.push(appends.slice(place, place + size).flat())
    place += size
  }
  return batches
}

function strange(event: RecordedEvent): RecordedEvent {
  const [other] = recordedLog([{ stream: event.stream, facts: [{ type: 'SomethingElseHappened', schemaVersion: 1, data: {} }], recordedAt: event.recordedAt }])
  return { ...other as RecordedEvent, eventId: event.eventId, subIndex: 1 }
}

function plain<Model>(models: Models<Model>): unknown {
  return Object.fromEntries(models)
}

function same<Model>(what: string, models: Models<Model>, expected: Models<Model>): void {
  assertSame(`${what} leads to other models`, plain(models), plain(expected))
}

function assertTree(value: unknown, place: string, seen: Set<object>): void {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return
  if (typeof value === 'number' && Number.isFinite(value)) return
  if (typeof value !== 'object' || !(Array.isArray(value) || isRecord(value))) throw new Error(`${place} holds ${show(value)}, which is not JSON`)
  if (seen.has(value)) throw new Error(`${place} holds an object that also stands elsewhere: ${show(value)}`)
  seen.add(value)
  for (const [key, child] of Object.entries(value)) assertTree(child, `${place}.${key}`, seen)
  if (!sameTree(JSON.parse(JSON.stringify(value)), value)) throw new Error(`${place} does not survive JSON`)
}

function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function assertFrozen(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (!Object.isFrozen(value)) throw new Error(`a published model can be changed: ${show(value)}`)
  for (const child of Object.values(value)) assertFrozen(child)
}

function collect(value: unknown, into: Set<object>): void {
  if (typeof value !== 'object' || value === null) return
  into.add(value)
  for (const child of Object.values(value)) collect(child, into)
}

function assertApart(value: unknown, place: string, others: ReadonlySet<object>): void {
  if (typeof value !== 'object' || value === null) return
  if (others.has(value)) throw new Error(`${place} holds an object of a fact: ${show(value)}`)
  for (const [key, child] of Object.entries(value)) assertApart(child, `${place}.${key}`, others)
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

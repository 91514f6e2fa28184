/** The laws of explaining: the noting run is the replay, what is not named does not matter, and neighbours are not named. */

import fc from 'fast-check'
import type { CalendarDate } from '../calendar-date.ts'
import { chainIdOf } from '../chain.ts'
import { effectiveDateOf } from '../entry.ts'
import { explainAnswer, modelsFrom } from '../explain/explain-answer.ts'
import { explainPath, valueAt } from '../explain/explain-path.ts'
import type { Explanation } from '../explain/explanation.ts'
import { asJson } from '../explain/figure.ts'
import { notedRun } from '../explain/noted-run.ts'
import type { Question, Reads } from '../explain/question.ts'
import type { Fact } from '../fact.ts'
import { freezeTree, sameTree } from '../json.ts'
import { projectLive } from '../live.ts'
import type { Projection } from '../projection.ts'
import type { RecordedEvent } from '../recorded-event.ts'
import { eventsByKey, foldKey, shownTo } from '../replay.ts'
import { assertSame } from '../testing/differences.ts'
import { lawFor, type Law } from './law.ts'

type Log = ReadonlyArray<RecordedEvent>

export interface ProjectionToExplain<F extends Fact, Model> {
  readonly projection: Projection<F, Model>
  readonly logs: fc.Arbitrary<Log>
  /** The log with facts of one's own after it, about units of their own; where they change what is asked for, the law says nothing. */
  readonly withNeighbours?: (log: Log, picks: ReadonlyArray<number>) => Log
  /** The run that is to be the replay; that of explaining unless said otherwise. */
  readonly run?: (projection: Projection<F, Model>, key: string, shown: Log) => Model
  readonly explain?: typeof explainPath
  /** 100 logs unless said otherwise. */
  readonly numRuns?: number
}

/** The laws of explaining any place of the models of a projection. */
export const explainPathLaws = <F extends Fact, Model>({
  projection, logs, withNeighbours, run = (...shown) => notedRun(...shown).model, explain = explainPath, numRuns = 100,
}: ProjectionToExplain<F, Model>): ReadonlyArray<Law> => {
  const frozenLogs = logs.map((log) => freezeTree(log))
  const cases = fc.tuple(frozenLogs, fc.nat(), fc.nat(), fc.nat(), fc.array(fc.nat(), { minLength: 1, maxLength: 6 }))
  const law = (name: string, holds: (example: Example<F, Model>) => void): Law =>
    lawFor(name, cases, numRuns, ([log, whichKey, whichDay, whichPath, picks]) => {
      const example = exampleOf(projection, log, whichKey, whichDay, whichPath, picks)
      if (example !== undefined) holds(example)
    })
  return [
    law('explaining runs a projection as a replay and a live run do', ({ key, events, asOf }) => {
      const shown = shownTo(projection, key, events, asOf)
      const replayed = foldKey(projection, key, events, asOf)
      assertSame('the noting run leads to another model', run(projection, key, shown), replayed)
      assertSame('the live run leads to another model', projectLive(projection, freezeTree(projection.initial(key)), shown as ReadonlyArray<RecordedEvent<F>>), replayed)
    }),
    law('leaving out every fact that is not named leaves a place as it is', ({ log, key, events, asOf, path }) => {
      const explanation = explain({ projection, key, events, asOf, path })
      const value = (own: Log): unknown => asJson(valueAt(foldKey(projection, key, eventsByKey(projection, own).get(key) ?? [], asOf), path))
      assertSame('the explained value is another', explanation.value, value(log))
      assertSame(`with the facts named alone, ${path.join('.')} of ${key}`, value(withChainsOf(log, namedIn(explanation))), value(log))
    }),
    ...(withNeighbours === undefined ? [] : [
      law('facts planted beside a place are not named', ({ log, key, asOf, path, picks }) => {
        const planted = freezeTree(withNeighbours(log, picks))
        const value = (own: Log): unknown => asJson(valueAt(foldKey(projection, key, eventsByKey(projection, own).get(key) ?? [], asOf), path))
        if (!sameTree(value(planted), value(log))) return
        const explanation = explain({ projection, key, events: eventsByKey(projection, planted).get(key) ?? [], asOf, path })
        assertSame(`named for ${path.join('.')} of ${key} without having to do with it`, notIn(log, explanation), [])
      }),
    ]),
  ]
}

export interface QueryToExplain<R extends Reads, Answer> {
  readonly logs: fc.Arbitrary<Log>
  /** The query as of a day, and the figures of its answer: each takes one out of it. */
  readonly question: (asOf: CalendarDate, log: Log) => Question<R, Answer>
  readonly figures: (answer: Answer) => ReadonlyArray<(answer: Answer) => unknown>
  readonly withNeighbours?: (log: Log, picks: ReadonlyArray<number>) => Log
  readonly explain?: typeof explainAnswer
  /** 100 logs unless said otherwise. */
  readonly numRuns?: number
}

/** The laws of explaining the figures of a query. */
export const explainQueryLaws = <R extends Reads, Answer>(
  { logs, question, figures, withNeighbours, explain = explainAnswer, numRuns = 100 }: QueryToExplain<R, Answer>,
): ReadonlyArray<Law> => {
  const cases = fc.tuple(logs.map((log) => freezeTree(log)), fc.nat(), fc.nat(), fc.array(fc.nat(), { minLength: 1, maxLength: 6 }))
  const law = (name: string, holds: (log: Log, asked: Question<R, Answer>, figure: (answer: Answer) => unknown, picks: ReadonlyArray<number>) => void): Law =>
    lawFor(name, cases, numRuns, ([log, whichDay, whichFigure, picks]) => {
      const asOf = pick(daysOf(log), whichDay)
      if (asOf === undefined) return
      const asked = question(asOf, log)
      const figure = pick(figures(asked.answer(modelsFrom(asked.reads, log))), whichFigure)
      if (figure !== undefined) holds(log, asked, figure, picks)
    })
  return [
    law('leaving out every fact that is not named leaves a figure as it is', (log, asked, figure) => {
      const value = (own: Log): unknown => asJson(figure(asked.answer(modelsFrom(asked.reads, own))))
      const explanation = explain(log, asked, figure)
      assertSame('the explained figure is another', explanation.value, value(log))
      assertSame('with the facts named alone, the figure', value(withChainsOf(log, namedIn(explanation))), value(log))
    }),
    ...(withNeighbours === undefined ? [] : [
      law('facts planted beside a figure are not named', (log, asked, figure, picks) => {
        const planted = freezeTree(withNeighbours(log, picks))
        const value = (own: Log): unknown => asJson(figure(asked.answer(modelsFrom(asked.reads, own))))
        if (!sameTree(value(planted), value(log))) return
        assertSame('named without having to do with the figure', notIn(log, explain(planted, asked, figure)), [])
      }),
    ]),
  ]
}

interface Example<F extends Fact, Model> {
  readonly projection: Projection<F, Model>
  readonly log: Log
  readonly key: string
  readonly events: Log
  readonly asOf: CalendarDate | undefined
  readonly path: ReadonlyArray<string>
  readonly picks: ReadonlyArray<number>
}

function exampleOf<F extends Fact, Model>(
  projection: Projection<F, Model>, log: Log, whichKey: number, whichDay: number, whichPath: number, picks: ReadonlyArray<number>,
): Example<F, Model> | undefined {
  const byKey = eventsByKey(projection, log)
  const key = pick([...byKey.keys()], whichKey)
  if (key === undefined) return undefined
  const events = byKey.get(key) ?? []
  const asOf = projection.order === 'effective' && whichDay % 3 > 0 ? pick(daysOf(events), whichDay) : undefined
  const path = pick(pathsOf(projection, key, events, asOf), whichPath) ?? []
  return { projection, log, key, events, asOf, path, picks }
}

/** The paths of everything that stands in a model, or once stood in it. */
function pathsOf<F extends Fact, Model>(projection: Projection<F, Model>, key: string, events: Log, asOf: CalendarDate | undefined): ReadonlyArray<ReadonlyArray<string>> {
  const paths = new Map<string, ReadonlyArray<string>>()
  const collect = (value: unknown, path: ReadonlyArray<string>): void => {
    paths.set(JSON.stringify(path), path)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    for (const [name, child] of Object.entries(value)) collect(child, [...path, name])
  }
  const shown = shownTo(projection, key, events, asOf)
  const model = projection.initial(key)
  collect(model, [])
  for (const event of shown) {
    projection.project(model, event as RecordedEvent<F>)
    collect(model, [])
  }
  return [...paths.values()]
}

function namedIn({ setBy, confirmedBy, computedFrom }: Explanation): Log {
  return [...setBy, ...confirmedBy, ...computedFrom].flatMap(({ chain }) => chain)
}

/** What is named, the overruled included, besides the facts of a log. */
function notIn(log: Log, explanation: Explanation): ReadonlyArray<unknown> {
  const own = new Set(log.map((event) => event.eventId))
  return [...namedIn(explanation), ...explanation.overruled.flatMap(({ chain }) => chain)]
    .filter((event) => !own.has(event.eventId)).map(({ type, data }) => ({ type, data }))
}

/** A log without the chains of which no fact is named. */
function withChainsOf(log: Log, named: Log): Log {
  const chains = new Set(named.map(chainIdOf))
  return log.filter((event) => chains.has(chainIdOf(event)))
}

function daysOf(log: Log): ReadonlyArray<CalendarDate> {
  return [...new Set(log.map(effectiveDateOf))].sort()
}

function pick<A>(all: ReadonlyArray<A>, which: number): A | undefined {
  return all[which % Math.max(all.length, 1)]
}

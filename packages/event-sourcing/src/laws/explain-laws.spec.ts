/** The laws of explaining hold for two made-up domains, and each is broken by an explanation that is not sound. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explainAnswer } from '../explain/explain-answer.ts'
import { explainPath } from '../explain/explain-path.ts'
import type { Explanation } from '../explain/explanation.ts'
import { accountCards, arbitraryEntries, ledger, withNeighbours } from '../explain/ledger.spec-domain.ts'
import { notedRun } from '../explain/noted-run.ts'
import { modelsOf, question } from '../explain/question.ts'
import { applyLaws, arbitraryLogs, explainPathLaws, explainQueryLaws, type Law } from '../laws.ts'
import type { RecordedEvent } from '../recorded-event.ts'
import { arbitraryFacts, historyProjection, shelfProjection } from '../shelves.spec-domain.ts'
import { at } from '../timeline.ts'

const logs = arbitraryLogs(arbitraryFacts)
const ledgerLogs = arbitraryLogs(arbitraryEntries, { streams: ['sample-1'], maxLength: 25 })

describe('a projection in effective order', () => applyLaws(explainPathLaws({ projection: shelfProjection, logs }), test))
describe('a projection in recorded order', () => applyLaws(explainPathLaws({ projection: historyProjection, logs }), test))
describe('a projection that uses its model in every way there is', () => applyLaws(explainPathLaws({ projection: ledger, logs: ledgerLogs, numRuns: 300 }), test))
describe('a projection whose facts read what is theirs alone', () => applyLaws(explainPathLaws({ projection: accountCards, logs: ledgerLogs, withNeighbours, numRuns: 300 }), test))

const shelvesAnswer = {
  logs,
  question: (asOf: Parameters<typeof at>[1]) => question({ shelves: modelsOf(shelfProjection, asOf), histories: modelsOf(historyProjection) }, ({ shelves, histories }) => ({
    books: [...shelves.values()].reduce((sum, { books }) => sum + books, 0),
    capped: Math.min(60, [...shelves.values()].reduce((sum, { books }) => sum + books, 0)),
    labels: Object.fromEntries([...shelves].map(([shelf, { label }]) => [shelf, label?.zh ?? null])),
    then: Object.fromEntries([...histories].map(([shelf, { books }]) => [shelf, at(books, asOf) ?? null])),
  })),
  figures: (answer: { readonly labels: object, readonly then: object }) => [
    (one: { readonly books: number }) => one.books, (one: { readonly capped: number }) => one.capped, (one: unknown) => one,
    ...Object.keys(answer.labels).map((shelf) => (one: { readonly labels: Readonly<Record<string, unknown>> }) => one.labels[shelf]),
    ...Object.keys(answer.then).map((shelf) => (one: { readonly then: Readonly<Record<string, unknown>> }) => one.then[shelf]),
  ],
}

describe('a query over shelves', () => applyLaws(explainQueryLaws(shelvesAnswer), test))

const ledgerAnswer = {
  logs: ledgerLogs, withNeighbours, numRuns: 60,
  question: (asOf: Parameters<typeof at>[1]) => question({ ledgers: modelsOf(accountCards, asOf) }, ({ ledgers }) => {
    const accounts = ledgers.get('')?.accounts ?? {}
    return { open: Object.keys(accounts).length, richest: Math.max(0, ...Object.values(accounts).map(({ total }) => total)), a: Math.min(8, accounts['a']?.total ?? 0) }
  }),
  figures: () => [(one: { readonly a: number }) => one.a, (one: { readonly open: number }) => one.open],
}

describe('a query with a cap and a count', () => applyLaws(explainQueryLaws(ledgerAnswer), test))
// The greatest rests on all that there is: any of them could have been it.
describe('a query for the greatest', () => applyLaws(explainQueryLaws({
  logs: ledgerLogs, numRuns: 60, question: ledgerAnswer.question, figures: () => [(one: { readonly richest: number }) => one.richest],
}), test))

describe('the laws of explaining find', () => {
  const changed = (change: (explanation: Explanation) => Partial<Explanation>) => ({
    path: ((asked) => { const explanation = explainPath(asked); return { ...explanation, ...change(explanation) } }) as typeof explainPath,
    answer: ((events, asked, figure) => { const explanation = explainAnswer(events, asked, figure); return { ...explanation, ...change(explanation) } }) as typeof explainAnswer,
  })
  const all = (events: ReadonlyArray<RecordedEvent>): Explanation['computedFrom'] => events.map((event) => ({ event, chain: [event] }))

  test.each<readonly [string, string, ReadonlyArray<Law>]>([
    ['a run that shows a fact twice', 'runs a projection as a replay', explainPathLaws({ projection: ledger, logs: ledgerLogs, run: (projection, key, shown) => notedRun(projection, key, [...shown, ...shown.slice(0, 1)]).model })],
    ['an explanation of another value', 'leaves a place as it is', explainPathLaws({ projection: ledger, logs: ledgerLogs, explain: changed(() => ({ value: 'another' })).path })],
    ['an explanation that names no reads', 'leaves a place as it is', explainPathLaws({ projection: ledger, logs: ledgerLogs, explain: changed(() => ({ computedFrom: [] })).path })],
    ['an explanation that names none that set', 'leaves a place as it is', explainPathLaws({ projection: ledger, logs: ledgerLogs, explain: changed(() => ({ setBy: [] })).path })],
    ['an explanation that forgets what a correction replaced', 'leaves a place as it is', explainPathLaws({
      projection: historyProjection, logs, explain: changed(({ setBy }) => ({ setBy: setBy.slice(1) })).path,
    })],
    ['an explanation that names everything', 'planted beside a place', explainPathLaws({
      projection: accountCards, logs: ledgerLogs, withNeighbours, explain: ((asked) => ({ ...explainPath(asked), computedFrom: all(asked.events) })) as typeof explainPath,
    })],
    ['a figure of which one part is left out', 'leaves a figure as it is', explainQueryLaws({ ...ledgerAnswer, explain: changed(({ setBy }) => ({ setBy: setBy.slice(1) })).answer })],
    ['a figure for which everything is named', 'planted beside a figure', explainQueryLaws({ ...ledgerAnswer, explain: ((events, asked, figure) => ({ ...explainAnswer(events, asked, figure), computedFrom: all(events) })) as typeof explainAnswer })],
  ])('%s', (_, part, laws) => {
    fc.configureGlobal({ seed: 20240101 })
    const law = laws.find(({ name }) => name.includes(part))
    expect(() => law?.check()).toThrow()
    fc.resetConfigureGlobal()
  })
})

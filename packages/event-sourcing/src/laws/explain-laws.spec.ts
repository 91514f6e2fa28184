/** The laws of explaining hold for the made-up domain of shelves, and each is broken by an explanation that is not sound. */

import fc from 'fast-check'
import { describe, test } from 'vitest'
import { modelsOf, question } from '../explain/question.ts'
import { applyLaws, arbitraryLogs, explainPathLaws, explainQueryLaws } from '../laws.ts'
import { arbitraryFacts, historyProjection, shelfProjection } from '../shelves.spec-domain.ts'
import { at } from '../timeline.ts'

const logs = arbitraryLogs(arbitraryFacts)

describe('a projection in effective order', () => applyLaws(explainPathLaws({ projection: shelfProjection, logs }), test))
describe('a projection in recorded order', () => applyLaws(explainPathLaws({ projection: historyProjection, logs }), test))

describe('a query over shelves', () => applyLaws(explainQueryLaws({
  logs,
  question: (asOf) => question({ shelves: modelsOf(shelfProjection, asOf), histories: modelsOf(historyProjection) }, ({ shelves, histories }) => ({
    books: [...shelves.values()].reduce((sum, { books }) => sum + books, 0),
    capped: Math.min(60, [...shelves.values()].reduce((sum, { books }) => sum + books, 0)),
    labels: Object.fromEntries([...shelves].map(([shelf, { label }]) => [shelf, label?.zh ?? null])),
    then: Object.fromEntries([...histories].map(([shelf, { books }]) => [shelf, at(books, asOf) ?? null])),
  })),
  figures: (answer) => [
    (one) => one.books, (one) => one.capped, (one) => one,
    ...Object.keys(answer.labels).map((shelf) => (one: typeof answer) => one.labels[shelf]),
    ...Object.keys(answer.then).map((shelf) => (one: typeof answer) => one.then[shelf]),
  ],
}), test))

void fc

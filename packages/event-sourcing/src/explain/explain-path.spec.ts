/** Which facts a place is explained by: those that set it, said it again, were read for it, or would have made it another. */

import { describe, expect, test } from 'vitest'
import type { CalendarDate } from '../calendar-date.ts'
import { defineProjection } from '../projection.ts'
import { historyProjection, counted, labelled, shelfProjection, takenBack } from '../shelves.spec-domain.ts'
import { recordedLog } from '../testing/recording.ts'
import { entryOf } from '../entry.ts'
import type { Fact } from '../fact.ts'
import { explainPath } from './explain-path.ts'
import type { Explanation, NamedFact } from './explanation.ts'
import { closed, corrected, doubled, ledger, moved, named, paid, voided, type LedgerFact } from './ledger.spec-domain.ts'

const explained = (path: string, ...facts: ReadonlyArray<LedgerFact>) => told(explainPath({ projection: ledger, key: '', events: recordedLog(facts), path: path.split('.') }))

const names = (facts: ReadonlyArray<NamedFact>): ReadonlyArray<string> => facts.map(({ event, chain }) => [entryOf(event).entryId ?? '', ...chain.filter((one) => one !== event).map((one) => entryOf(one).entryId ?? '')].join('<'))

const told = ({ value, setBy, confirmedBy, computedFrom, overruled }: Explanation) =>
  ({ value, setBy: names(setBy), confirmedBy: names(confirmedBy), computedFrom: names(computedFrom), overruled: names(overruled) })

const nothing = { setBy: [], confirmedBy: [], computedFrom: [], overruled: [] }

describe('a place that is set', () => {
  test('is set by the last fact that made it another, and confirmed by those that said it again', () => {
    expect(explained('accounts.a.name', paid('p', '2024-03-01', 'a', 5), named('n1', '2024-03-02', 'a', 'x'), named('n2', '2024-03-03', 'a', 'y'), named('n3', '2024-03-04', 'a', 'y')))
      .toEqual({ ...nothing, value: 'y', setBy: ['n2'], confirmedBy: ['n3'], computedFrom: ['p'] })
  })

  test('rests on all that a counter counted', () => {
    const facts = [paid('p1', '2024-03-01', 'a', 5), paid('p2', '2024-03-02', 'b', 1), paid('p3', '2024-03-03', 'a', 2)]
    expect(explained('payments', ...facts)).toEqual({ ...nothing, value: 3, setBy: ['p3'], computedFrom: ['p1', 'p2'] })
  })

  test('does not rest on what is said of neighbours', () => {
    expect(explained('accounts.a.name', paid('p1', '2024-03-01', 'a', 5), named('n1', '2024-03-02', 'a', 'x'), paid('p2', '2024-03-03', 'b', 5), named('n2', '2024-03-04', 'b', 'y')))
      .toEqual({ ...nothing, value: 'x', setBy: ['n1'], computedFrom: ['p1'] })
  })

  test('rests on what a fact looked up to decide whether to write', () => {
    const before = [paid('p', '2024-03-01', 'a', 5), paid('q', '2024-03-01', 'b', 5), closed('c', '2024-03-02', 'b')]
    expect(explained('accounts.a.total', ...before, doubled('d', '2024-03-03', 'a', 'c'))).toMatchObject({ value: 10, setBy: ['d'] })
    expect(explained('accounts.a.total', ...before, doubled('d', '2024-03-03', 'a', 'b'))).toMatchObject({ value: 5, setBy: ['p'], computedFrom: [] })
  })

  test('keeps its history when a whole record moves', () => {
    const { value, setBy, computedFrom } = explained('accounts.b.total', paid('p', '2024-03-01', 'a', 5), moved('m', '2024-03-02', 'a', 'b'))
    expect({ value, setBy, computedFrom }).toEqual({ value: 5, setBy: ['m'], computedFrom: ['p'] })
  })

  test('in a list rests on all that changed the list', () => {
    expect(explained('accounts.a.payments', paid('p1', '2024-03-01', 'a', 5), paid('p2', '2024-03-02', 'a', 6))).toMatchObject({ value: [5, 6], setBy: ['p2'], computedFrom: ['p1'] })
  })

  test('has only what had taken effect by the day', () => {
    const events = recordedLog([paid('p1', '2024-03-01', 'a', 5), paid('p2', '2024-03-05', 'a', 6)])
    expect(told(explainPath({ projection: ledger, key: '', events, asOf: '2024-03-04' as CalendarDate, path: ['payments'] }))).toEqual({ ...nothing, value: 1, setBy: ['p1'] })
  })
})

describe('a place where nothing is', () => {
  test('is explained by the fact that removed it', () => {
    expect(explained('accounts.a', paid('p', '2024-03-01', 'a', 5), closed('c', '2024-03-02', 'a'))).toEqual({ ...nothing, value: undefined, setBy: ['c'], computedFrom: ['p'] })
    expect(explained('accounts.a.name', paid('p', '2024-03-01', 'a', 5), closed('c', '2024-03-02', 'a'))).toMatchObject({ value: undefined, setBy: ['c'] })
  })

  test('is explained by no fact where none ever wrote', () => {
    expect(explained('accounts.b.name', paid('p', '2024-03-01', 'a', 5))).toEqual({ ...nothing, value: undefined })
    expect(explained('acounts.a', paid('p', '2024-03-01', 'a', 5))).toEqual({ ...nothing, value: undefined })
  })

  test('tells of the fact that was taken back', () => {
    expect(explained('accounts.a.total', paid('p', '2024-03-01', 'a', 5), voided('v', 'p'))).toEqual({ ...nothing, value: undefined, overruled: ['v<p'] })
  })
})

describe('corrections and withdrawals', () => {
  const root = named('n', '2024-03-02', 'a', 'x')
  const facts = [paid('p', '2024-03-01', 'a', 5), root, corrected(named('k', '2024-03-02', 'a', 'y'), 'n')]

  test('are named with the chain in which they stand', () => {
    expect(explained('accounts.a.name', ...facts)).toEqual({ ...nothing, value: 'y', setBy: ['k<n'], computedFrom: ['p'] })
  })

  test('that took a correction back are named with what they restored', () => {
    expect(explained('accounts.a.name', ...facts, voided('v', 'n', 'k'))).toEqual({ ...nothing, value: 'x', setBy: ['n<k<v'], computedFrom: ['p'] })
  })

  test('that turned a fact to something else leave it overruled where it was', () => {
    const elsewhere = corrected(named('k', '2024-03-02', 'b', 'y'), 'n')
    expect(explained('accounts.a.name', paid('p', '2024-03-01', 'a', 5), root, elsewhere)).toEqual({ ...nothing, value: 'unnamed', setBy: ['p'], overruled: ['k<n'] })
  })

  test('are told of timelines as of a day, and not what holds on other days', () => {
    const events = recordedLog<Fact>([counted('c1', '2024-02-01', 5), counted('c2', '2024-02-05', 9), counted('c3', '2024-02-05', 8, { root: 'c2', corrects: 'c2' }), counted('c4', '2024-02-09', 1), labelled('l', '2024-02-02', '甲')])
    const asOf = (day: string) => told(explainPath({ projection: historyProjection, key: 's1', events, asOf: day as CalendarDate, path: ['books'] }))
    expect(asOf('2024-02-04')).toEqual({ ...nothing, value: 5, setBy: ['c1'] })
    expect(asOf('2024-02-06')).toEqual({ ...nothing, value: 8, setBy: ['c3<c2'] })
    expect(asOf('2024-01-01')).toEqual({ ...nothing, value: undefined })
  })

  test('that are a whole chain of withdrawals of a timeline are overruled', () => {
    const events = recordedLog<Fact>([counted('c1', '2024-02-01', 5), takenBack('v', 'c1', 'c1')])
    expect(told(explainPath({ projection: shelfProjection, key: 's1', events, path: ['books'] }))).toEqual({ ...nothing, value: 0, overruled: ['v<c1'] })
  })
})

describe('a draft that notes', () => {
  interface Odd {
    list: Array<number | { deep: number[] }>
    record: { inner?: { value: number }, more?: boolean }
    moved?: { value: number }
  }
  const run = (project: (model: Odd) => void): unknown => {
    const odd = defineProjection<LedgerFact>()({ name: 'odd', version: 1, handles: ['Paid'], initial: (): Odd => ({ list: [1, 2], record: { inner: { value: 1 } } }), project: { Paid: project } })
    return explainPath({ projection: odd, key: '', events: recordedLog([paid('p1', '2024-03-01', 'a', 1), paid('p2', '2024-03-02', 'a', 1)]), path: [] }).value
  }

  test.each<readonly [string, (model: Odd) => void, unknown]>([
    ['sorts and splices lists', ({ list }) => { list.splice(0, 1, 9, 8); list.sort() }, { list: [8, 8, 9, 9], record: { inner: { value: 1 } } }],
    ['puts records into lists and changes them there', ({ list }) => {
      list.push({ deep: [0] })
      const last = list.at(-1)
      if (typeof last === 'object') last.deep[0] = 1
    }, { list: [1, 2, { deep: [1] }, { deep: [1] }], record: { inner: { value: 1 } } }],
    ['moves a record and goes on changing it', (model) => {
      const inner = model.record.inner ?? model.moved
      if (inner === undefined) return
      delete model.record.inner
      model.moved = inner
      inner.value += 1
    }, { list: [1, 2], record: {}, moved: { value: 3 } }],
    ['spreads a record into a new one', (model) => { model.record = { ...model.record, more: true } }, { list: [1, 2], record: { inner: { value: 1 }, more: true } }],
    ['defines and asks for properties', ({ record }) => { Object.defineProperty(record, 'more', { value: Object.hasOwn(record, 'inner'), writable: true, enumerable: true, configurable: true }) },
      { list: [1, 2], record: { inner: { value: 1 }, more: true } }],
    ['removes what is not there', (model) => { delete model.moved; delete model.record.inner }, { list: [1, 2], record: {} }],
  ])('%s', (_, project, expected) => expect(run(project)).toEqual(expected))
})

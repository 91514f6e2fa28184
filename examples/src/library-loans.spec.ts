/** The library is usable for another domain: its story is told, its rules are shown, and the laws hold for it. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CalendarDate, type EntryId } from '@grid-governance/event-sourcing'
import { applyLaws, codecLaws, deciderLaws } from '@grid-governance/event-sourcing/laws'
import { deciderScenarios, givenFacts } from '@grid-governance/event-sourcing/testing'
import { memoryStore } from '@grid-governance/event-store'
import { allProjectionLaws } from '@grid-governance/subscriptions/laws'
import { tellLibraryStory } from './library-loans.ts'
import { loanCodec, loans, readerCards, type Copy, type LoanCommand, type LoanFact } from './library-loans/loans.ts'

const day = (text: string): CalendarDate => text as CalendarDate
const entry = (text: string): EntryId => text as EntryId
const lent = (entryId: string, on: string, reader = 'Li'): LoanFact =>
  ({ type: 'BookLent', schemaVersion: 1, data: { entryId: entry(entryId), kind: 'change', effectiveOn: day(on), copy: 'B1', reader, dueOn: day('2024-03-15') } })
const returned = (entryId: string, on: string, corrected?: string): LoanFact => ({
  type: 'BookReturned', schemaVersion: 1,
  data: {
    entryId: entry(entryId), effectiveOn: day(on), copy: 'B1', reader: 'Li',
    ...(corrected === undefined ? { kind: 'change' } : { kind: 'correction', root: entry(corrected), corrects: entry(corrected) }),
  },
})

test('the story: a late return is corrected, and the card of that day is clean', async () => {
  expect(await tellLibraryStory(memoryStore(() => Date.UTC(2024, 3, 1)))).toEqual({
    before: { out: {}, late: { B1: '2024-03-20' } },
    after: { out: {}, late: {} },
    refused: '{"tag":"Rejected","stream":"bookCopy-B1","rejection":{"type":"CopyIsOut","rule":"L1","reader":"Li"}}',
  })
})

describe('the rules', () => {
  const { given } = deciderScenarios(loans('B1'))
  const lend: LoanCommand = { type: 'LendBook', data: { reader: 'Li', on: day('2024-03-01'), dueOn: day('2024-03-15') } }

  test('L1 a copy that is in is lent, one that is out is not', () => {
    given([]).when(lend).then([lent('new.0', '2024-03-01')])
    given([lent('a', '2024-02-01', 'Wu')]).when(lend).thenRejected({ type: 'CopyIsOut', reader: 'Wu' })
  })

  test('L2 only a copy that is out is returned', () => {
    given([]).when({ type: 'ReturnBook', data: { kind: 'change', effectiveOn: day('2024-03-02') } }).thenRejected({ type: 'CopyIsIn', rule: 'L2' })
  })

  test('L3 only the last return is corrected', () => {
    const correct = (named: string): LoanCommand => ({ type: 'ReturnBook', data: { kind: 'correction', effectiveOn: day('2024-03-09'), root: entry('b'), corrects: entry(named) } })
    given([lent('a', '2024-03-01'), returned('b', '2024-03-08')]).when(correct('b')).then([returned('new.0', '2024-03-09', 'b')])
    given([lent('a', '2024-03-01'), returned('b', '2024-03-08')]).when(correct('x')).thenRejected({ type: 'NotTheLastReturn' })
    given([lent('a', '2024-03-01'), returned('b', '2024-03-08'), lent('c', '2024-03-09')]).when(correct('b')).thenRejected({ type: 'NotTheLastReturn' })
  })

  test('a card shows what is out on a day, and what came back late', () => {
    const card = givenFacts(lent('a', '2024-03-01'), returned('b', '2024-03-20')).project(readerCards).key('Li')
    card.asOf('2024-03-10').then({ out: { B1: day('2024-03-15') }, late: {} })
    card.then({ out: {}, late: { B1: day('2024-03-20') } })
  })
})

describe('the laws hold', () => {
  const days = fc.integer({ min: 1, max: 9 }).map((number) => day(`2024-03-0${number}`))
  const readers = fc.constantFrom('Li', 'Wu')
  const commands = ({ lastReturn }: Copy): fc.Arbitrary<LoanCommand> => fc.oneof(
    fc.record({ reader: readers, on: days, dueOn: days }).map((data): LoanCommand => ({ type: 'LendBook', data })),
    fc.record({ kind: fc.constant('change' as const), effectiveOn: days }).map((data): LoanCommand => ({ type: 'ReturnBook', data })),
    days.map((effectiveOn): LoanCommand => ({ type: 'ReturnBook', data: { kind: 'correction', effectiveOn, root: lastReturn?.root ?? entry('x'), corrects: lastReturn?.tip ?? entry('x') } })),
  )
  const facts: fc.Arbitrary<LoanFact> = fc.oneof(fc.tuple(days, readers).map(([on, reader]) => lent('e', on, reader)), days.map((on) => returned('e', on)))
  const goldens = { 'BookLent@1': { data: lent('a', '2024-03-01').data }, 'BookReturned@1': { data: returned('b', '2024-03-08', 'a').data } }

  describe('for the decider', () => applyLaws(deciderLaws({
    decider: loans('B1'), codec: loanCodec, commands,
    invariants: { 'a copy that is out has no return to correct': ({ reader, lastReturn }) => reader === null || lastReturn === null },
  }), test))
  describe('for the projection', () => applyLaws(allProjectionLaws({ projection: readerCards, codec: loanCodec }), test))
  describe('for the codec', () => applyLaws(codecLaws({ codec: loanCodec, facts, goldens }), test))
})

/** Dated facts: their fields, the rule of chains, and the day on which they begin to hold. */

import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { describe, expect, test } from 'vitest'
import { dated, dating, effectiveDateOf, EntryVoidedData, entryOf } from './entry.ts'
import { problemsOf } from './shape.ts'
import { sealInClear } from './sealed.ts'

const Counted = dated({ books: t.number }, { note: t.string })
const Count = dating({ books: t.number })
const entry = { entryId: 'e1', effectiveOn: '2024-01-01', books: 3 }

describe('the data of a dated fact', () => {
  test.each<readonly [string, unknown, ReadonlyArray<string>]>([
    ['a change', { ...entry, kind: 'change' }, []],
    ['a late recording with an optional field', { ...entry, kind: 'lateRecording', note: 'x' }, []],
    ['a correction', { ...entry, kind: 'correction', root: 'e0', corrects: 'e0' }, []],
    ['a correction without its root', { ...entry, kind: 'correction', corrects: 'e0' }, ['the value: a correction names root and corrects']],
    ['a correction of nothing', { ...entry, kind: 'correction' }, ['the value: a correction names root and corrects']],
    ['a change with a root', { ...entry, kind: 'change', root: 'e0' }, ['the value: a change names neither root nor corrects']],
    ['a late recording with a chain', { ...entry, kind: 'lateRecording', root: 'e0', corrects: 'e0' }, ['the value: a lateRecording names neither root nor corrects']],
    ['no kind', entry, ["kind is missing, expected 'change' | 'correction' | 'lateRecording'"]],
    ['a day that does not exist', { ...entry, kind: 'change', effectiveOn: '2024-02-30' }, ['effectiveOn is "2024-02-30", expected CalendarDate (a day as YYYY-MM-DD)']],
  ])('of %s', (_, data, problems) => {
    const result = Counted.decode(data)
    expect(E.isLeft(result) ? problemsOf(result.left) : []).toEqual(problems)
  })

  test('of a command is dated alike, without the entry id', () => {
    const { entryId: _, ...command } = entry
    expect(Count.is({ ...command, kind: 'change' })).toBe(true)
    expect(Count.is({ ...entry, kind: 'change' })).toBe(false)
    expect(Count.is({ ...command, kind: 'correction' })).toBe(false)
  })
})

test('a void is always a correction of something', () => {
  const data = { entryId: 'e2', kind: 'correction', root: 'e1', corrects: 'e1', reason: sealInClear('a slip') }
  expect(EntryVoidedData.is(data)).toBe(true)
  expect(EntryVoidedData.is({ ...data, kind: 'change' })).toBe(false)
  expect(EntryVoidedData.is({ ...data, root: undefined })).toBe(false)
})

describe('a fact begins to hold', () => {
  const recordedAt = Date.parse('2024-03-01T16:00:00Z')

  test.each<readonly [string, unknown, string]>([
    ['on its effective day', { effectiveOn: '2024-01-05' }, '2024-01-05'],
    ['on the first day of its period', { period: { from: '2024-01-06', to: '2024-02-01' } }, '2024-01-06'],
    ['on the day of recording in Shanghai where it has no date', { shelf: 's1' }, '2024-03-02'],
    ['on the day of recording where it has no data at all', null, '2024-03-02'],
  ])('%s', (_, data, day) => {
    expect(effectiveDateOf({ data, recordedAt })).toBe(day)
  })
})

test('a fact without data has no entry', () => {
  expect([entryOf({ data: null }), entryOf({ data: undefined })]).toEqual([{}, {}])
})

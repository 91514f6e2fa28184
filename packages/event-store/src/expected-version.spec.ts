/** The law of appends as a table, and against a search that is written down another way. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { derivedId, type EventId } from '@grid-governance/event-sourcing'
import { judgeAppend, type AppendVerdict, type ExpectedVersion, type StreamIds } from './expected-version.ts'

type Row = readonly [stream: string, expected: ExpectedVersion, batch: string, verdict: AppendVerdict]

const write: AppendVerdict = { verdict: 'write' }
const conflict: AppendVerdict = { verdict: 'conflict' }
const repeated = (firstVersion: number): AppendVerdict => ({ verdict: 'repeated', firstVersion })

/** A stream and a batch by the letters of their ids. */
const rows: ReadonlyArray<Row> = [
  ['', 'any', 'a', write],
  ['', 'noStream', 'a', write],
  ['', 0, 'a', write],
  ['', 'streamExists', 'a', conflict],
  ['', 1, 'a', conflict],
  ['abc', 'any', 'n', write],
  ['abc', 'streamExists', 'n', write],
  ['abc', 'noStream', 'n', conflict],
  ['abc', 3, 'n', write],
  ['abc', 2, 'n', conflict],
  ['abc', 4, 'n', conflict],
  ['abc', 'noStream', 'ab', repeated(1)],
  ['abc', 0, 'abc', repeated(1)],
  ['abc', 1, 'bc', repeated(2)],
  ['abc', 2, 'c', repeated(3)],
  ['abc', 'any', 'bc', repeated(2)],
  ['abc', 'streamExists', 'b', repeated(2)],
  ['abc', 2, 'cn', conflict],
  ['abc', 'any', 'cn', conflict],
  ['abc', 'any', 'na', conflict],
  ['abc', 'any', 'ba', conflict],
  ['abc', 'any', 'ac', conflict],
  ['abc', 'noStream', 'ac', conflict],
  ['abc', 3, 'a', write],
  ['abc', 3, 'abc', write],
  ['', 'any', 'nn', write],
  ['aab', 'any', 'aa', repeated(1)],
  ['aab', 'any', 'ab', conflict],
  ['aba', 'any', 'a', repeated(1)],
  ['aba', 2, 'a', repeated(3)],
  ['aba', 'any', 'ba', repeated(2)],
]

describe('the verdict', () => {
  test.each(rows)('on stream "%s", expecting %s, batch "%s" is %o', (stream, expected, batch, verdict) => {
    expect(judgeAppend(expected, idsOf(stream), [...batch].map(idOf))).toEqual(verdict)
  })

  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 6 })
  const expectations = fc.oneof(fc.constantFrom<ExpectedVersion>('any', 'noStream', 'streamExists'), fc.nat(7))

  test('is to write only where the expectation holds, and never beside known ids unless at the very version', () => {
    fc.assert(fc.property(letters, expectations, letters.filter((batch) => batch !== ''), (stream, expected, batch) => {
      if (judgeAppend(expected, idsOf(stream), [...batch].map(idOf)).verdict !== 'write') return
      const count = expected === 'noStream' ? 0 : expected
      if (typeof count === 'number') expect(stream.length).toBe(count)
      else expect([...batch].some((letter) => stream.includes(letter))).toBe(false)
      if (expected === 'streamExists') expect(stream.length).toBeGreaterThan(0)
    }), { numRuns: 2000 })
  })

  test('is that of a repeat only where the very ids stand in a row, from the version expected', () => {
    fc.assert(fc.property(letters, expectations, letters.filter((batch) => batch !== ''), (stream, expected, batch) => {
      const verdict = judgeAppend(expected, idsOf(stream), [...batch].map(idOf))
      if (verdict.verdict !== 'repeated') return
      expect(stream.slice(verdict.firstVersion - 1, verdict.firstVersion - 1 + batch.length)).toBe(batch)
      if (expected === 'noStream') expect(verdict.firstVersion).toBe(1)
      if (typeof expected === 'number') expect(verdict.firstVersion).toBe(expected + 1)
    }), { numRuns: 2000 })
  })

  test('on an append that was written, asked again at any later time, is that of a repeat', () => {
    fc.assert(fc.property(letters, letters.filter((batch) => batch !== ''), letters, (before, batch, after) => {
      const stream = before + batch + after
      expect(judgeAppend(before.length, idsOf(stream), [...batch].map(idOf))).toEqual(repeated(before.length + 1))
    }), { numRuns: 1000 })
  })

  test('on an append under any that was written to a stream without its ids, asked again, is that of a repeat', () => {
    fc.assert(fc.property(letters, fc.string({ unit: fc.constantFrom('x', 'y'), minLength: 1, maxLength: 4 }), letters, (before, batch, after) => {
      for (const expected of ['any', 'streamExists'] as const) {
        expect(judgeAppend(expected, idsOf(before + batch + after), [...batch].map(idOf))).toEqual(repeated(before.length + 1))
      }
    }), { numRuns: 1000 })
  })
})

function idOf(letter: string): EventId {
  return derivedId('expected version', letter)
}

function idsOf(letters: string): StreamIds {
  return {
    version: letters.length,
    idsFrom: (version, count) => [...letters].slice(version - 1, version - 1 + count).map(idOf),
    versionOf: (eventId) => {
      const index = [...letters].findIndex((letter) => idOf(letter) === eventId)
      return index === -1 ? undefined : index + 1
    },
  }
}

// The words in which a run is told, above all its closing line, which a build server reads.
import { describe, expect, it } from 'vitest'
import { failed, passed, skipped } from './outcome.ts'
import { closingLine, details } from './report.ts'

describe('the closing line', () => {
  it('counts what passed and what failed', () => {
    expect(closingLine([passed('a'), passed('b'), failed('c', 'why')])).toBe('2 passed, 1 failed')
  })

  it('counts what was skipped only where something was', () => {
    expect(closingLine([passed('a'), skipped('b', 'why')])).toBe('1 passed, 0 failed, 1 skipped')
  })
})

describe('the details', () => {
  it('name each failure and each skipped check with its reason', () => {
    expect(details([passed('a'), failed('b', 'it\nbroke'), skipped('c', 'no server')])).toBe(
      '    FAILED b\n      it\n      broke\n    skipped c: no server\n',
    )
  })
})

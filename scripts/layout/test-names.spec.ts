// The names of tests are told from what tests say.
import { expect, it } from 'vitest'
import { testNames } from './test-names.ts'

it('finds the names of tests, of groups, of rows and of laws', () => {
  expect(testNames(`
    describe('a split (I4)', () => { it('I5 is kept', () => undefined); test.skip(\`T4 \${1}\`, () => undefined) })
    it.each([['I1 one', 2], ['I2 two', 3]] as const)('%s is refused', () => undefined)
    it.skipIf(true)('I6 too', () => undefined)
    applyLaws({ 'I3 holds': (state) => true, 'no law': 'I9' })
  `)).toEqual(['a split (I4)', 'I5 is kept', '`T4 ${1}`', '%s is refused', 'I1 one', 'I2 two', 'I6 too', 'I3 holds'])
})

it('takes no rule that is only expected, or told beside, for one that a name cites', () => {
  expect(testNames(`
    // 'I4 is kept'
    it('is kept', () => { given([]).thenRejected(refused({ type: 'GridWouldBeEmpty', rule: 'I4' })); say('I4 by the way') })
    it.each([['a row', { rule: 'I4' }]])('has %s', () => undefined)
  `).join(' ')).not.toContain('I4')
})

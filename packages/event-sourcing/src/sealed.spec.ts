/** Sealed texts: known among others, and left out of digests. */

import { expect, test } from 'vitest'
import { isSealed, Sealed, sealInClear, withoutSealed } from './sealed.ts'

test('a text sealed in clear names its scheme and whom it concerns', () => {
  expect(sealInClear('a slip', ['M1'])).toEqual({ sealed: 'clear@1', subjects: ['M1'], body: 'a slip' })
  expect(Sealed.is(sealInClear('a slip'))).toBe(true)
})

test('is told from other values', () => {
  expect([isSealed(sealInClear('x')), isSealed({ body: 'x' }), isSealed('x'), isSealed(null), isSealed({ sealed: true })]).toEqual([true, false, false, false, false])
})

test('is left out of the tree that a digest is taken over, wherever it stands', () => {
  const tree = { reason: sealInClear('secret'), list: [{ note: sealInClear('secret') }, 1, null], open: 'text' }
  expect(withoutSealed(tree)).toEqual({ reason: { sealed: true }, list: [{ note: { sealed: true } }, 1, null], open: 'text' })
  expect(JSON.stringify(withoutSealed(tree))).not.toContain('secret')
})

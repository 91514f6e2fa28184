/** What the package offers, so that a new public name is a visible difference. */

import { expect, test } from 'vitest'
import * as offered from './index.ts'

test('these values are offered, and no others', () => {
  expect(Object.keys(offered).sort()).toEqual(['banner', 'doubleVersion', 'loopbackCertificate', 'startDouble'])
})

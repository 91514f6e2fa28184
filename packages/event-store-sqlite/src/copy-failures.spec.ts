/** Failures of copies by example: a disk that is full, a folder that is closed, and a source that is broken. */

import { expect, it } from 'vitest'
import { failureOfCopy } from './copy-failures.ts'
import { unavailable } from './sqlite-failures.ts'

const files = { from: '/full/of/room/log.db', to: 'copy.db', draft: 'copy.db.draft-4924-1' }

it.each([
  ['full', 'copy.db'],
  ['readOnly', 'copy.db'],
  ['missing', 'copy.db'],
  ['corrupt', '/full/of/room/log.db'],
  ['foreign', '/full/of/room/log.db'],
] as const)('a copy that fails as %s speaks of %s', (reason, where) => {
  expect(failureOfCopy(unavailable(reason, files.draft, ''), files).where).toBe(where)
})

it('no draft is named, for nobody asked for one', () => {
  const failure = unavailable('readOnly', files.draft, "EACCES: permission denied, open 'copy.db.draft-4924-1'")
  expect(failureOfCopy(failure, files).detail).toBe("EACCES: permission denied, open 'copy.db'")
})

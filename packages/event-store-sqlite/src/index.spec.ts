/** What the package offers, so that a new public name is a visible difference. */

import { expect, it } from 'vitest'
import * as offered from './index.ts'

it('offers these values and no others', () => {
  expect(Object.keys(offered).sort()).toEqual([
    'applicationId', 'buildInWorkers', 'formatVersion', 'openSqliteOutcomes', 'openSqliteReadModels', 'openSqliteStore', 'openSqliteTarget', 'rebuildInWorkers', 'rebuildProjectionInWorkers', 'recomputeChain',
    'restoreLog',
  ])
})

/** What the package offers, so that a new public name is a visible difference. */

import { expect, test } from 'vitest'
import * as offered from './index.ts'

test('these values are offered, and no others', () => {
  expect(Object.keys(offered).sort()).toEqual([
    'canonicalText', 'canonicalTextOf', 'chainStart', 'clockToleranceMs', 'commandDigest', 'commandLoop', 'countProblems', 'decodeMetadata', 'decodeStored', 'digestOf', 'idsOf',
    'instantProblems', 'isJson', 'jsonProblems', 'judgeAppend', 'leafText', 'loadStream', 'logReadProblems', 'maxAppendBytes', 'maxAppendEvents',
    'maxNesting', 'memoryStore', 'nextLink', 'nothingLoaded', 'pageOf', 'passes', 'prepareAppend', 'receiptOf', 'rehearse', 'stateCache',
    'streamReadProblems', 'transferLog', 'turns',
  ])
})

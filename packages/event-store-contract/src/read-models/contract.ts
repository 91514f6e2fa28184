/** The contract of read-model stores as a test suite: registers every promise with vitest. */

import { describe, test } from 'vitest'
import type { ReadModelHarness } from './harness.ts'
import { readModelPromises } from './promises.ts'

/** Call it in a spec of your own. */
export const readModelStoreContract = ({ name, open }: ReadModelHarness): void => {
  describe(`${name} keeps the contract of read-model stores`, () => {
    for (const promise of readModelPromises) {
      test(promise.name, { timeout: 30_000 }, async () => {
        const opened = await open()
        try {
          await promise.check(opened)
        } finally {
          await opened.close()
        }
      })
    }
  })
}

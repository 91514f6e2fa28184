/** The contract as a test suite: registers every promise with vitest, by chapter. */

import { describe, test } from 'vitest'
import { storePromises } from './all-promises.ts'
import { checkPromise } from './check-promise.ts'
import type { Harness } from './harness.ts'

/** Call it in a spec of your own. What a harness has no hook for is reported as skipped, by name and with the reason. */
export const eventStoreContract = (harness: Harness): void => {
  describe(`${harness.name} keeps the contract of event stores`, () => {
    for (const [about, promises] of Map.groupBy(storePromises, (promise) => promise.about)) {
      describe(about, () => {
        for (const promise of promises) {
          test(promise.name, { timeout: (promise.timeoutMs ?? 30_000) * (harness.patience ?? 1) }, async ({ skip }) => {
            const verdict = await checkPromise(promise, harness)
            if (verdict.verdict === 'broken') throw verdict.error
            if (verdict.verdict === 'untried') skip(verdict.reason)
          })
        }
      })
    }
  })
}

/** Tries one promise on one store: without a test runner, so that the suite can be tried on stores that break it. */

import type { Harness, StorePromise } from './harness.ts'
import { start } from './samples.ts'

export type Verdict =
  | { readonly verdict: 'kept' }
  | { readonly verdict: 'broken', readonly error: unknown }
  | { readonly verdict: 'untried', readonly reason: string }

/** Opens a store, checks the promise on it and closes it again. */
export const checkPromise = async (promise: StorePromise, harness: Harness): Promise<Verdict> => {
  const opened = await harness.open()
  try {
    if (promise.needs !== undefined && opened[promise.needs] === undefined) return { verdict: 'untried', reason: `the harness of ${harness.name} has no ${promise.needs}` }
    opened.setNow(start)
    await promise.check(opened, harness)
    return { verdict: 'kept' }
  } catch (error) {
    return { verdict: 'broken', error }
  } finally {
    await opened.close()
  }
}

/** Laws as data: a sentence, and a check that throws where the law does not hold. */

import fc from 'fast-check'

export interface Law {
  readonly name: string
  readonly check: () => void
}

/** How a test runner registers a test: `test` of vitest, of node:test, of others. */
export type Register = (name: string, check: () => void) => unknown

/** Registers each law as a test: `applyLaws(deciderLaws({ ... }), test)`. */
export const applyLaws = (laws: ReadonlyArray<Law>, test: Register): void => {
  for (const { name, check } of laws) test(name, check)
}

/** A law over arbitrary cases; a failing one is shrunk, and its seed printed. */
export const lawFor = <Case>(name: string, cases: fc.Arbitrary<Case>, numRuns: number, holds: (example: Case) => void): Law =>
  ({ name, check: () => fc.assert(fc.property(cases, withBoundedShrinking(holds)), { numRuns }) })

/** After the first failure so many smaller cases are tried; what breaks a law by chance could be shrunk without end. */
const mostShrinks = 300

function withBoundedShrinking<Case>(holds: (example: Case) => void): (example: Case) => void {
  let failed = false
  let tries = 0
  return (example) => {
    if (failed && (tries += 1) > mostShrinks) return
    try {
      holds(example)
    } catch (error) {
      failed = true
      throw error
    }
  }
}

/** Laws as data: a sentence, and a check that throws where the law does not hold. */

import fc from 'fast-check'

export interface Law {
  readonly name: string
  /** Throws, or answers a promise that is rejected, where the law does not hold. */
  readonly check: () => void | Promise<void>
}

/** How a test runner registers a test: `test` of vitest, of node:test, of others. */
export type Register = (name: string, check: () => void | Promise<void>) => unknown

/** Registers each law as a test: `applyLaws(deciderLaws({ ... }), test)`. */
export const applyLaws = (laws: ReadonlyArray<Law>, test: Register): void => {
  for (const { name, check } of laws) test(name, check)
}

/** A law over arbitrary cases; a failing one is shrunk, and its seed printed. */
export const lawFor = <Case>(name: string, cases: fc.Arbitrary<Case>, numRuns: number, holds: (example: Case) => void): Law =>
  ({ name, check: () => {
    const bounded = boundedShrinking()
    fc.assert(fc.property(cases, (example) => {
      if (bounded.enough()) return
      try {
        holds(example)
      } catch (error) {
        throw bounded.failed(error)
      }
    }), { numRuns })
  } })

/** The same for what has to wait for a log or for saved models. */
export const asyncLawFor = <Case>(name: string, cases: fc.Arbitrary<Case>, numRuns: number, holds: (example: Case) => Promise<void>): Law =>
  ({ name, check: async () => {
    const bounded = boundedShrinking()
    await fc.assert(fc.asyncProperty(cases, async (example) => {
      if (bounded.enough()) return
      try {
        await holds(example)
      } catch (error) {
        throw bounded.failed(error)
      }
    }), { numRuns })
  } })

/** After the first failure so many smaller cases are tried; what breaks a law by chance could be shrunk without end. */
const mostShrinks = 300

function boundedShrinking() {
  let broken = false
  let tries = 0
  return {
    enough: (): boolean => broken && (tries += 1) > mostShrinks,
    failed: (error: unknown): unknown => {
      broken = true
      return error
    },
  }
}

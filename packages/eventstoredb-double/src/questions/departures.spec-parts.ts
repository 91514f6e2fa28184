/** Where the double knowingly answers otherwise than a real server, and why. One that no longer departs fails its test. */

import { doubleVersion } from '../services/cluster-service.ts'

export interface Departure {
  /** The question's name. */
  readonly question: string
  readonly reason: string
  /** The real answer as the double gives it. */
  readonly insteadOf: (real: unknown) => unknown
}

export const departures: readonly Departure[] = [
  {
    question: 'serverFeatures',
    reason: 'the double says that it is one',
    insteadOf: (real) => ({ ...(real as object), v: doubleVersion }),
  },
  ...['unary 02 no_stream existing, other id', 'unary 12 partial no_stream [e0,new]'].map((question) => ({
    question,
    reason: 'the generated code of the client cannot write 18446744073709551615 into a field of numbers, which only clients before version 20.6 read; it is sent the greatest number that it can write',
    insteadOf: (real: unknown): unknown => JSON.parse(JSON.stringify(real).replace(/("expectedRevision2060":)18446744073709552000/, '$118446744073709549568')),
  })),
]

/** A double to put questions to: with a clock that the question moves, and a patience that grows where the machine is slow. */

import { isDeepStrictEqual } from 'node:util'
import { startDouble, type Double } from '../index.ts'
import type { Asked } from './question.spec-parts.ts'

const patience = 60
const commitTimeout = 80

/** The answer of a double; asked again with more patience, since on a busy machine "nothing more came" may be said too early. */
export async function patientAnswer(golden: unknown, ask: (asked: Asked) => Promise<unknown>): Promise<unknown> {
  let answer: unknown
  for (const times of [1, 5, 20]) {
    answer = await answerOfADouble(ask, times)
    if (isDeepStrictEqual(answer, golden)) return answer
  }
  return answer
}

async function answerOfADouble(ask: (asked: Asked) => Promise<unknown>, times: number): Promise<unknown> {
  let instant = Date.UTC(2021, 0, 1)
  const double = await startDouble({ now: () => instant, commitTimeout: commitTimeout * times })
  try {
    return asJson(await ask({
      ...addressed(double),
      patience: patience * times,
      commitTimeout: commitTimeout * times,
      passTime: async (milliseconds) => { instant += milliseconds },
      slowCommits: async () => double.inject({ on: 'append', fault: 'slowCommit', ms: 20 }),
    }))
  } finally {
    await double.stop()
  }
}

function addressed(double: Double): Pick<Asked, 'address' | 'connectionString'> {
  return { address: double.nodes[0]?.address ?? '', connectionString: double.connectionString }
}

export function asJson(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer))
}

/** The suite that holds the double to the answers of a real server: a chapter of questions for each spec that calls it. */

import { EventStoreDBClient } from '@eventstore/db-client'
import { describe, expect, it } from 'vitest'
import firstGolden from '../../golden/first-88-answers.json' with { type: 'json' }
import moreGolden from '../../golden/more-answers.json' with { type: 'json' }
import { patientAnswer } from './asked-double.spec-parts.ts'
import { chapters } from './all-questions.spec-parts.ts'
import { departures } from './departures.spec-parts.ts'
import { firstAnswers } from './first-answers.spec-parts.ts'
import { names } from './names.spec-parts.ts'
import { answerOf, type Asked } from './question.spec-parts.ts'
import { openWire } from './wire.spec-parts.ts'

export const first: Readonly<Record<string, unknown>> = names().normalised(firstGolden) as Record<string, unknown>
export const more: Readonly<Record<string, Readonly<Record<string, unknown>>>> = moreGolden
export const timeout = 60_000

/** What the double is to answer: what was stored, but for the departures. */
export function expected(question: string, real: unknown): unknown {
  const departure = departures.find((each) => each.question === question)
  return departure === undefined ? real : departure.insteadOf(real)
}

/** Questions one after another: clients of one process share what they wait for on the batch stream. */
export function heldToTheRealThing(chapter: keyof typeof chapters): void {
  describe(`${chapter}: the double answers as a real 24.6.0 did`, () => {
    it.each((chapters[chapter] ?? []).map((question) => [question.name, question] as const))('%s', async (_, question) => {
      const real = more[chapter]?.[question.name]
      expect(real, 'no answer of a real server is stored').toBeDefined()
      const golden = expected(question.name, real)
      expect(await patientAnswer(golden, (asked) => answerOf(question, asked))).toEqual(golden)
    }, timeout)
  })
}

export async function askedFirst(asked: Asked): Promise<unknown> {
  const client = EventStoreDBClient.connectionString(asked.connectionString)
  const wire = openWire(asked.address)
  try {
    return await firstAnswers(() => ({ ...asked, client, wire, names: names() }))
  } finally {
    wire.close()
    await client.dispose()
  }
}

/** The first 88 answers of a real 24.6.0, and those of a cluster: the double gives the same, but for what it declares. */

import { describe, expect, it } from 'vitest'
import clusterGolden from '../golden/cluster-answers.json' with { type: 'json' }
import { startDouble } from './index.ts'
import { chapters } from './questions/all-questions.spec-parts.ts'
import { asJson, patientAnswer } from './questions/asked-double.spec-parts.ts'
import { clusterAnswers } from './questions/cluster.spec-parts.ts'
import { departures } from './questions/departures.spec-parts.ts'
import { askedFirst, expected, first, more, timeout } from './questions/held.spec-parts.ts'
import { names } from './questions/names.spec-parts.ts'

describe('the first 88: the double answers as a real 24.6.0 did', () => {
  const whole = Object.fromEntries(Object.entries(first).map(([name, real]) => [name, expected(name, real)]))
  const answers = patientAnswer(whole, askedFirst)

  it.each(Object.keys(first))('%s', async (name) => {
    expect((await answers as Record<string, unknown>)[name]).toEqual(whole[name])
  }, timeout)
})

it('a cluster: a node that is not the leader answers as a real one did', async () => {
  const double = await startDouble({ nodes: 3 })
  const answers = await clusterAnswers(double.nodes[0]?.address ?? '', names(), 300)
  await double.stop()
  expect(asJson(answers)).toEqual(clusterGolden)
}, timeout)

it('every question has an answer stored, and every stored answer its question', () => {
  const asked = Object.entries(chapters).flatMap(([chapter, questions]) => questions.map(({ name }) => `${chapter} ${name}`))
  expect(Object.entries(more).flatMap(([chapter, stored]) => Object.keys(stored).map((name) => `${chapter} ${name}`))).toEqual(asked)
})

describe('a departure departs', () => {
  it.each(departures)('$question: $reason', ({ question, insteadOf }) => {
    const real = first[question] ?? Object.values(more).map((answers) => answers[question]).find((answer) => answer !== undefined)
    expect(real, 'no such question').toBeDefined()
    expect(insteadOf(real)).not.toEqual(real)
  })
})

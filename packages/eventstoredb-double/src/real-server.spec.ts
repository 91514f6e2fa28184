/** The same questions to a real server, where there is one: it answers as it did when its answers were stored. */

import { writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import clusterGolden from '../golden/cluster-answers.json' with { type: 'json' }
import { chapters } from './questions/all-questions.spec-parts.ts'
import { asJson } from './questions/asked-double.spec-parts.ts'
import { clusterAnswers } from './questions/cluster.spec-parts.ts'
import { askedFirst, first, more } from './questions/held.spec-parts.ts'
import { names } from './questions/names.spec-parts.ts'
import { answerOf, type Asked } from './questions/question.spec-parts.ts'

const url = process.env['EVENTSTOREDB_URL']
const whyNot = url === undefined ? ' (skipped: EVENTSTOREDB_URL is not set; give it esdb://host:port?tls=false of a server with nothing else on it)' : ''

const recording = process.env['EVENTSTOREDB_RECORD'] !== undefined
/** In milliseconds; a machine that is busy needs more, or "nothing more came" is said too early. */
const patience = Number(process.env['EVENTSTOREDB_PATIENCE'] ?? 500)

const timeout = patience * 200

describe.skipIf(url === undefined)(`a real server answers as it did${whyNot}`, () => {
  // For a new question: with EVENTSTOREDB_RECORD set as well, the answers are stored instead of compared.
  const recorded: Record<string, Record<string, unknown>> = {}
  const asked: Asked = {
    connectionString: url ?? '',
    address: /^esdb:\/\/([^/?]+)/.exec(url ?? '')?.[1] ?? '',
    patience,
    commitTimeout: 2000,
    passTime: (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds) }),
    slowCommits: async () => {},
  }

  it('the first 88', async () => {
    expect(asJson(await askedFirst(asked))).toEqual(first)
  }, timeout)

  describe.each(Object.entries(chapters))('%s', (chapter, questions) => {
    it.each(questions.map((question) => [question.name, question] as const))('%s', async (_, question) => {
      const stored = more[chapter]?.[question.name]
      let answer = asJson(await answerOf(question, asked))
      recorded[chapter] = { ...recorded[chapter], [question.name]: answer }
      if (recording) return
      // What came too late for this patience is asked for again with more of it.
      if (!isDeepStrictEqual(answer, stored)) answer = asJson(await answerOf(question, { ...asked, patience: patience * 5 }))
      expect(answer).toEqual(stored)
    }, timeout)
  })

  afterAll(() => {
    const answer = (chapter: string, name: string): unknown => recorded[chapter]?.[name] ?? more[chapter]?.[name]
    const all = Object.entries(chapters).map(([chapter, questions]) => [chapter, Object.fromEntries(questions.map(({ name }) => [name, answer(chapter, name)]))])
    if (recording) writeFileSync(new URL('../golden/more-answers.json', import.meta.url), `${JSON.stringify(Object.fromEntries(all), null, 1)}\n`)
  })
})

const clusterUrl = process.env['EVENTSTOREDB_CLUSTER_URL']
const whyNoCluster = clusterUrl === undefined ? ' (skipped: EVENTSTOREDB_CLUSTER_URL is not set; give it host:port of one of three nodes)' : ''

describe.skipIf(clusterUrl === undefined)(`a real cluster answers as it did${whyNoCluster}`, () => {
  it('a node of three that is not the leader', async () => {
    const answers = asJson(await clusterAnswers(clusterUrl ?? '', names(), patience * 4))
    if (recording) writeFileSync(new URL('../golden/cluster-answers.json', import.meta.url), `${JSON.stringify(answers, null, 1)}\n`)
    else expect(answers).toEqual(clusterGolden)
  }, timeout)
})

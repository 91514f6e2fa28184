/** The effective day of a fact is what the fact says, in every table that shows facts: no day of recording is passed off as one (§6.1). */

import { beforeAll, expect, it } from 'vitest'
import { renameGrid, smallDistrict, splitPlan } from './testing/samples.ts'
import { newTrial, type Trial } from './testing/trial.ts'

interface FactRow {
  readonly type: string
  readonly effectiveOn: string | null
  readonly inEffect: boolean | null
  readonly entryId: string
  readonly data: { readonly effectiveOn?: string }
}

/** A district whose first grid was split by a plan, and whose second was renamed, and then not. */
let trial: Trial

beforeAll(async () => {
  trial = newTrial()
  await smallDistrict(trial)
  trial.writeFile('plan.json', JSON.stringify(splitPlan()))
  trial.writeFile('rename.json', JSON.stringify(renameGrid('误名网格')))
  await trial.type('gridgov submit x.db plan.json --commit')
  trial.setNow('2019-03-01T00:00:01+08:00')
  await trial.type('gridgov run-due x.db --commit')
  await trial.type('gridgov submit x.db rename.json --commit')
  const root = (await factsOf('history x.db G440402001001002')).find(({ type }) => type === 'GridRenamed')?.entryId
  const { authority } = renameGrid('x') as { readonly authority: object }
  const reason = { sealed: 'clear@1', subjects: [], body: '虚构原因' }
  trial.writeFile('void.json', JSON.stringify({ type: 'VoidGridMapEntry', authority, data: { districtId: '440402', communityId: 'C440402001001', root, corrects: root, reason } }))
  expect((await factsOf('submit x.db void.json')).map(({ type, effectiveOn }) => [type, effectiveOn])).toEqual([['EntryVoided', null]])
  trial.setNow('2019-05-06T10:00:00+08:00')
  await trial.type('gridgov submit x.db void.json --commit')
})

it.each([
  ['history of a grid', 'history x.db G440402001001002', ['EntryVoided']],
  ['history of a plan', 'history x.db P1', ['RestructurePlanDrafted', 'RestructureExecuted', 'GridsReserved', 'GridMapRevised']],
  ['trail', 'trail x.db --actor operator', ['RestructurePlanDrafted', 'RestructureExecuted', 'EntryVoided']],
  ['explanation', 'explain x.db grid G440402001001002 name', ['EntryVoided']],
  ['preview', 'submit x.db plan.json', []],
])('the %s gives the day that each fact gives, and none where it gives none', async (_, words, undated) => {
  const facts = await factsOf(words)
  expect(facts.map(({ type, effectiveOn }) => [type, effectiveOn])).toEqual(facts.map(({ type, data }) => [type, data.effectiveOn ?? null]))
  expect(undated.filter((type) => !facts.some((fact) => fact.type === type && fact.effectiveOn === null && (fact.inEffect ?? null) === null))).toEqual([])
})

it('leaves the cell empty in CSV, and a withdrawal beside what it takes back', async () => {
  const [header = '', ...rows] = (await trial.type('gridgov history x.db G440402001001002 --format csv')).out.split('\n')
  const names = header.replace('\uFEFF', '').split(',')
  const shown = rows.filter((row) => row.includes('GridRenamed') || row.includes('EntryVoided')).map((row) => [row.split(',')[names.indexOf('effective_on')], row.includes('EntryVoided')])
  expect(shown).toEqual([['2019-01-01', false], ['', true]])
})

async function factsOf(words: string): Promise<ReadonlyArray<FactRow>> {
  return (JSON.parse((await trial.type(`gridgov ${words} --format json`)).out) as { readonly facts: ReadonlyArray<FactRow> }).facts
}

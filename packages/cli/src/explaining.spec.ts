/** What `gridgov explain` answers: the facts behind a name, a count and a share, with their corrections. */

import { beforeAll, describe, expect, it } from 'vitest'
import { renameGrid, smallDistrict, splitPlan } from './testing/samples.ts'
import { newTrial, type Trial } from './testing/trial.ts'

/** A district whose first grid was split on 2019-03-01 and whose second was renamed, wrongly at first; written once, then only read. */
let trial: Trial

beforeAll(async () => {
  trial = newTrial()
  await smallDistrict(trial)
  trial.writeFile('plan.json', JSON.stringify(splitPlan()))
  trial.writeFile('rename.json', JSON.stringify(renameGrid('误名网格', { commandId: '6f1f0d6e-9c0a-5a0e-8a52-3f2f3b8f0c11' })))
  await trial.type('gridgov submit x.db plan.json --commit')
  trial.setNow('2019-03-01T00:00:01+08:00')
  await trial.type('gridgov run-due x.db --commit')
  trial.setNow('2019-05-06T10:00:00+08:00')
  await trial.type('gridgov submit x.db rename.json --commit')
  const { facts } = json(await trial.type('gridgov history x.db G440402001001002 --format json')) as { facts: ReadonlyArray<{ type: string, entryId: string }> }
  const entryId = facts.find(({ type }) => type === 'GridRenamed')?.entryId
  const wrong = renameGrid('更名网格') as { readonly data: object }
  trial.writeFile('correct.json', JSON.stringify({ ...wrong, data: { ...wrong.data, kind: 'correction', root: entryId, corrects: entryId } }))
  trial.setNow('2019-06-06T10:00:00+08:00')
  await trial.type('gridgov submit x.db correct.json --commit')
})

describe('a place of a unit', () => {
  it('is explained by the fact that set it, with what that corrected', async () => {
    const { notes, rows } = await explained('grid G440402001001002 name')
    expect(notes).toContain('G440402001001002 name is 更名网格.')
    expect(rows.map(({ role, type, holds, document, commandType }) => [role, type, holds, document, commandType])).toEqual([
      ['set by', 'GridRenamed', false, '虚构〔2018〕1号', 'RenameGrid'],
      ['set by', 'GridRenamed', true, '虚构〔2018〕1号', 'RenameGrid'],
      ['computed from', 'GridEstablished', true, expect.any(String), 'LayOutGrids'],
    ])
  })

  it('is explained with what was known at a moment', async () => {
    const { notes, rows } = await explained('grid G440402001001002 name --as-known-at 2019-05-31')
    expect(notes).toContain('G440402001001002 name is 误名网格.')
    expect(rows.map(({ type }) => type)).toEqual(['GridRenamed', 'GridEstablished'])
  })

  it('that ended is explained by the plan that ended it, and the edition of the rule book by which that was decided', async () => {
    const { notes, rows } = await explained('grid G440402001001001')
    expect(notes).toContain('There is no G440402001001001: it was there, and the facts below made an end of it.')
    expect(rows.filter(({ role }) => role === 'set by').map(({ type, edition, editionTold }) => [type, edition, editionTold])).toEqual([['GridSplit', expect.stringMatching(/./), 'noted']])
  })

  it('is told with the edition that was in force on the day of effect, where no decision noted one', async () => {
    const { rows } = await explained('grid G440402001001002 name')
    expect(rows.map(({ type, edition, editionTold }) => [type, edition, editionTold])).toEqual([
      ['GridRenamed', '2018-07', 'in force'], ['GridRenamed', '2018-07', 'in force'], ['GridEstablished', '2018-07', 'in force'],
    ])
  })

  it('is unknown before its import, and named as such (T33)', async () => {
    const { code, notes } = await explained('grid G440402001001002 name --as-of 2018-06-30')
    expect([code, notes[0]]).toEqual([0, 'What G440402001001002 was before 2018-07-01 is unknown: it was imported as of that day.'])
  })

  it('is explained for buildings, communities, towns and any model', async () => {
    expect((await explained('building B440402001001_00004 households')).notes).toContain('B440402001001_00004 households is 90.')
    expect((await explained('building B440402001001_00001 grid')).rows.map(({ type }) => type)).toEqual(['GridSplit', 'GridEstablished'])
    expect((await explained('community C440402001001 town')).notes[0]).toMatch(/is T440402001\./)
    expect((await explained('town T440402002 name')).rows.map(({ type }) => type)).toEqual(['TownRegistered'])
    expect((await explained('model community-grids/440402.C440402001001 closed.G440402001001001.reason')).notes[0]).toMatch(/ is split\.$/)
    expect((await explained('model lineage/440402.C440402001001 edges')).rows.map(({ type }) => type)).toContain('GridSplit')
  })

  it('of which nothing was ever said has no facts', async () => {
    const { code, notes, rows } = await explained('model divisions/440402 towns.T9.name')
    expect([code, notes, rows]).toEqual([0, ['There is no 440402 towns.T9.name: no fact that counts on this day says anything of it.'], []])
  })
})

describe('a figure of a query', () => {
  it('of the tree names what was counted, and no neighbour', async () => {
    const { notes, rows } = await explained('tree C440402001001 grids')
    expect(notes).toContain('C440402001001 grids is 3.')
    expect(new Set(rows.map(({ type }) => type))).toEqual(new Set(['DistrictRegistered', 'TownRegistered', 'CommunityRegistered', 'GridEstablished', 'GridSplit']))
    expect(JSON.stringify(rows)).not.toContain('C440402001002')
  })

  it('that is not known says from when on it would be (T33)', async () => {
    expect((await explained('tree T440402001 grids --as-of 2018-06-30')).notes[0]).toBe('Unknown before 2018-07-01 (imported as of that day): 东街道.')
  })

  it('of a lineage names the plan that shared it out', async () => {
    const { notes, rows } = await explained('lineage G440402001001001 G440402001001003 --from 2019-01-01')
    expect(notes.join()).toContain('"households":{"part":220,"whole":300}')
    expect(rows.map(({ type }) => type)).toEqual(['GridEstablished', 'GridSplit'])
  })

  it('is said in Chinese, and in CSV on every row with what it rests on', async () => {
    expect((await trial.type('gridgov explain x.db tree C440402001001 grids --lang zh-CN')).out).toContain('C440402001001 网格 为 3。')
    const { out } = await trial.type('gridgov explain x.db town T440402002 name --format csv')
    expect(out.split('\n')[0]).toMatch(/^role,effective_on,holds,.*,edition,.*projections,fingerprint$/)
    expect(out.split('\n')).toHaveLength(2)
  })
})

it('a model that is blocked is told with the fact at which its projection fails', async () => {
  const { failureInWords } = await import('./words/words.ts')
  const { wordsOf } = await import('./run.ts')
  const failure = { tag: 'KeyBlocked', projection: 'divisions@1', key: '440402', blocked: { eventId: 'e', position: 7 as never, error: 'no such town' } } as const
  expect(failureInWords(await wordsOf('en'), failure)).toContain('divisions@1 fails at the fact at position 7 (no such town)')
  expect(failureInWords(await wordsOf('zh-CN'), failure)).toContain('位置 7')
})

interface ExplainedRow {
  readonly role: string
  readonly type: string
  readonly holds: boolean
  readonly document: string | null
  readonly commandType: string | null
  readonly edition: string | null
  readonly editionTold: string | null
}

async function explained(words: string): Promise<{ readonly code: number, readonly notes: ReadonlyArray<string>, readonly rows: ReadonlyArray<ExplainedRow> }> {
  const printed = await trial.type(`gridgov explain x.db ${words} --format json`)
  if (printed.out === '') throw new Error(printed.err)
  const { notes, facts } = json(printed) as { notes: ReadonlyArray<string>, facts: ReadonlyArray<ExplainedRow> }
  return { code: printed.code, notes, rows: facts }
}

function json({ out }: { readonly out: string }): unknown {
  return JSON.parse(out)
}

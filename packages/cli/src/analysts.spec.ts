/** `gridgov sql` and `gridgov export` on the small district: the same figures as the tree, both clocks, all formats. */

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectionName } from '@grid-governance/event-sourcing'
import { communityGrids } from '@grid-governance/projections-grids'
import { machinePorts } from './machine.ts'
import { run } from './run.ts'
import { newFileTrial, type FileTrial } from './testing/file-trial.ts'
import { smallDistrict, splitPlan } from './testing/samples.ts'

let trial: FileTrial
beforeAll(async () => {
  trial = newFileTrial()
  await smallDistrict(trial)
  trial.writeFile('plan.json', JSON.stringify(splitPlan()))
  await trial.gridgov('submit', 'x.db', 'plan.json', '--commit')
  trial.setNow('2019-03-02T09:00:00+08:00')
  await trial.gridgov('run-due', 'x.db', '--commit')
})
afterAll(() => { trial.end() })

interface Answered {
  readonly asOf: string
  readonly knownAt: { readonly position: number }
  readonly projections: ReadonlyArray<string>
  readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>>
}

const asked = async (...words: ReadonlyArray<string>): Promise<Answered> => {
  const { code, out, err } = await trial.gridgov('sql', 'x.db', ...words, '--format', 'json')
  if (code !== 0) throw new Error(err)
  return JSON.parse(out) as Answered
}

const openGrids = `select grid_id, residents from grids where status = 'open' order by 1`

describe('sql', () => {
  it('counts what the tree counts, on any day', async () => {
    for (const day of ['2019-02-28', '2019-03-01']) {
      const { out } = await trial.gridgov('tree', 'x.db', '--level', 'community', '--under', 'C440402001001', '--as-of', day, '--format', 'json')
      const [community] = (JSON.parse(out) as { readonly units: ReadonlyArray<Readonly<Record<string, unknown>>> }).units
      const { rows } = await asked(`select count(*) as grids, sum(buildings) as buildings, sum(residents) as residents from grids where status = 'open' and community_id = 'C440402001001'`, '--as-of', day)
      expect(rows).toEqual([{ grids: community?.['grids'], buildings: community?.['buildings'], residents: community?.['residents'] }])
    }
  })

  it('answers as of a day and as known at a place, and names both', async () => {
    expect((await asked(openGrids)).rows.map((row) => row['grid_id'])).toContain('G440402001001003')
    const earlier = await asked(openGrids, '--as-of', '2019-03-02', '--as-known-at', '2019-03-01')
    expect(earlier.rows.map((row) => row['grid_id'])).toContain('G440402001001001')
    expect(earlier).toMatchObject({ asOf: '2019-03-02', projections: [projectionName(communityGrids)] })
    expect(earlier.knownAt.position).toBeLessThan((await asked(openGrids)).knownAt.position)
  })

  it('gives the ended grid the days on which it was', async () => {
    expect((await asked(`select grid_id, valid_from, valid_to, successors from grids where status = 'closed'`)).rows)
      .toEqual([{ grid_id: 'G440402001001001', valid_from: '2018-07-01', valid_to: '2019-03-01', successors: ['G440402001001003', 'G440402001001004'] }])
  })

  it('shows rows in columns that stand straight, and of many the first', async () => {
    const { out } = await trial.gridgov('sql', 'x.db', `select name, residents from grids where name like '乙%' order by 1`)
    expect(out.split('\n').slice(-4)).toEqual(['name      residents', '───────────────────', '乙一网格        600', '乙二网格        640'])
    const many = await trial.gridgov('sql', 'x.db', 'select range as number from range(1001)')
    expect(many.out.split('\n')).toHaveLength(1000 + 5)
    expect(many.out).toContain('The first 1000 of 1001 rows')
  })

  it('prints CSV with day, place and projections on every row, and no text that runs as a formula', async () => {
    const { out, err } = await trial.gridgov('sql', 'x.db', `select '=1+1' as formula, [1, 2] as list, null as nothing from towns limit 1`, '--format', 'csv', '--as-of', '2019-01-01')
    expect(out.split('\n')[0]).toBe('formula,list,nothing,as_of,known_at_position,known_at_instant,projections,fingerprint')
    expect(out.split('\n')[1]).toMatch(/^'=1\+1,"\[1,2\]",,2019-01-01,\d+,2019-03-02T09:00:00\.\d{3}\+08:00,divisions@\d+,[0-9a-f]{64}$/)
    expect(err).toContain('1 row.')
  })

  it('lists tables and columns in both languages', async () => {
    trial.speak('zh-CN')
    expect((await trial.gridgov('sql', 'x.db', '--tables')).out).toContain('镇街（一级网格），含已终止的')
    trial.speak('en')
    const { out } = await trial.gridgov('sql', 'x.db', '--tables', '--format', 'json')
    expect((JSON.parse(out) as { readonly tables: ReadonlyArray<object> }).tables).toContainEqual({ table: 'buildings', column: 'residents', type: 'BIGINT', mayBeEmpty: false, says: 'residents, as last recorded' })
  })

  it('says that what was before the import is unknown', async () => {
    expect((await trial.gridgov('sql', 'x.db', 'select count(*) from grids', '--as-of', '2018-06-30')).out).toContain('Part of what was before 2018-07-01 is unknown')
    expect((await trial.gridgov('sql', 'x.db', 'select count(*) from grids', '--as-of', '2018-07-01')).out).not.toContain('unknown')
  })
})

it('is loaded by no other command', async () => {
  const analytics = (): Promise<never> => Promise.reject(new Error('loaded'))
  const ports = { ...machinePorts(), analytics, print: () => undefined, complain: () => undefined }
  for (const words of [['tree', 'x.db'], ['history', 'x.db', 'G440402001001001'], ['help', 'sql']]) expect(await run(words, ports)).toBe(0)
  expect(await run(['sql', 'x.db', 'select 1'], ports)).toBe(5)
})

describe('export', () => {
  it('goes by the ending of the file, or by --as', async () => {
    expect((await trial.gridgov('export', 'x.db', '--table', 'grids', '--to', 'grids.parquet')).out).toContain('grids.parquet has 6 rows.')
    expect(readFileSync('grids.parquet', 'latin1').slice(0, 4)).toBe('PAR1')
    await trial.gridgov('export', 'x.db', '--sql', 'select count(*) as grids from grids', '--to', 'count.NDJSON')
    expect(readFileSync('count.NDJSON', 'utf8')).toBe('{"grids":6}\n')
    await trial.gridgov('export', 'x.db', '--sql', openGrids, '--to', 'grids.txt', '--as', 'csv')
    expect(readFileSync('grids.txt', 'utf8').split('\r\n')[0]).toBe('grid_id,residents')
  })

  it('writes CSV that spreadsheets open as it is', async () => {
    await trial.gridgov('export', 'x.db', '--table', 'towns', '--to', 'towns.csv', '--for-excel')
    expect(readFileSync('towns.csv', 'utf8')).toMatch(/^\uFEFFdistrict_id,town_id,.*\r\n440402,T440402001,/)
  })

  it('writes over a file only with --force', async () => {
    trial.writeFile('mine.csv', 'mine')
    expect((await trial.gridgov('export', 'x.db', '--table', 'towns', '--to', 'mine.csv')).code).toBe(3)
    expect(readFileSync('mine.csv', 'utf8')).toBe('mine')
    expect((await trial.gridgov('export', 'x.db', '--table', 'towns', '--to', 'mine.csv', '--force')).code).toBe(0)
    expect(readFileSync('mine.csv', 'utf8')).toContain('T440402001')
  })
})

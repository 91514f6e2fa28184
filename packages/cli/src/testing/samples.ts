/** Made-up input files of one small district, small enough to be read at a glance. */

import type { Printed } from './trial.ts'

/** Two streets and three communities. */
export const divisionsCsv = [
  'community_code,community_name,street_code,street_name',
  '440402001001,甲社区,440402001,东街道',
  '440402001002,乙社区,440402001,东街道',
  '440402002001,丙社区,440402002,西街道',
  '',
].join('\n')

/** Two grids in each of the first two communities. */
export const gridsCsv = [
  '社区代码,网格代码,网格名称,楼栋编号,户数,人口',
  '440402001001,440402001001001,甲一网格,00001,100,300',
  '440402001001,440402001001001,甲一网格,00002,120,350',
  '440402001001,440402001001001,甲一网格,00003,80,250',
  '440402001001,440402001001002,甲二网格,00004,90,280',
  '440402001001,440402001001002,甲二网格,00005,110,320',
  '440402001002,440402001002001,乙一网格,00001,200,600',
  '440402001002,440402001002002,乙二网格,00002,210,640',
  '',
].join('\n')

const authority = { documentNumber: '虚构〔2018〕1号', issuer: '虚构机关', date: '2018-12-20' }

/** The commands of a plan that splits the first grid into as many as there are parts, as far as its schedule for 2019-03-01. */
export const splitPlan = (parts: ReadonlyArray<ReadonlyArray<string>> = [['00001', '00002'], ['00003']]): ReadonlyArray<object> => {
  const plan = { districtId: '440402', planId: 'P1' }
  const targets = parts.map((numbers, index) => ({
    gridId: `G44040200100100${index + 3}`, code: `44040200100100${index + 3}`, name: `甲${index + 3}网格`, continuing: false,
    buildings: numbers.map((number) => `B440402001001_${number}`),
  }))
  return [
    { type: 'DraftPlan', data: { ...plan, title: { sealed: 'clear@1', subjects: [], body: '甲一网格拆分' } }, authority },
    { type: 'AddOperation', data: { ...plan, operationId: 'O1', operation: { kind: 'split', communityId: 'C440402001001', source: 'G440402001001001', targets } }, authority },
    { type: 'SetDispositions', data: { ...plan, dispositions: [], defaultsForTheRest: true }, authority },
    { type: 'SubmitPlan', data: plan, authority },
    { type: 'ApprovePlan', data: plan, authority },
    { type: 'SchedulePlan', data: { ...plan, effectiveOn: '2019-03-01' }, authority },
  ]
}

/** A command that renames the second grid from a day on. */
export const renameGrid = (name: unknown, envelope: object = {}): object => ({
  type: 'RenameGrid', authority, ...envelope,
  data: { districtId: '440402', communityId: 'C440402001001', gridId: 'G440402001001002', name, kind: 'change', effectiveOn: '2019-01-01' },
})

interface Machine {
  readonly gridgov: (...words: ReadonlyArray<string>) => Promise<Printed>
  readonly writeFile: (path: string, content: string) => void
}

/** Sets up `x.db` with the small district: divisions and grids as of 2018-07-01. */
export const smallDistrict = async ({ gridgov, writeFile }: Machine): Promise<void> => {
  writeFile('divisions.csv', divisionsCsv)
  writeFile('grids.csv', gridsCsv)
  for (const words of [
    ['init', 'x.db', '--district', '440402', '--name', '试验区'],
    ['import', 'x.db', 'divisions.csv', '--as-of', '2018-07-01'],
    ['import', 'x.db', 'grids.csv', '--as-of', '2018-07-01'],
  ]) {
    const printed = await gridgov(...words)
    if (printed.code !== 0) throw new Error(printed.err)
  }
}

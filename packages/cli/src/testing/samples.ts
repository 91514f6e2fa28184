/** Made-up input files of one small district, small enough to be read at a glance. */

/** Two streets and three communities. */
export const divisionsCsv = [
  'community_code,community_name,street_code,street_name',
  '440402001001,甲社区,440402001,东街道',
  '440402001002,乙社区,440402001,东街道',
  '440402002001,丙社区,440402002,西街道',
  '',
].join('\n')

/** Two grids in the first community: three and two buildings. */
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
const plan = { districtId: '440402', planId: 'P1' }

/** A plan that splits the first grid in two on 2019-03-01, as far as its schedule. */
export const splitPlan = JSON.stringify([
  { type: 'DraftPlan', data: { ...plan, title: '甲一网格拆分' }, authority },
  {
    type: 'AddOperation', authority,
    data: {
      ...plan, operationId: 'O1',
      operation: {
        kind: 'split', communityId: 'C440402001001', source: 'G440402001001001',
        targets: [
          { gridId: 'G440402001001003', code: '440402001001003', name: '甲三网格', continuing: false, buildings: ['B440402001001_00001', 'B440402001001_00002'] },
          { gridId: 'G440402001001004', code: '440402001001004', name: '甲四网格', continuing: false, buildings: ['B440402001001_00003'] },
        ],
      },
    },
  },
  { type: 'SetDispositions', data: { ...plan, dispositions: [], defaultsForTheRest: true }, authority },
  { type: 'SubmitPlan', data: plan, authority },
  { type: 'ApprovePlan', data: plan, authority },
  { type: 'SchedulePlan', data: { ...plan, effectiveOn: '2019-03-01' }, authority },
], null, 2)

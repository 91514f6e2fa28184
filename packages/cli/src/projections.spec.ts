/** `gridgov projections`: the read models beside a log, from the first build to what an operator does about a key that fails. */

import { beforeEach, describe, expect, it } from 'vitest'
import { governanceCodec } from '@grid-governance/domain'
import { communityGrids } from '@grid-governance/projections-grids'
import { buildProjection, type ReadModelStore } from '@grid-governance/subscriptions'
import { shipped, type Shipped } from './commands/projections/shipped.ts'
import { renameGrid, smallDistrict } from './testing/samples.ts'
import { newTrial, type Printed, type Trial } from './testing/trial.ts'

let trial: Trial

beforeEach(async () => {
  trial = newTrial()
  await smallDistrict(trial)
})

const said = (words: string): Promise<Printed> => trial.type(`gridgov projections x.db${words === '' ? '' : ` ${words}`}`)
const json = async (words: string): Promise<Readonly<Record<string, ReadonlyArray<Record<string, unknown>>>>> => JSON.parse((await said(`${words} --format json`)).out) as never
const models = (): ReadModelStore => trial.models('x.models.db')

/** One more fact for community-grids. */
const renameOne = async (): Promise<void> => {
  trial.writeFile('c.json', JSON.stringify(renameGrid('新名')))
  await trial.type('gridgov submit x.db c.json --commit')
}

/** Builds a projection with other code than the shipped one, as another release would. */
const buildWith = async (more: Partial<Shipped>): Promise<void> => {
  const code = { ...shipped.find(({ name }) => name === communityGrids.name) as Shipped, ...more }
  const built = await buildProjection({ reader: trial.log('x.db'), codec: governanceCodec, projection: code, mode: 'checked', store: models() })()
  if (built._tag === 'Left') throw new Error(JSON.stringify(built.left))
}

const key = '440402.C440402001001'
/** Code that fails at the second grid of the first community. */
const failing: Partial<Shipped> = { project: (model, event) => {
  if (event.type === 'GridEstablished' && event.data.gridId === 'G440402001001002') throw new Error('this grid is not understood')
  ;(communityGrids as unknown as Shipped).project(model, event)
} }

describe('the list', () => {
  it('says that nothing was built yet, and what could be', async () => {
    const { code, out } = await said('')
    expect(code).toBe(0)
    expect(out).toContain('There are no read models yet (x.models.db)')
    expect(out).toMatch(/community-grids +3 +not built/)
  })

  it('tells version, which answers, how far behind, and how many models there are', async () => {
    expect((await said('build')).code).toBe(0)
    expect((await json('')).projections?.find((row) => row['projection'] === 'community-grids')).toMatchObject({ version: 3, active: true, phase: 'caught up', lag: 0, models: 2, stale: 0, blocked: 0, skipped: 0 })
    await renameOne()
    expect((await json('')).projections?.[0]).toMatchObject({ phase: 'behind', lag: 1 })
    expect((await json('build community-grids')).projections).toMatchObject([{ projection: 'community-grids', factsRead: 1 }])
  })

  it('takes another file for the models', async () => {
    await said('build --models other.db')
    expect((await said('')).out).toContain('There are no read models yet (x.models.db)')
    expect((await said('--models other.db')).out).toContain('caught up')
  })
})

describe('a new version', () => {
  it('is compared with the one that answers, switched to and back, and the old one dropped: each with --commit only', async () => {
    await said('build')
    await buildWith({ version: 9, project: (model, event) => {
      (communityGrids as unknown as Shipped).project(model, event)
      Object.assign(model, { readings: 1 })
    } })
    const different = await said('diff community-grids@3 community-grids@9')
    expect(different.code).toBe(1)
    expect(different.out).toContain('of 2 keys 0 alike, 2 different')
    expect((await json('diff community-grids@9')).differences).toMatchObject([{ key, path: '/readings', old: null, new: '1' }, { path: '/readings' }])
    expect((await said('switch community-grids@9')).out).toContain('would answer in place of version 3')
    expect((await json('')).projections?.find((row) => row['active'] === true && row['projection'] === 'community-grids')).toMatchObject({ version: 3 })
    expect((await said('drop community-grids@3')).code).toBe(1)
    expect((await said('switch community-grids@9 --commit')).out).toContain('community-grids@9 answers now in place of version 3')
    expect((await said('switch community-grids@9 --commit')).out).toContain('answers already')
    expect((await said('drop community-grids@3')).out).toContain('would be forgotten: 2 models')
    expect((await said('drop community-grids@3 --commit')).out).toContain('was forgotten')
    expect((await said('diff community-grids@3 community-grids@9')).err).toContain('There are no models of community-grids@3')
  })

  it('that is behind is not switched to', async () => {
    await said('build')
    await buildWith({ version: 9 })
    await renameOne()
    expect((await said('switch community-grids@9 --commit')).err).toContain('community-grids@9 is not ready to answer')
    expect((await said('switch community-grids@9 --commit --anyway')).code).toBe(0)
  })
})

describe('a key that fails', () => {
  beforeEach(async () => { await buildWith(failing) })

  it('is listed with fact and error; with the code of this release it is tried again', async () => {
    const blocked = await said('--blocked')
    expect(blocked.code).toBe(1)
    expect(blocked.out).toMatch(/community-grids@3 +440402.C440402001001 +\d+ +GridEstablished +gridMap-440402.C440402001001 +2 +this grid is not understood/)
    expect((await said(`resume community-grids --key ${key}`)).out).toContain(`${key} of community-grids@3 has a model again`)
    expect((await said('--blocked')).code).toBe(0)
  })

  it('goes on without the fact that is skipped, which is recorded and told', async () => {
    const position = (await json('--blocked')).blocked?.[0]?.['position'] as number
    const skip = `skip community-grids --key ${key} --position ${position} --reason 待更正 --actor O-7`
    expect((await said(skip)).out).toContain('Nothing was changed')
    expect((await json('--skipped')).skipped).toEqual([])
    expect((await said(`${skip} --commit`)).out).toContain(`is answered without the fact at position ${position}`)
    expect((await json('--skipped')).skipped).toMatchObject([{ projection: 'community-grids@3', key, position, reason: '待更正', actor: 'O-7', at: '2019-01-02T09:00:00.000+08:00' }])
    expect((await said('rebuild community-grids')).out).toContain('1 skipped fact of it: kept')
    expect((await json('rebuild community-grids --commit')).projections).toMatchObject([{ blocked: 0, skipped: 1 }])
    expect((await json('rebuild community-grids --commit --forget-skips')).projections).toMatchObject([{ blocked: 0, skipped: 0 }])
  })

  it('is shown a skipped fact again', async () => {
    const position = (await json('--blocked')).blocked?.[0]?.['position'] as number
    await said(`skip community-grids --key ${key} --position ${position} --reason 待更正 --commit`)
    expect((await said(`resume community-grids --key ${key} --position ${position}`)).out).not.toContain('answered without')
    expect((await json('--skipped')).skipped).toEqual([])
  })
})

describe('the check of the code', () => {
  it('finds models that other code made under the same version, and says what to do', async () => {
    await said('build')
    expect((await said('--check')).code).toBe(0)
    const before = (await json('--check')).samples
    await said('drop community-grids --anyway --commit')
    await buildWith({ project: (model, event) => {
      (communityGrids as unknown as Shipped).project(model, event)
      Object.assign(model, { readings: 1 })
    } })
    const { code, err, out } = await said('--check')
    expect([code, out.includes('1 is of other code')]).toEqual([1, true])
    expect(err).toContain(`${key} at "/readings": 1 saved, nothing now`)
    expect((await json('--check')).samples?.map((sample) => sample['fingerprint'])).not.toEqual(before?.map((sample) => sample['fingerprint']))
    expect((await said('build community-grids')).code).toBe(1)
    expect((await said('rebuild community-grids --commit --anyway')).code).toBe(0)
    expect((await said('--check')).code).toBe(0)
  })
})

/** Code that was changed without its version: found in a sample of the saved models before a runner goes on with them. */

import { describe, expect, it } from 'vitest'
import { buildProjection, memoryReadModelStore, rebuildProjection, runProjection, sampleModels, skipFact, type CodeChanged, type ReadModelStore } from './index.ts'
import { at, counted, gridFiles, leftOf, remarked, rightOf, sampleCodec, sampleStore, write, type GridFile } from './builders.ts'

const quietlyChanged = { ...gridFiles, project: (file: GridFile, event: Parameters<typeof gridFiles.project>[1]) => {
  gridFiles.project(file, event)
  if (event.type === 'BuildingsCounted' && event.data.buildings > 70) file.name = 'large'
} }

const manyGrids = async (grids: number) => {
  const log = sampleStore()
  const store = memoryReadModelStore()
  for (let grid = 0; grid < grids; grid += 1) await write(log, 'a', counted(`e${grid}`, '2024-01-01', [`g${String(grid).padStart(3, '0')}`], grid))
  await rightOf(buildProjection({ reader: log, codec: sampleCodec, projection: gridFiles, mode: 'checked', store }))
  const options = (projection = gridFiles) => ({ reader: log, codec: sampleCodec, projection, mode: 'checked' as const, store: store as ReadModelStore })
  return { log, store, options }
}

describe('a projection whose code was changed, and its version was not', () => {
  it('is refused at the start, with key and place; nobody is ended for it', async () => {
    const { options, log } = await manyGrids(100)
    const running = await rightOf(runProjection(options()))
    expect(await leftOf(runProjection(options(quietlyChanged)))).toEqual({
      tag: 'CodeChanged', projection: 'gridFiles@1', key: 'g075', path: '/name', saved: '', folded: 'large', differing: 5, compared: 20,
    })
    expect(await running.untilPosition((await write(log, 'a', remarked('g001', 'it goes on'))).position)()).toBe('reached')
    await running.stop()
  })

  it('goes on with a warning where that is asked for, and unseen where nobody looks', async () => {
    const { options } = await manyGrids(100)
    const warnings: CodeChanged[] = []
    const runner = await rightOf(runProjection({ ...options(quietlyChanged), ifCodeChanged: (changed) => { warnings.push(changed) } }))
    await runner.stop()
    expect(warnings).toHaveLength(1)
    await (await rightOf(runProjection({ ...options(quietlyChanged), ifCodeChanged: 'doNotLook' }))).stop()
  })

  it('is at peace with its models once they are built anew', async () => {
    const { options } = await manyGrids(100)
    await rightOf(rebuildProjection({ ...options(quietlyChanged), skips: 'keep' }))
    expect((await rightOf(sampleModels(options(quietlyChanged)))).changed).toBeUndefined()
    expect((await rightOf(sampleModels(options()))).changed).toMatchObject({ saved: 'large', folded: '' })
  })

  it('is found where it now fails at a fact', async () => {
    const { options } = await manyGrids(5)
    const failing = { ...gridFiles, project: () => { throw new Error('it fails') } }
    expect((await rightOf(sampleModels(options(failing)))).changed).toMatchObject({ key: 'g000', path: '', folded: undefined, differing: 5, compared: 5 })
  })
})

describe('the sample', () => {
  it('is bounded in keys and facts, and says what it passed over', async () => {
    const { options, log, store } = await manyGrids(3)
    for (let remark = 0; remark < 30; remark += 1) await write(log, 'b', remarked('g001', `remark ${remark}`))
    await rightOf(buildProjection(options()))
    expect(await rightOf(sampleModels({ ...options(), facts: 20 }))).toMatchObject({ compared: 2, passedOver: 1, facts: 2, changed: undefined, fingerprint: undefined })
    expect(await rightOf(sampleModels({ ...options(), keys: 1 }))).toMatchObject({ compared: 1, passedOver: 0 })
    expect(await rightOf(sampleModels({ ...options({ ...gridFiles, version: 9 }), store }))).toMatchObject({ compared: 0, readTo: 'beginning' })
  })

  it('has the same fingerprint on two machines with the same models, and another with others', async () => {
    const hash = (text: string): string => `hash of ${text}`
    const [one, other] = [await manyGrids(30), await manyGrids(30)]
    const fingerprint = async ({ options }: typeof one) => (await rightOf(sampleModels({ ...options(), hash }))).fingerprint
    expect(await fingerprint(one)).toBe(await fingerprint(other))
    await write(other.log, 'a', remarked('g000', 'one more'))
    await rightOf(buildProjection(other.options()))
    expect(await fingerprint(one)).not.toBe(await fingerprint(other))
  })

  it('folds without the facts that are skipped', async () => {
    const { options } = await manyGrids(3)
    await rightOf(skipFact({ ...options(), key: 'g001', position: at(1), reason: 'made up', actor: 'O-1', at: 0 }))
    expect((await rightOf(sampleModels(options()))).changed).toBeUndefined()
  })
})

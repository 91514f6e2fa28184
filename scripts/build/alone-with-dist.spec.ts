// Two runs that write the same folders: one waits for the other, and says so.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { aloneWithDist } from './alone-with-dist.ts'

describe('work on dist', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alone-'))
  const file = join(folder, 'lock')
  const silent = (): void => undefined

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('waits for other work on it, and says so', async () => {
    const steps: string[] = []
    let finish: () => void = silent
    const first = aloneWithDist(() => new Promise<void>((resolve) => { steps.push('first begins'); finish = () => { steps.push('first ends'); resolve() } }), silent, file)
    const second = aloneWithDist(() => Promise.resolve(steps.push('second')), (sentence) => { steps.push(sentence); finish() }, file)
    await Promise.all([first, second])
    expect(steps).toEqual(['first begins', expect.stringMatching(/^Waiting for another/), 'first ends', 'second'])
  })

  it('that fails leaves the way free', async () => {
    await expect(aloneWithDist(() => Promise.reject(new Error('broken')), silent, file)).rejects.toThrow('broken')
    expect(await aloneWithDist(() => Promise.resolve('done'), silent, file)).toBe('done')
  })
})

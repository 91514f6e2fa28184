/** Live models: published at the end of each batch, immutable, and equal to a replay. */

import { describe, expect, test } from 'vitest'
import { projectLive } from './live.ts'
import { liveModels } from './live-models.ts'
import { replay } from './replay.ts'
import { counted, day, labelled, remarked, shelfProjection, takenBack } from './shelves.spec-domain.ts'
import { recordedLog } from './testing.ts'

const log = recordedLog([
  labelled('a', '2024-01-05', '甲'), counted('b', '2024-01-06', 5, { shelves: ['s1', 's2'] }), remarked('dusty'),
  counted('c', '2024-01-02', 7), counted('d', '2024-01-06', 8, { root: 'b', corrects: 'b', shelves: ['s3'] }), takenBack('e', 'b', 'd'),
])

describe('live models', () => {
  test('are those of a replay after every fact', () => {
    const live = liveModels(shelfProjection)
    for (const [index, event] of log.entries()) {
      live.take([event])
      expect(live.all()).toEqual(replay(shelfProjection, log.slice(0, index + 1)))
    }
  })

  test('say which keys a batch changed', () => {
    const live = liveModels(shelfProjection)
    expect(log.map((event) => [...live.take([event])].sort())).toEqual([['s1'], ['s1', 's2'], ['s1'], ['s1'], ['s1', 's2', 's3'], ['s1', 's2', 's3']])
  })

  test('leave a model alone that a batch did not touch', () => {
    const live = liveModels(shelfProjection)
    live.take(log.slice(0, 2))
    const before = live.get('s2')
    live.take(log.slice(2, 4))
    expect(live.get('s2')).toBe(before)
  })

  test('are frozen, and stay what they were', () => {
    const live = liveModels(shelfProjection)
    live.take(log.slice(0, 2))
    const [published, all] = [live.get('s1'), live.all()]
    const copy = structuredClone(published)
    live.take(log.slice(2))
    expect([published, all.get('s1')]).toEqual([copy, copy])
    expect(() => { (published as { books: number }).books = 1 }).toThrow(TypeError)
  })

  test('as of a day do not show what takes effect later', () => {
    const live = liveModels(shelfProjection, day('2024-01-05'))
    live.take(log)
    expect(live.all()).toEqual(replay(shelfProjection, log, day('2024-01-05')))
  })

  test('of keys that nothing touched are none', () => {
    expect(liveModels(shelfProjection).get('s1')).toBeUndefined()
  })
})

test('a live run that fails leaves the model as it was', () => {
  const failing = { ...shelfProjection, project: (model: ReturnType<typeof shelfProjection.initial>) => {
    model.books = 99
    throw new Error('broken')
  } }
  const model = shelfProjection.initial('s1')
  expect(() => projectLive(failing, model, log.slice(0, 1) as never)).toThrow('broken')
  expect(model.books).toBe(0)
})

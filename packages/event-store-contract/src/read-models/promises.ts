/** What every read-model store promises of claims, saves, the version that answers, and skips. */

import assert from 'node:assert/strict'
import { ran, refused } from '../acting.ts'
import type { OpenedReadModels, ReadModelPromise } from './harness.ts'
import { snapshotPromises } from './snapshot-promises.ts'
import { blocked, build, checkpointAt, first, keys, model, position, second, skip, versionsIn } from './samples.ts'

export const readModelPromises: ReadonlyArray<ReadModelPromise> = [
  {
    name: 'models, places and checkpoint are saved together, and are there after a restart',
    check: async (opened) => {
      await build(opened.store, first, 7)
      const store = await again(opened)
      const { checkpoint, models } = await ran(store.load(first, [...keys, 'g9']))
      assert.deepEqual([checkpoint, models.map(({ key }) => key).sort()], [checkpointAt(7), keys])
      assert.deepEqual(await ran(store.positionsOf(first, 'g1')), [1])
    },
  },
  {
    name: 'a claim makes the one before it void: nothing of its save is kept',
    check: async (opened) => {
      const token = await build(opened.store, first, 1)
      const other = await beside(opened)
      const claim = await ran(other.claim(first))
      assert.ok(claim.token > token, 'tokens do not rise')
      const failure = await refused(opened.store.save({ projection: first, token, checkpoint: checkpointAt(9), models: [model('g9', 1)], skips: [skip('g9')] }))
      assert.deepEqual(failure, { tag: 'FencedOff', runner: 'tree@1', token, current: claim.token })
      assert.deepEqual(await ran(other.load(first, ['g9'])), { checkpoint: checkpointAt(1), models: [] })
      assert.deepEqual(await ran(other.skips()), [])
    },
  },
  {
    name: 'a claim that is held is refused to who asks for that, and given to who takes over',
    check: async (opened) => {
      const other = await beside(opened)
      const { token } = await ran(opened.store.claim(first, { at: 0, until: 100, ifHeld: 'refuse' }))
      assert.deepEqual(await refused(other.claim(first, { at: 99, until: 200, ifHeld: 'refuse' })), { tag: 'ClaimHeld', runner: 'tree@1', heldUntil: 100 })
      await ran(opened.store.save({ projection: first, token, checkpoint: undefined, models: [], heldUntil: 150 }))
      assert.equal((await refused(other.claim(first, { at: 149, until: 200, ifHeld: 'refuse' }))).tag, 'ClaimHeld')
      await ran(other.claim(first, { at: 99, until: 100, ifHeld: 'takeOver' }))
      assert.equal((await refused(opened.store.save({ projection: first, token, checkpoint: undefined, models: [] }))).tag, 'FencedOff')
    },
  },
  {
    name: 'a hold ends when it runs out or is let go, and only its own claim lets it go',
    check: async ({ store }) => {
      const held = await ran(store.claim(first, { at: 0, until: 100, ifHeld: 'refuse' }))
      const after = await ran(store.claim(first, { at: 100, until: 200, ifHeld: 'refuse' }))
      await ran(store.release(first, held.token))
      assert.equal((await refused(store.claim(first, { at: 101, until: 200, ifHeld: 'refuse' }))).tag, 'ClaimHeld')
      await ran(store.release(first, after.token))
      await ran(store.claim(first, { at: 101, until: 200, ifHeld: 'refuse' }))
    },
  },
  {
    name: 'no version answers until one is switched to',
    check: async ({ store }) => {
      await build(store, first, 1)
      assert.equal(await ran(store.loadActive('tree', keys)), undefined)
      assert.deepEqual((await ran(store.projections())).map(({ active }) => active), [false])
    },
  },
  {
    name: 'a switch lets the new version answer, says which answered before, and keeps that one',
    check: async (opened) => {
      const { store } = opened
      await build(store, first, 1)
      await build(store, second, 1)
      assert.deepEqual(await ran(store.switchTo({ projection: first, caughtUpTo: position(1) })), { before: undefined })
      assert.deepEqual(await ran(store.switchTo({ projection: second, caughtUpTo: position(1) })), { before: 1 })
      const reopened = await again(opened)
      assert.deepEqual(await versionsIn(reopened), [2, 2, 2, 2])
      assert.deepEqual((await ran(reopened.projections())).map(({ version, active, models }) => [version, active, models]), [[1, false, 3], [2, true, 3]])
    },
  },
  {
    name: 'a version that is behind, stale or blocked is not switched to unless that is put up with; one that is not there never is',
    check: async ({ store }) => {
      await build(store, first, 1)
      const behind = await refused(store.switchTo({ projection: first, caughtUpTo: position(2) }))
      assert.deepEqual(behind, { tag: 'VersionNotReady', projection: 'tree@1', checkpoint: 1, caughtUpTo: 2, stale: 0, blocked: 0 })
      await build(store, second, 5, [model('g1', 2, { text: null, stale: true })])
      assert.equal((await refused(store.switchTo({ projection: second, caughtUpTo: position(2) }))).tag, 'VersionNotReady')
      await build(store, second, 5, [model('g1', 2), blocked('g2')])
      assert.equal((await refused(store.switchTo({ projection: second, caughtUpTo: position(2), allow: { behind: true } }))).tag, 'VersionNotReady')
      assert.equal(await ran(store.loadActive('tree', keys)), undefined)
      await ran(store.switchTo({ projection: second, caughtUpTo: position(2), allow: { blocked: true } }))
      await ran(store.switchTo({ projection: first, caughtUpTo: position(2), allow: { behind: true } }))
      assert.equal((await refused(store.switchTo({ projection: { name: 'tree', version: 3 }, caughtUpTo: 'beginning', allow: { behind: true } }))).tag, 'NoSuchVersion')
    },
  },
  {
    name: 'no answer has models of two versions, however often it is switched meanwhile',
    check: async (opened) => {
      const reader = await beside(opened)
      await build(opened.store, first, 1)
      await build(opened.store, second, 1)
      await ran(opened.store.switchTo({ projection: first, caughtUpTo: 'beginning' }))
      const answers: Array<Promise<ReadonlyArray<number>>> = []
      for (let turn = 0; turn < 50; turn += 1) {
        answers.push(versionsIn(reader))
        await ran(opened.store.switchTo({ projection: turn % 2 === 0 ? second : first, caughtUpTo: 'beginning' }))
      }
      for (const versions of await Promise.all(answers)) assert.equal(new Set(versions).size, 1, `versions ${versions.join(', ')} in one answer`)
    },
  },
  {
    name: 'the version that answers is not forgotten unless that is asked for; then none answers',
    check: async ({ store }) => {
      await build(store, first, 1)
      await build(store, second, 1)
      await ran(store.switchTo({ projection: second, caughtUpTo: 'beginning' }))
      assert.deepEqual(await refused(store.drop(second)), { tag: 'VersionAnswers', projection: 'tree@2' })
      await ran(store.drop(first))
      assert.deepEqual(await versionsIn(store), [2, 2, 2, 2])
      await ran(store.drop(second, { active: true }))
      assert.equal(await ran(store.loadActive('tree', keys)), undefined)
      await build(store, second, 1)
      assert.equal(await ran(store.loadActive('tree', keys)), undefined)
    },
  },
  {
    name: 'what was built beside takes the place of the other with its models, places and skips, and answers as that did',
    check: async (opened) => {
      const { store } = opened
      const beside2 = { name: 'tree~anew', version: 1 }
      const token = await build(store, first, 1)
      await ran(store.save({ projection: first, token, checkpoint: undefined, models: [model('g4', 1)], skips: [skip('g1'), skip('g4')] }))
      await ran(store.switchTo({ projection: first, caughtUpTo: 'beginning' }))
      const built = await build(store, beside2, 5, keys.map((key) => model(key, 9)))
      await ran(store.save({ projection: beside2, token: built, checkpoint: undefined, models: [], skips: [skip('g1')] }))
      await ran(store.replace({ built: beside2, token: built, replaced: first }))
      const reopened = await again(opened)
      assert.deepEqual(await versionsIn(reopened), [1, 9, 9, 9])
      assert.deepEqual((await ran(reopened.load(first, ['g4']))), { checkpoint: checkpointAt(5), models: [] })
      assert.deepEqual([await ran(reopened.positionsOf(first, 'g1')), await ran(reopened.positionsOf(first, 'g4'))], [[9], []])
      assert.deepEqual((await ran(reopened.skips())).map(({ key, projection }) => [key, projection.name]), [['g1', 'tree']])
      assert.deepEqual((await ran(reopened.projections())).map(({ name }) => name), ['tree'])
      assert.equal((await refused(reopened.save({ projection: first, token, checkpoint: undefined, models: [] }))).tag, 'FencedOff')
    },
  },
  {
    name: 'what another claimed meanwhile takes no place',
    check: async ({ store }) => {
      await build(store, first, 1)
      const token = await build(store, second, 1)
      await ran(store.claim(second))
      assert.equal((await refused(store.replace({ built: second, token, replaced: first }))).tag, 'FencedOff')
      assert.deepEqual((await ran(store.projections())).map(({ version }) => version), [1, 2])
    },
  },
  {
    name: 'a skip is recorded with its reason, told by claims and answers, and outlives the models of its version',
    check: async (opened) => {
      const { store } = opened
      const token = await build(store, first, 5)
      await ran(store.save({ projection: first, token, checkpoint: undefined, models: [], skips: [skip('g1'), skip('g2')] }))
      await ran(store.save({ projection: first, token, checkpoint: undefined, models: [], skips: [{ ...skip('g1'), reason: 'another reason' }], withdrawn: [skip('g2')] }))
      await ran(store.switchTo({ projection: first, caughtUpTo: 'beginning' }))
      const told = [{ ...skip('g1'), reason: 'another reason' }]
      assert.deepEqual((await ran(store.loadActive('tree', [])))?.skips, told)
      assert.deepEqual((await ran(store.projections())).map(({ skipped }) => skipped), [1])
      await ran(store.drop(first, { active: true }))
      const reopened = await again(opened)
      assert.deepEqual(await ran(reopened.skips()), told.map((one) => ({ projection: first, ...one })))
      assert.deepEqual((await ran(reopened.claim(first))).skips, told)
      assert.deepEqual((await ran(reopened.claim(second))).skips, [])
    },
  },
  {
    name: 'keys are spread evenly, in the order of their bytes, the first among them',
    check: async ({ store }) => {
      const many = Array.from({ length: 100 }, (_, number) => `g${String(number).padStart(3, '0')}`)
      await build(store, first, 1, many.map((key) => model(key, 1)))
      for (const count of [1, 7, 20, 100, 500]) {
        const chosen = await ran(store.spreadKeys(first, count))
        assert.deepEqual(chosen, [...chosen].sort())
        assert.equal(chosen[0], 'g000')
        assert.equal(chosen.length, Math.min(count, 100))
        const places = chosen.map((key) => Number(key.slice(1)))
        assert.ok((places.at(-1) ?? 0) >= 100 - Math.ceil(100 / count), `nothing after ${places.at(-1)}`)
        const gaps = places.slice(1).map((place, index) => place - (places[index] ?? 0))
        assert.ok(gaps.length === 0 || Math.max(...gaps) - Math.min(...gaps) <= 1, `gaps ${gaps.join(', ')}`)
      }
    },
  },
  ...snapshotPromises,
]

async function again({ store, reopen }: OpenedReadModels) {
  return reopen === undefined ? store : await reopen()
}

async function beside({ store, second: open }: OpenedReadModels) {
  return open === undefined ? store : await open()
}

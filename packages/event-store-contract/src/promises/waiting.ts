/** Waiting for more: woken by what comes, by whomever it was written, and by nothing else. */

import assert from 'node:assert/strict'
import type { After, Position } from '@grid-governance/event-sourcing'
import type { EventReader } from '@grid-governance/event-store'
import { ran, refused, write } from '../acting.ts'
import { chapter, hookOf, type StorePromise } from '../harness.ts'
import { appending, otherStream } from '../samples.ts'

/** Long enough that a busy machine does not decide the outcome, in milliseconds. */
const patience = 3000
/** How long a wait for nothing lasts. */
const brief = 60
/** What timers and a busy machine may add to a declared time. */
const slack = 1000

export const waiting: ReadonlyArray<StorePromise> = chapter('waiting for more', [
  {
    name: 'what is already there is answered at once, even with no time to wait',
    check: async ({ store }) => {
      const { position } = await write(store, appending('noStream', ['a']))
      await write(store, appending(1, ['b']))
      for (const after of ['beginning', position] as ReadonlyArray<After>) {
        const { answer, lasted } = await wait(store, after, patience)
        assert.equal(answer, 'more')
        assert.ok(lasted < patience / 2, `took ${lasted} ms`)
        assert.equal((await wait(store, after, 0)).answer, 'more')
      }
    },
  },
  {
    name: 'at the end of the log it ends when the time is up, not before',
    check: async ({ store }) => {
      assert.equal((await wait(store, 'beginning', 0)).answer, 'timeout')
      const { position } = await write(store, appending('noStream', ['a']))
      const { answer, lasted } = await wait(store, position, brief)
      assert.equal(answer, 'timeout')
      assert.ok(lasted >= brief - 5 && lasted < brief + slack, `lasted ${lasted} ms`)
    },
  },
  {
    name: 'an append that comes later ends it, and is there to be read',
    check: async ({ store }) => {
      const { position } = await write(store, appending('noStream', ['a']))
      const waits = [wait(store, position, patience), wait(store, position, patience)]
      await pause(20)
      await write(store, appending('any', ['b'], otherStream))
      for (const { answer, lasted } of await Promise.all(waits)) {
        assert.equal(answer, 'more')
        assert.ok(lasted < patience / 2, `took ${lasted} ms`)
      }
      assert.equal((await ran(store.readAll({ after: position, maxCount: 1 }))).events.length, 1)
    },
  },
  {
    name: 'on an empty log the first append ends it',
    check: async ({ store }) => {
      const waited = wait(store, 'beginning', patience)
      await write(store, appending('noStream', ['a']))
      assert.equal((await waited).answer, 'more')
    },
  },
  {
    name: 'appends that write nothing do not end it',
    check: async ({ store }) => {
      const { position } = await write(store, appending('noStream', ['a']))
      const waited = wait(store, position, brief)
      await refused(store.append(appending('noStream', ['b'])))
      await refused(store.append(appending('any', [])))
      await ran(store.append(appending('noStream', ['a'])))
      assert.equal((await waited).answer, 'timeout')
    },
  },
  {
    name: 'a place beyond the end of the log waits until something comes after it',
    check: async ({ store }) => {
      const waited = wait(store, Number.MAX_SAFE_INTEGER as Position, brief)
      await write(store, appending('noStream', ['a']))
      assert.equal((await waited).answer, 'timeout')
    },
  },
  {
    name: 'the signal ends it at once, also when it was given before',
    check: async ({ store }) => {
      const stop = new AbortController()
      const waited = wait(store, 'beginning', patience, stop.signal)
      await pause(10)
      stop.abort()
      for (const { answer, lasted } of [await waited, await wait(store, 'beginning', patience, stop.signal)]) {
        assert.equal(answer, 'timeout')
        assert.ok(lasted < patience / 2, `took ${lasted} ms`)
      }
    },
  },
  {
    name: 'a wait of months does not end at once',
    check: async ({ store }) => {
      for (const timeoutMs of [2 ** 31, Number.MAX_SAFE_INTEGER]) {
        const stop = new AbortController()
        let ended = false
        const waited = wait(store, 'beginning', timeoutMs, stop.signal).then(() => { ended = true })
        await pause(brief)
        assert.equal(ended, false)
        stop.abort()
        await waited
      }
    },
  },
  {
    name: 'what another writer appends is noticed within the declared time',
    needs: 'secondWriter',
    timeoutMs: 60_000,
    check: async (opened) => {
      const { store } = opened
      const second = await hookOf(opened, 'secondWriter')()
      const limit = store.declared.noticesOthersWithinMs + slack
      const { position } = await write(store, appending('noStream', ['a']))
      const waited = wait(store, position, limit + patience)
      await pause(20)
      await write(second, appending(1, ['b']))
      const { answer, lasted } = await waited
      assert.equal(answer, 'more')
      assert.ok(lasted <= limit, `noticed after ${lasted} ms, declared are ${store.declared.noticesOthersWithinMs}`)
      assert.equal((await ran(store.readAll({ after: position, maxCount: 1 }))).events.length, 1)
    },
  },
])

async function wait(reader: EventReader, after: After, timeoutMs: number, signal?: AbortSignal) {
  const began = performance.now()
  const answer = await reader.waitBeyond(after, { timeoutMs, ...(signal === undefined ? {} : { signal }) })()
  return { answer, lasted: performance.now() - began }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds) })
}

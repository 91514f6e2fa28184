/** The suite can fail: each faulty store is found out by the promise it breaks. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { storePromises } from './all-promises.ts'
import { checkPromise } from './check-promise.ts'
import type { Harness, StorePromise } from './harness.ts'
import { faults } from './trial/faults.ts'
import { fileHarness } from './trial/file-harness.ts'
import { memoryHarness } from './trial/memory-harness.ts'

// Random workloads must find these faults in every run of this spec, so it always runs the same ones; what they shrink to is not asked.
fc.configureGlobal({ seed: 20240101, endOnFailure: true })

describe('the contract finds out', () => {
  for (const { fault, make, noticedBy, hooks } of faults) {
    test(`a store that ${fault}`, { timeout: 20_000 }, async () => {
      const harness = memoryHarness('a faulty store', make, hooks)
      await isBroken(promiseNamed(noticedBy), harness)
    })
  }

  test('writer processes that do not wait for one another', { timeout: 60_000 }, async () => {
    await isBroken(promiseNamed('several processes that write at once'), fileHarness(true))
  })
})

describe('random workloads find out', () => {
  for (const { fault, make } of faults.filter((each) => each.noticedByWorkloads === true)) {
    test(`a store that ${fault}`, async () => {
      await isBroken(promiseNamed('no random workload'), { ...memoryHarness('a faulty store', make), numRuns: 300 })
    })
  }
})

describe('what cannot be tried', () => {
  test('is told with the reason', async () => {
    expect(await checkPromise(promiseNamed('two writers on one log'), memoryHarness('the in-memory store')))
      .toEqual({ verdict: 'untried', reason: 'the harness of the in-memory store has no secondWriter' })
  })

  test('is what needs a hook, and nothing else', async () => {
    const needs = new Set(storePromises.map((promise) => promise.needs))
    expect(needs).toEqual(new Set([undefined, 'reopen', 'secondWriter', 'processes']))
  })
})

test('every promise has a name of its own', () => {
  const names = storePromises.map((promise) => `${promise.about}: ${promise.name}`)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

async function isBroken(promise: StorePromise, harness: Harness): Promise<void> {
  expect(await checkPromise(promise, harness)).toMatchObject({ verdict: 'broken' })
}

function promiseNamed(part: string): StorePromise {
  const found = storePromises.filter((promise) => promise.name.includes(part))
  if (found[0] === undefined) throw new Error(`No promise has "${part}" in its name.`)
  return found[0]
}

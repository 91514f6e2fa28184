/** The read models in memory keep their contract, and the contract can fail: each faulty store is found out by the promise that it breaks. */

import { describe, expect, test } from 'vitest'
import { memoryReadModelStore } from '@grid-governance/subscriptions'
import { readModelStoreContract } from './read-models/contract.ts'
import { readModelPromises } from './read-models/promises.ts'
import { faultyReadModels, readModelFaults } from './trial/read-model-faults.ts'

readModelStoreContract({ name: 'the store in memory', open: () => Promise.resolve({ store: memoryReadModelStore(), close: () => Promise.resolve() }) })

describe('the contract of read-model stores finds out', () => {
  test.each(readModelFaults.map((one) => [one.fault, one] as const))('a store that %s', async (_, fault) => {
    const promises = readModelPromises.filter(({ name }) => name.includes(fault.noticedBy))
    expect(promises).toHaveLength(1)
    await expect(promises[0]?.check({ store: faultyReadModels(fault), close: () => Promise.resolve() })).rejects.toThrow()
  })
})

/** A store that declares less than the in-memory one is tested as it declares. */

import { eventStoreContract } from './contract.ts'
import { memoryHarness } from './trial/memory-harness.ts'
import { sparseStore } from './trial/sparse-store.ts'

eventStoreContract(memoryHarness('a store with gaps, without a chain, that filters on the client and overrules its clock', sparseStore))

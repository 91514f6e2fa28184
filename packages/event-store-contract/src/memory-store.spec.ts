/** The in-memory store keeps the contract. */

import { eventStoreContract } from './contract.ts'
import { memoryHarness } from './trial/memory-harness.ts'

eventStoreContract(memoryHarness('the in-memory store'))

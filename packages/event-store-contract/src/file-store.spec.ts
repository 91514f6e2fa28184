/** A toy of a durable store keeps the contract, with every hook that a harness can have. */

import { eventStoreContract } from './contract.ts'
import { fileHarness } from './trial/file-harness.ts'

eventStoreContract(fileHarness())

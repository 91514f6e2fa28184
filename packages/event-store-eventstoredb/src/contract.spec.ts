/** The store keeps the contract of event stores, on the double. */

import { eventStoreContract } from '@grid-governance/event-store-contract'
import { doubleHarness } from './trial/double-harness.ts'

eventStoreContract(doubleHarness)

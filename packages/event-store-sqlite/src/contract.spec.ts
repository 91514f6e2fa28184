/** The SQLite store keeps the contract of event stores. */

import { eventStoreContract } from '@grid-governance/event-store-contract'
import { sqliteHarness } from './trial/log-folder.ts'

eventStoreContract(sqliteHarness)

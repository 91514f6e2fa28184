/** What every event store promises, as a test suite that others can run on their own adapter. */

export { eventStoreContract } from './contract.ts'
export { checkPromise, type Verdict } from './check-promise.ts'
export { storePromises } from './all-promises.ts'
export type { Harness, Hook, OpenedStore, OpenedWriter, StorePromise, WriterModule, WriterProcesses } from './harness.ts'
export { readModelStoreContract } from './read-models/contract.ts'
export { readModelPromises } from './read-models/promises.ts'
export type { OpenedReadModels, ReadModelHarness, ReadModelPromise } from './read-models/harness.ts'

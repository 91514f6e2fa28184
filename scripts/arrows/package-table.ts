// Which package may import what: the table of docs/architecture.md, as the check reads it.

export interface PackageRow {
  /** Packages of this workspace. */
  readonly ours: readonly string[]
  /** Packages of others, besides fp-ts and io-ts which all may use. */
  readonly others: readonly string[]
  /** Modules of Node, without `node:`; none for a pure package. */
  readonly node: readonly string[] | 'all'
  /** Packages of this workspace that only its specs may use. */
  readonly specsOurs?: readonly string[]
}

/** The order is the direction: a row names only rows above it, so no cycle can be drawn. */
export const packageTable: Readonly<Record<string, PackageRow>> = {
  'event-sourcing': { ours: [], others: ['immer'], node: [] },
  domain: { ours: ['event-sourcing'], others: ['immer', 'date-fns'], node: [] },
  'event-store': { ours: ['event-sourcing'], others: ['canonicalize'], node: ['crypto'] },
  subscriptions: { ours: ['event-sourcing', 'event-store'], others: [], node: [] },
  'event-store-contract': {
    ours: ['event-sourcing', 'event-store', 'subscriptions'],
    others: ['vitest', 'fast-check'],
    node: 'all',
  },
  'event-store-sqlite': {
    ours: ['event-sourcing', 'event-store', 'subscriptions'],
    others: [],
    node: ['sqlite', 'crypto', 'fs', 'path', 'worker_threads', 'zlib'],
    specsOurs: ['event-store-contract'],
  },
  'event-store-eventstoredb': {
    ours: ['event-sourcing', 'event-store'],
    others: ['@eventstore/db-client'],
    node: ['crypto', 'fs', 'process'],
    specsOurs: ['subscriptions', 'event-store-contract', 'event-store-sqlite', 'eventstoredb-double'],
  },
  telemetry: {
    ours: ['event-sourcing', 'event-store', 'subscriptions'],
    others: ['@opentelemetry/api'],
    node: [],
    specsOurs: ['event-store-contract'],
  },
  analytics: {
    ours: ['event-sourcing', 'event-store', 'subscriptions'],
    others: ['@duckdb/node-api'],
    node: ['crypto', 'fs/promises', 'os', 'path'],
  },
  'eventstoredb-double': {
    ours: [],
    others: ['@eventstore/db-client', '@grpc/grpc-js', 'google-protobuf'],
    node: ['crypto', 'net', 'stream'],
  },
  'projections-grids': { ours: ['event-sourcing', 'domain'], others: ['immer'], node: [], specsOurs: ['event-store', 'subscriptions'] },
  application: {
    ours: ['event-sourcing', 'domain', 'event-store', 'subscriptions', 'projections-grids'],
    others: [],
    node: ['crypto'],
  },
  simulation: { ours: ['event-sourcing', 'domain', 'event-store', 'application'], others: ['pure-rand'], node: [] },
  cli: {
    ours: [
      'event-sourcing',
      'domain',
      'event-store',
      'event-store-sqlite',
      'event-store-eventstoredb',
      'subscriptions',
      'analytics',
      'projections-grids',
      'application',
      'simulation',
    ],
    others: ['@humanwhocodes/momoa', 'commander', 'cli-table3', 'csv-parse', 'csv-stringify', 'cli-progress'],
    node: 'all',
    specsOurs: ['eventstoredb-double'],
  },
}

/** Packages whose code reads no clock, no chance and nothing of the machine. */
export const purePackages: readonly string[] = Object.keys(packageTable).filter(
  (name) => ['event-sourcing', 'domain'].includes(name) || name.startsWith('projections-'),
)

/** Modules of Node that only compute, be it on another thread of the same process; all others touch the outside. */
export const computingModules: readonly string[] = ['worker_threads', 'crypto', 'zlib', 'path', 'path/posix', 'util', 'url', 'events', 'assert', 'assert/strict', 'buffer']

/**
 * The schema of read models, third format. `places` is the index from a model to the days and positions of its facts; days are numbers such as 20240131, 0
 * where a fact has none; `chained` are those of entries that were corrected. `snapshots` are models of earlier places; `latest_day` is that of all facts
 * of the model at their saving. `active` says which version answers to a name; `skips` outlive the projections that they are about.
 */
export const createReadModels = [
  `CREATE TABLE claims (last INTEGER NOT NULL) STRICT`,
  `INSERT INTO claims VALUES (0)`,
  `CREATE TABLE projections (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  token INTEGER NOT NULL,
  held_until INTEGER,
  position INTEGER,
  event_id TEXT,
  UNIQUE (name, version)
) STRICT`,
  `CREATE TABLE active (
  name TEXT PRIMARY KEY,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID`,
  `CREATE TABLE models (
  id INTEGER PRIMARY KEY,
  projection INTEGER NOT NULL,
  key TEXT NOT NULL,
  text TEXT,
  shown_up_to TEXT NOT NULL,
  stale INTEGER NOT NULL,
  blocked TEXT,
  since_snapshot INTEGER NOT NULL,
  UNIQUE (projection, key)
) STRICT`,
  `CREATE INDEX stale_models ON models (projection, key) WHERE stale = 1`,
  `CREATE INDEX blocked_models ON models (projection, key) WHERE blocked IS NOT NULL`,
  `CREATE TABLE places (
  model INTEGER NOT NULL,
  day INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (model, day, position)
) STRICT, WITHOUT ROWID`,
  `CREATE TABLE chained (
  model INTEGER NOT NULL,
  position INTEGER NOT NULL,
  chain INTEGER NOT NULL,
  PRIMARY KEY (model, position, chain)
) STRICT, WITHOUT ROWID`,
  `CREATE INDEX chains ON chained (model, chain, position)`,
  `CREATE TABLE snapshots (
  model INTEGER NOT NULL,
  shown_up_to INTEGER NOT NULL,
  shown_to INTEGER NOT NULL,
  position INTEGER NOT NULL,
  spoiled_at INTEGER,
  latest_day INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (model, shown_up_to, shown_to, position)
) STRICT`,
  `CREATE INDEX snapshots_known ON snapshots (model, position, latest_day)`,
  `CREATE TABLE skips (
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  key TEXT NOT NULL,
  position INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (name, version, key, position)
) STRICT, WITHOUT ROWID`,
] as const

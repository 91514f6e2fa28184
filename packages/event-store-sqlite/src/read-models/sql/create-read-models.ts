/**
 * The schema of read models, second format. `places` is the index from a model to the positions of its facts; `active` says which version
 * answers to a name; `skips` outlive the projections that they are about.
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
  UNIQUE (projection, key)
) STRICT`,
  `CREATE INDEX stale_models ON models (projection, key) WHERE stale = 1`,
  `CREATE INDEX blocked_models ON models (projection, key) WHERE blocked IS NOT NULL`,
  `CREATE TABLE places (
  model INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (model, position)
) STRICT, WITHOUT ROWID`,
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

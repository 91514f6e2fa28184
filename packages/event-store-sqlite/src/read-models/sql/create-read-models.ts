/** The schema of read models, first format. `places` is the index from a model to the positions of its facts. */
export const createReadModels = [
  `CREATE TABLE claims (last INTEGER NOT NULL) STRICT`,
  `INSERT INTO claims VALUES (0)`,
  `CREATE TABLE projections (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  token INTEGER NOT NULL,
  position INTEGER,
  event_id TEXT,
  UNIQUE (name, version)
) STRICT`,
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
] as const

/** A model whose `recent` places take more bytes than this hands them on to `places`. */
export const mostRecentBytes = 512

/**
 * The schema of read models, fourth format. Where the facts of a model are stands in runs (see `place-runs.ts`): the last ones beside the model itself, as
 * `recent`, since its row is written anyway when a fact comes; the earlier ones in `places`, a run a row, with the smallest and the largest day and position in it.
 * Days are numbers (see `dayNumber`). `text` comes last, so that a long one is not read for what stands before it. `chained` are the facts of entries that were
 * corrected. `snapshots` are models of earlier places: `packed` is the JSON of the model, as a TEXT where it is short, else as a BLOB, which is its UTF-8 deflated
 * in the zlib format (RFC 1950: DEFLATE with a checksum); `length` is that of the UTF-8, `bytes` that of what is kept. `active` says which version answers to a name; `skips` outlive the projections that they are about.
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
  projection INTEGER NOT NULL,
  key TEXT NOT NULL,
  shown_up_to TEXT NOT NULL,
  stale INTEGER NOT NULL,
  blocked TEXT,
  since_snapshot INTEGER NOT NULL,
  recent BLOB NOT NULL,
  text TEXT,
  PRIMARY KEY (projection, key)
) STRICT, WITHOUT ROWID`,
  `CREATE INDEX stale_models ON models (projection, key) WHERE stale = 1`,
  `CREATE INDEX blocked_models ON models (projection, key) WHERE blocked IS NOT NULL`,
  `CREATE INDEX full_models ON models (projection, key) WHERE length(recent) > ${mostRecentBytes}`,
  `CREATE TABLE places (
  projection INTEGER NOT NULL,
  key TEXT NOT NULL,
  number INTEGER NOT NULL,
  first_day INTEGER NOT NULL,
  last_day INTEGER NOT NULL,
  first_position INTEGER NOT NULL,
  last_position INTEGER NOT NULL,
  run BLOB NOT NULL,
  PRIMARY KEY (projection, key, number)
) STRICT, WITHOUT ROWID`,
  `CREATE TABLE chained (
  projection INTEGER NOT NULL,
  key TEXT NOT NULL,
  position INTEGER NOT NULL,
  chain INTEGER NOT NULL,
  PRIMARY KEY (projection, key, position, chain)
) STRICT, WITHOUT ROWID`,
  `CREATE INDEX chains ON chained (projection, key, chain, position)`,
  `CREATE TABLE snapshots (
  projection INTEGER NOT NULL,
  key TEXT NOT NULL,
  shown_up_to INTEGER NOT NULL,
  shown_to INTEGER NOT NULL,
  position INTEGER NOT NULL,
  spoiled_at INTEGER,
  bytes INTEGER NOT NULL,
  length INTEGER NOT NULL,
  packed ANY NOT NULL,
  UNIQUE (projection, key, shown_up_to, shown_to, position)
) STRICT`,
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

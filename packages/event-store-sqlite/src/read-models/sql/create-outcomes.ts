/** The schema of outcomes, first format. `progress` and `outcome` are JSON. */
export const createOutcomes = [
  `CREATE TABLE senders (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  token INTEGER NOT NULL,
  progress TEXT,
  UNIQUE (kind, name)
) STRICT`,
  `CREATE TABLE outcomes (
  number INTEGER PRIMARY KEY,
  sender INTEGER NOT NULL,
  command_id TEXT NOT NULL,
  cause TEXT NOT NULL,
  stream TEXT NOT NULL,
  reason TEXT NOT NULL,
  outcome TEXT NOT NULL,
  UNIQUE (sender, command_id)
) STRICT`,
] as const

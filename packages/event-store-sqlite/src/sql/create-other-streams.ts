/** The streams that a reader of one part passes over: a byte for each stream by its number, 1 where it is one of them. Goes with the connection, and is never written to a file. */
export const createOtherStreams = [
  'PRAGMA temp_store = MEMORY',
  'CREATE TEMP TABLE other_streams (marks BLOB NOT NULL)',
] as const

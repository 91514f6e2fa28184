/** The numbers of the streams that a reader of one part passes over; the table goes with the connection, and is never written to a file. */
export const createOtherStreams = [
  'PRAGMA temp_store = MEMORY',
  'CREATE TEMP TABLE other_streams (id INTEGER PRIMARY KEY)',
] as const

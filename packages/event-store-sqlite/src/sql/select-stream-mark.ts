/** The first marked place of a stream (by number) at or beyond a version. */
export const selectStreamMark = `
  SELECT version, position FROM stream_marks WHERE stream = ? AND version >= ? ORDER BY version LIMIT 1`

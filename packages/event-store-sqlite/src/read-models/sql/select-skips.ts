/** The skips of a version, in the order of key and position. */
export const selectSkips = `
  SELECT name, version, key, position, event_id, reason, actor, at FROM skips
  WHERE name = ?1 AND version = ?2 ORDER BY key, position`

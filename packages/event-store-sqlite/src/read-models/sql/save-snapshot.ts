/** Keeps a snapshot of a model, if there is one of that key. */
export const saveSnapshot = `
  INSERT OR REPLACE INTO snapshots (projection, key, shown_up_to, shown_to, position, spoiled_at, bytes, length, packed)
  SELECT ?1, ?2, ?3, ?4, ?5, NULL, ?6, ?7, ?8 WHERE EXISTS (SELECT 1 FROM models WHERE projection = ?1 AND key = ?2)`

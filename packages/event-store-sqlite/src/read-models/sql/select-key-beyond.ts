/** Of the keys of projection ?1 that sort after ?2, in the order of their bytes, the one that ?3 others come before. */
export const selectKeyBeyond = `
  SELECT key FROM models WHERE projection = ?1 AND key > ?2 ORDER BY key LIMIT 1 OFFSET ?3`

/** The models of projection ?1 with the keys of ?2, a JSON list. */
export const selectModels = `
  SELECT key, text, shown_up_to, stale, blocked, since_snapshot FROM models
  WHERE projection = ?1 AND key IN (SELECT value FROM json_each(?2))
  ORDER BY key`

/** Of the snapshots of a model that serve a question as of day ?3, known up to position ?4, the one that leaves the least to fold. */
export const selectServingSnapshot = `
  SELECT shown_up_to, shown_to, position, length, packed FROM snapshots
  WHERE projection = ?1 AND key = ?2 AND shown_up_to <= ?3 AND position <= ?4 AND (spoiled_at IS NULL OR spoiled_at > ?4)
  ORDER BY shown_up_to DESC, shown_to DESC, position DESC LIMIT 1`

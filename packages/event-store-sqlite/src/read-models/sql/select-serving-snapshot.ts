/** Of the snapshots of model ?1 that serve a question as of day ?2, known up to position ?3 and before ?4, the one that leaves the least to fold. */
export const selectServingSnapshot = `
  SELECT shown_up_to, shown_to, position, text FROM snapshots
  WHERE model = ?1 AND shown_up_to <= ?2 AND position <= ?3 AND position < ?4
    AND (spoiled_at IS NULL OR spoiled_at > ?3 OR spoiled_at >= ?4)
  ORDER BY shown_up_to DESC, shown_to DESC, position DESC LIMIT 1`

/** At most ?3 outcomes of sender ?1 in the order in which they were recorded, without the first ?2. */
export const listOutcomes = `
  SELECT command_id, cause, stream, reason, outcome FROM outcomes WHERE sender = ?1 ORDER BY number LIMIT ?3 OFFSET ?2`

/** The outcomes of sender ?1 for the commands of ?2, a JSON list. */
export const selectOutcomes = `
  SELECT command_id, cause, stream, reason, outcome FROM outcomes
  WHERE sender = ?1 AND command_id IN (SELECT value FROM json_each(?2))`

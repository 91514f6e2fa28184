/** Notes at which position a snapshot was spoiled. */
export const spoilSnapshot = `UPDATE snapshots SET spoiled_at = ?6 WHERE projection = ?1 AND key = ?2 AND shown_up_to = ?3 AND shown_to = ?4 AND position = ?5`

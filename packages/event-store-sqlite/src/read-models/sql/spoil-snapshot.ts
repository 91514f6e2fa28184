/** Notes at which position a snapshot was spoiled. */
export const spoilSnapshot = `UPDATE snapshots SET spoiled_at = ?5 WHERE model = ?1 AND shown_up_to = ?2 AND shown_to = ?3 AND position = ?4`

/** Moves the checkpoint of a projection. */
export const saveCheckpoint = `UPDATE projections SET position = ?2, event_id = ?3 WHERE id = ?1`

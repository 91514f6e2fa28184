/** A projection by name and version. */
export const selectProjection = `SELECT id, token, position, event_id, held_until FROM projections WHERE name = ?1 AND version = ?2`

/** Says until when a projection is held; null lets go of it. */
export const holdProjection = `UPDATE projections SET held_until = ?2 WHERE id = ?1`

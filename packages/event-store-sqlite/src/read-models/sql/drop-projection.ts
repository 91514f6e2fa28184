/** Forgets all of projection ?1; to be run in this order. */
export const dropProjection = [
  `DELETE FROM places WHERE projection = ?1`,
  `DELETE FROM chained WHERE projection = ?1`,
  `DELETE FROM snapshots WHERE projection = ?1`,
  `DELETE FROM models WHERE projection = ?1`,
  `DELETE FROM projections WHERE id = ?1`,
] as const

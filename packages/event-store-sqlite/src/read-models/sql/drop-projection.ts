/** Forgets all of projection ?1; to be run in this order. */
export const dropProjection = [
  `DELETE FROM places WHERE model IN (SELECT id FROM models WHERE projection = ?1)`,
  `DELETE FROM chained WHERE model IN (SELECT id FROM models WHERE projection = ?1)`,
  `DELETE FROM snapshots WHERE model IN (SELECT id FROM models WHERE projection = ?1)`,
  `DELETE FROM models WHERE projection = ?1`,
  `DELETE FROM projections WHERE id = ?1`,
] as const

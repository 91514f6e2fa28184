/** Gives projection ?1 another name and version; nobody holds it any more. */
export const renameProjection = `UPDATE projections SET name = ?2, version = ?3, held_until = NULL WHERE id = ?1`

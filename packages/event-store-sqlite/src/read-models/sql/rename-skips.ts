/** Hands the skips of one version on to another. */
export const renameSkips = `UPDATE skips SET name = ?3, version = ?4 WHERE name = ?1 AND version = ?2`

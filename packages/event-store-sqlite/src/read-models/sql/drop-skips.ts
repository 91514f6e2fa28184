/** Takes back all skips of a version. */
export const dropSkips = `DELETE FROM skips WHERE name = ?1 AND version = ?2`

/** Where the facts of model ?1 are, in the order of the log. */
export const selectPlaces = `SELECT DISTINCT position FROM places WHERE model = ?1 ORDER BY position`

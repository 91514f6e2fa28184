/** Where the facts of a model are, in the order of the log. */
export const selectPlaces = `
  SELECT position FROM places
  WHERE model = (SELECT id FROM models WHERE projection = ?1 AND key = ?2)
  ORDER BY position`

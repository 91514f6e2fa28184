/** The runs of the places of a model. */
export const selectPlaces = `
  SELECT run FROM places WHERE projection = ?1 AND key = ?2
  UNION ALL
  SELECT recent FROM models WHERE projection = ?1 AND key = ?2`

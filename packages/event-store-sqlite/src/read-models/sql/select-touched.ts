/** Whether model ?1 is touched, up to position ?2 and before ?3, by a fact that no correction brought to it; ?4 is the latest day to look at. */
export const selectTouched = `
  SELECT 1 FROM places WHERE model = ?1 AND day <= ?4 AND position <= ?2 AND position < ?3
    AND NOT EXISTS (SELECT 1 FROM chained WHERE chained.model = ?1 AND chained.position = places.position)
  LIMIT 1`

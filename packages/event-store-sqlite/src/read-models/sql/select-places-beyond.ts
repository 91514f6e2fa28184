/**
 * Where the facts of model ?1 are that come after (day ?2, position ?6), up to day ?3, of the log up to position ?4 and before ?5. All facts of their chains are
 * among them, whatever their day.
 */
export const selectPlacesBeyond = `
  WITH found AS MATERIALIZED (
    SELECT position FROM places WHERE model = ?1 AND day > ?2 AND day <= ?3 AND position <= ?4 AND position < ?5
    UNION ALL
    SELECT position FROM places WHERE model = ?1 AND day = ?2 AND position > ?6 AND position <= ?4 AND position < ?5
  )
  SELECT position FROM found
  UNION
  SELECT others.position FROM found
    CROSS JOIN chained AS own ON own.model = ?1 AND own.position = found.position
    CROSS JOIN chained AS others ON others.model = ?1 AND others.chain = own.chain
    WHERE others.position <= ?4 AND others.position < ?5
  ORDER BY position`

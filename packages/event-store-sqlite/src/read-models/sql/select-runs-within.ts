/**
 * The runs of a model's places that may hold facts after (day ?3, position ?4), up to day ?5 and position ?6. The recent places are always among them: they are
 * few.
 */
export const selectRunsWithin = `
  SELECT run FROM places
  WHERE projection = ?1 AND key = ?2 AND (last_day > ?3 OR (last_day = ?3 AND last_position > ?4)) AND first_day <= ?5 AND first_position <= ?6
  UNION ALL
  SELECT recent FROM models WHERE projection = ?1 AND key = ?2`

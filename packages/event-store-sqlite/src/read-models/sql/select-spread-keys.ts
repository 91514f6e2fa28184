/** At most ?2 keys of projection ?1, in the order of their bytes and evenly spread, the first among them. */
export const selectSpreadKeys = `
  SELECT key FROM (
    SELECT key, row_number() OVER (ORDER BY key) - 1 AS place, count(*) OVER () AS keys, CAST(?2 AS INTEGER) AS number FROM models WHERE projection = ?1
  )
  WHERE number > 0 AND (place = 0 OR place * number / keys > (place - 1) * number / keys)
  ORDER BY place`

/** All projections, with how many models they have and how many of these are stale or blocked. */
export const selectProjections = `
  SELECT name, version, position, event_id,
    (SELECT count(*) FROM models WHERE projection = p.id),
    (SELECT count(*) FROM models WHERE projection = p.id AND stale = 1),
    (SELECT count(*) FROM models WHERE projection = p.id AND blocked IS NOT NULL)
  FROM projections AS p ORDER BY name, version`

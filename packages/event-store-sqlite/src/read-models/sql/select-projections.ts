/** All projections, with how many models they have, how many of these are stale or blocked, how many facts are skipped, what snapshots there are, and which answer to their names. */
export const selectProjections = `
  SELECT name, version, position, event_id, held_until,
    (SELECT count(*) FROM models WHERE projection = p.id),
    (SELECT count(*) FROM models WHERE projection = p.id AND stale = 1),
    (SELECT count(*) FROM models WHERE projection = p.id AND blocked IS NOT NULL),
    (SELECT count(*) FROM skips WHERE name = p.name AND version = p.version),
    EXISTS (SELECT 1 FROM active WHERE name = p.name AND version = p.version),
    (SELECT count(*) FROM snapshots WHERE projection = p.id),
    (SELECT coalesce(sum(bytes), 0) FROM snapshots WHERE projection = p.id)
  FROM projections AS p ORDER BY name, version`

/** How many models of projection ?1 are stale, and how many blocked. */
export const countUnready = `
  SELECT
    (SELECT count(*) FROM models WHERE projection = ?1 AND stale = 1),
    (SELECT count(*) FROM models WHERE projection = ?1 AND blocked IS NOT NULL)`

/**
 * As the page of the log, but only events of the types ?4 and the categories ?5 (JSON lists of numbers; null lets all pass), and without the
 * streams that a reader of one part passes over; a stream beyond the marks is read.
 */
export const selectFilteredPage = (columns: string, by: { readonly types: boolean, readonly categories: boolean, readonly streams: boolean }): string => `
  SELECT ${columns} FROM events AS e
  WHERE e.position > ?1 AND e.position <= ?2
    ${by.streams ? "AND substr((SELECT marks FROM temp.other_streams), e.stream + 1, 1) <> x'01'" : ''}
    ${by.types ? 'AND e.type IN (SELECT value FROM json_each(?4))' : 'AND ?4 IS NULL'}
    ${by.categories ? 'AND (SELECT category FROM streams WHERE id = e.stream) IN (SELECT value FROM json_each(?5))' : 'AND ?5 IS NULL'}
  ORDER BY e.position LIMIT ?3`

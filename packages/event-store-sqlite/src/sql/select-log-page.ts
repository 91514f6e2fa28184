/** At most ?3 events after position ?1 up to position ?2. */
export const selectLogPage = (columns: string): string => `
  SELECT ${columns} FROM events AS e WHERE e.position > ?1 AND e.position <= ?2 ORDER BY e.position LIMIT ?3`

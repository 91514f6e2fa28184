/** The events at positions (a JSON list in ascending order). */

export const selectEventsAt = (columns: string): string => `
  SELECT ${columns} FROM json_each(?) AS wanted CROSS JOIN events AS e ON e.position = wanted.value ORDER BY e.position`

/** Of the events at positions (a JSON list): position, link, and the link of the event before; null where there is none. */
export const selectLinksAt = `
  SELECT e.position, lower(hex(e.link)), lower(hex(before.link))
  FROM json_each(?) AS wanted CROSS JOIN events AS e ON e.position = wanted.value LEFT JOIN events AS before ON before.position = e.position - 1`

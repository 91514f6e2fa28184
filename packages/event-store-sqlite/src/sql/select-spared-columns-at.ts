/** What sparing reads leave in the log, of the events at positions (a JSON list). */
export const selectSparedColumnsAt = `
  SELECT e.position, hex(e.event_id), e.metadata FROM json_each(?) AS wanted CROSS JOIN events AS e ON e.position = wanted.value`

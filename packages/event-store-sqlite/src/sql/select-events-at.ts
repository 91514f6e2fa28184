/** The events at positions (a JSON list in ascending order). */

import { eventColumns } from './event-columns.ts'

export const selectEventsAt = `
  SELECT ${eventColumns} FROM json_each(?) AS wanted CROSS JOIN events AS e ON e.position = wanted.value ORDER BY e.position`

/** The events of a stream from version ?3 back to version ?4, newest first, entered at version ?2 which stands at position ?1. */

import { eventColumns } from './event-columns.ts'

export const selectStreamWalk = `
  WITH RECURSIVE walk (position, version) AS (
    SELECT ?1, ?2
    UNION ALL
    SELECT e.previous, walk.version - 1 FROM walk CROSS JOIN events AS e ON e.position = walk.position WHERE walk.version > ?4
  )
  SELECT ${eventColumns} FROM walk CROSS JOIN events AS e ON e.position = walk.position WHERE walk.version <= ?3`

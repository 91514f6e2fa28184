/** Version, position, event id and stream from version ?3 back to version ?4, newest first, entered at version ?2 which stands at position ?1. */
export const selectStreamIds = `
  WITH RECURSIVE walk (position, version) AS (
    SELECT ?1, ?2
    UNION ALL
    SELECT e.previous, walk.version - 1 FROM walk CROSS JOIN events AS e ON e.position = walk.position WHERE walk.version > ?4
  )
  SELECT e.version, e.position, hex(e.event_id), e.stream FROM walk CROSS JOIN events AS e ON e.position = walk.position WHERE walk.version <= ?3`

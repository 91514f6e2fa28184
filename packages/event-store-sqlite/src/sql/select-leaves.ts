/** At most ?3 events after position ?1 up to position ?2 with everything that the chain and the structure of the log can be checked by. */
export const selectLeaves = `
  SELECT e.position, e.stream, streams.name, e.version, e.previous, lower(hex(e.event_id)), types.name, e.schema_version, e.recorded_at,
    e.metadata, e.data, lower(hex(e.link))
  FROM events AS e LEFT JOIN streams ON streams.id = e.stream LEFT JOIN types ON types.id = e.type
  WHERE e.position > ?1 AND e.position <= ?2 ORDER BY e.position LIMIT ?3`

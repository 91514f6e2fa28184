/** What sparing pages leave in the log, of the events from position ?1 to ?2. */
export const selectSparedColumns = 'SELECT position, hex(event_id), metadata FROM events WHERE position BETWEEN ?1 AND ?2'

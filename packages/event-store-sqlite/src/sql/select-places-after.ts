/** Position, stream and version of at most ?2 events after position ?1. */
export const selectPlacesAfter = 'SELECT position, stream, version FROM events WHERE position > ? ORDER BY position LIMIT ?'

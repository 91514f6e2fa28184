/** Position, stream and version of the events after a position. */
export const selectPlacesAfter = 'SELECT position, stream, version FROM events WHERE position > ? ORDER BY position'

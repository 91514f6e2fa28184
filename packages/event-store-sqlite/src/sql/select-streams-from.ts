/** Streams from a number on, a page of them. */
export const selectStreamsFrom = 'SELECT id, name FROM streams WHERE id >= ? ORDER BY id LIMIT 10000'

/** The name of a stream. */
export const selectStreamName = 'SELECT name FROM streams WHERE id = ?'

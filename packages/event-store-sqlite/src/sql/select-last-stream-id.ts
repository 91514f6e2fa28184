/** The highest number of a stream; null when there is none. */
export const selectLastStreamId = 'SELECT max(id) FROM streams'

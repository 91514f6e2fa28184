/** The last position of the log; null when it is empty. */
export const selectLastPosition = 'SELECT max(position) FROM events'

/** The marked place of one version of a stream. */
export const selectMarkPosition = 'SELECT position FROM stream_marks WHERE stream = ? AND version = ?'

/** Notes the place of one event of a stream, so that long streams can be entered in the middle. */
export const insertStreamMark = 'INSERT INTO stream_marks (stream, version, position) VALUES (?, ?, ?)'

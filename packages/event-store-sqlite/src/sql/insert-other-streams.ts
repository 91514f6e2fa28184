/** Notes all streams that are passed over, at once. */
export const insertOtherStreams = 'INSERT INTO temp.other_streams VALUES (?)'

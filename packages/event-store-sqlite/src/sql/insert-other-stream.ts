/** Notes a stream that is passed over. */
export const insertOtherStream = 'INSERT INTO temp.other_streams VALUES (?)'

/** Gives a stream its number; the schema's trigger makes its empty head. */
export const insertStream = 'INSERT INTO streams (category, name) VALUES (?, ?) RETURNING id'

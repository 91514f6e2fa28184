/** The names of the first streams from a number on: a replay comes upon streams in the order of their numbers. */
export const selectStreamNames = 'SELECT id, name FROM streams WHERE id >= ? ORDER BY id LIMIT 50'

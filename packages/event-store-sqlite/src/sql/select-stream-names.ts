/** The streams up to a number, to find those that have no event. */
export const selectStreamNames = 'SELECT id, name FROM streams WHERE id <= ?'

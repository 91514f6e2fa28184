/** The types up to a number, to find those that no event has. */
export const selectTypeNames = 'SELECT name FROM types WHERE id <= ?'

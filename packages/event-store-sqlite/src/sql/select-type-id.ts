/** The number of a type. */
export const selectTypeId = 'SELECT id FROM types WHERE name = ?'

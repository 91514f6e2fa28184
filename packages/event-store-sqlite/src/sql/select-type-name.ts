/** The name of a type. */
export const selectTypeName = 'SELECT name FROM types WHERE id = ?'

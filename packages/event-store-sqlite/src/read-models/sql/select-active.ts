/** The version that answers to a name. */
export const selectActive = `SELECT version FROM active WHERE name = ?1`

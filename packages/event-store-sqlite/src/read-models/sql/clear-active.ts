/** Lets no version answer to a name. */
export const clearActive = `DELETE FROM active WHERE name = ?1`

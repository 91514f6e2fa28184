/** The last run that a model handed on. */
export const selectLastRun = `SELECT number, run FROM places WHERE projection = ?1 AND key = ?2 ORDER BY number DESC LIMIT 1`

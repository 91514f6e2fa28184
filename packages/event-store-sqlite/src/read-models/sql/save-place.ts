/** Notes that the fact at a position touches a model. */
export const savePlace = `INSERT OR IGNORE INTO places VALUES (?1, ?2)`

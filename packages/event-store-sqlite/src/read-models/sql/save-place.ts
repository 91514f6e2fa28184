/** Notes that the fact at position ?3 touches a model, from day ?2 on. */
export const savePlace = `INSERT OR IGNORE INTO places VALUES (?1, ?2, ?3)`

/** Keeps a run of places of a model, with the smallest and the largest day and position in it; takes the place of one that has its number. */
export const saveRun = `INSERT OR REPLACE INTO places VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`

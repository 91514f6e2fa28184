/** Notes that the fact at position ?3 is of an entry that was corrected; ?4 is its chain. */
export const saveChained = `INSERT OR IGNORE INTO chained VALUES (?1, ?2, ?3, ?4)`

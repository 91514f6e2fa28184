/** A day after which no fact of model ?1 counts that stands at or before position ?2; null where none is known. */
export const selectLatestDay = `SELECT min(latest_day) FROM snapshots WHERE model = ?1 AND position >= ?2`

/** Facts of model ?1 were found that stand at position ?2 or later and have days up to ?3: snapshots must not say that there are none. */
export const raiseLatestDay = `UPDATE snapshots SET latest_day = ?3 WHERE model = ?1 AND position >= ?2 AND latest_day < ?3`

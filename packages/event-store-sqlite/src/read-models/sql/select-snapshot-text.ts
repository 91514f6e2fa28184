/** The text of a snapshot. */
export const selectSnapshotText = `SELECT text FROM snapshots WHERE model = ?1 AND shown_up_to = ?2 AND shown_to = ?3 AND position = ?4`

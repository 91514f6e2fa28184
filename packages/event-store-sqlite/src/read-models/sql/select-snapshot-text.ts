/** The text of a snapshot. */
export const selectSnapshotText = `SELECT text FROM snapshots WHERE projection = ?1 AND key = ?2 AND shown_up_to = ?3 AND shown_to = ?4 AND position = ?5`

/** The text of a snapshot as it is kept, and its length. */
export const selectSnapshotText = `SELECT length, packed FROM snapshots WHERE projection = ?1 AND key = ?2 AND shown_up_to = ?3 AND shown_to = ?4 AND position = ?5`

/** Lets all snapshots of a model go. */
export const forgetSnapshotsOf = `DELETE FROM snapshots WHERE projection = ?1 AND key = ?2`

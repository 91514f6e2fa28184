/** Lets all snapshots of a model go. */
export const forgetSnapshotsOf = `DELETE FROM snapshots WHERE model = ?1`

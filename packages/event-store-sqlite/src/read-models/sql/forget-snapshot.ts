/** Lets a snapshot go. */
export const forgetSnapshot = `DELETE FROM snapshots WHERE projection = ?1 AND key = ?2 AND shown_up_to = ?3 AND shown_to = ?4 AND position = ?5`

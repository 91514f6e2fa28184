/** Notes how far a policy or process is. */
export const saveProgress = `UPDATE senders SET progress = ?2 WHERE id = ?1`

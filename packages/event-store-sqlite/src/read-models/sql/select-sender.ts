/** A policy or process by kind and name. */
export const selectSender = `SELECT id, token FROM senders WHERE kind = ?1 AND name = ?2`

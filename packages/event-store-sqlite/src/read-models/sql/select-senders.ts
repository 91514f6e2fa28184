/** All policies and processes that were ever claimed, and how far each is. */
export const selectSenders = `SELECT kind, name, progress FROM senders ORDER BY kind, name`

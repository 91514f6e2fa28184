/** The newest event: its position, when it was recorded, and the head of the chain. */
export const selectLogEnd = 'SELECT position, recorded_at, lower(hex(link)) FROM events ORDER BY position DESC LIMIT 1'

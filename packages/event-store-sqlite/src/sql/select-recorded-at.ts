/** The last event at or before a position: its position, and when it was recorded. */
export const selectRecordedAt = 'SELECT position, recorded_at FROM events WHERE position <= ? ORDER BY position DESC LIMIT 1'

/** How many marks lead to positions up to one. */
export const countMarks = 'SELECT count(*) FROM stream_marks WHERE position <= ?'

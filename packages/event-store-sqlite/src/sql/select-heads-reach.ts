/** The position up to which the heads of streams were saved; no row when they never were. */
export const selectHeadsReach = 'SELECT position FROM stream_heads_reach'

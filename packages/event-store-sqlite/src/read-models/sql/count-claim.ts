/** Counts one claim more, over all projections, dropped ones among them; answers its token. */
export const countClaim = `UPDATE claims SET last = last + 1 RETURNING last`

/** A row of the table of projections. */

export type ProjectionRow = readonly [id: number, token: number, position: number | null, eventId: string | null, heldUntil: number | null]

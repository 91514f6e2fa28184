/** Instants as text: in Asia/Shanghai, to the millisecond, as `--as-known-at` reads them back. */

const offsetMs = 8 * 60 * 60 * 1000

/** `2018-07-02T09:00:00.001+08:00`. */
export const instantText = (instantMs: number): string => `${new Date(instantMs + offsetMs).toISOString().slice(0, -1)}+08:00`

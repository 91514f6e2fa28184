/** Instants as text: in Asia/Shanghai, to the millisecond, as `gridgov` writes them. */

const offsetMs = 8 * 60 * 60 * 1000

/** `2018-07-02T09:00:00.001+08:00`, of microseconds since 1970. */
export const inShanghai = (micros: bigint): string =>
  `${new Date(Number(micros / 1000n) + offsetMs).toISOString().slice(0, -1)}+08:00`

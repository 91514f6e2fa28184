/** The order of keys: that of their UTF-8 bytes, in every store. */

/** Negative where `left` comes first. The order of UTF-8 bytes is that of code points. */
export const byBytes = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right))

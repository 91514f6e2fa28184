/** What the metadata of a stream hides from its readers: `$maxCount`, `$maxAge` and `$tb`, read as the server reads them. */

export interface StreamMetadata {
  readonly maxCount?: number
  /** In seconds. */
  readonly maxAge?: number
  /** The first revision that is shown; `deleted` is a soft-deleted stream. */
  readonly truncateBefore?: number | 'deleted'
}

/** As `$tb`, a stream that is deleted until somebody appends to it. */
const longMax = '9223372036854775807'
const integer = /^-?\d+$/

/** Contents that are no metadata, in any part, count as none. */
export function streamMetadata(data: Uint8Array): StreamMetadata {
  const parsed = parsedObject(data)
  if (parsed === undefined) return {}
  const numbers = ['$maxCount', '$maxAge', '$tb', '$cacheControl'].map((key) => parsed[key])
  if (numbers.some((value) => value !== undefined && !integer.test(value))) return {}
  const [maxCount, maxAge, truncateBefore] = numbers
  return {
    ...(Number(maxCount) > 0 && { maxCount: Number(maxCount) }),
    ...(Number(maxAge) > 0 && { maxAge: Number(maxAge) }),
    ...(Number(truncateBefore) >= 0 && { truncateBefore: truncateBefore === longMax ? 'deleted' as const : Number(truncateBefore) }),
  }
}

export const deletedMetadata: Uint8Array = Buffer.from(`{"$tb":${longMax}}`)

/** The metadata of a stream that comes back: it begins where it went on; whatever else was said stays. None where they cannot be read. */
export function revivedMetadata(data: Uint8Array, firstRevision: number): Uint8Array | undefined {
  try {
    const before = JSON.parse(Buffer.from(data).toString('utf8').replaceAll(longMax, '0')) as object
    return Buffer.from(JSON.stringify({ ...before, $tb: firstRevision }))
  } catch {
    return undefined
  }
}

/** The object's members; numbers as they are written, since `$tb` may be beyond what a number holds. */
function parsedObject(data: Uint8Array): Record<string, string | undefined> | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(data).toString('utf8'), (_key, value: unknown, context?: { source?: string }) =>
      typeof value === 'number' ? { written: context?.source ?? String(value) } : value)
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined
    return Object.fromEntries(Object.entries(parsed).map(([key, value]) => [key, (value as { written?: string } | null)?.written ?? 'no number']))
  } catch {
    return undefined
  }
}

/** Ids that were written lately, as far as the server's memory for them goes: what is older is not known again without its place. */

const memory = 8 * 1024 * 1024
const bytesForEach = 100

export interface RecentIds {
  readonly put: (id: string, stream: string, revision: number) => void
  readonly revisionIn: (stream: string, id: string) => number | undefined
  readonly forget: () => void
}

export function recentIds(): RecentIds {
  const known = new Map<string, { readonly stream: string; readonly revision: number }>()
  return {
    put: (id, stream, revision) => {
      // The first place of an id stays, in whatever stream it is written again.
      if (known.has(id)) return
      known.set(id, { stream, revision })
      const [oldest] = known.keys()
      if (known.size * bytesForEach > memory && oldest !== undefined) known.delete(oldest)
    },
    revisionIn: (stream, id) => {
      const place = known.get(id)
      return place?.stream === stream ? place.revision : undefined
    },
    forget: () => known.clear(),
  }
}

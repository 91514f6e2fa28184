/** Where streams were last seen to end; those that have been known for longest are forgotten. */

import type { StreamName } from '@grid-governance/event-sourcing'

export interface KnownVersions {
  readonly of: (stream: StreamName) => number | undefined
  readonly note: (stream: StreamName, version: number) => void
  readonly forget: (stream: StreamName) => void
}

const mostKept = 20_000

export const knownVersions = (): KnownVersions => {
  const versions = new Map<StreamName, number>()
  return {
    of: (stream) => versions.get(stream),
    note: (stream, version) => {
      // In its place: to take it out and put it in again for each append makes the map sort itself over and over.
      versions.set(stream, version)
      if (versions.size > mostKept) versions.delete(versions.keys().next().value as StreamName)
    },
    forget: (stream) => { versions.delete(stream) },
  }
}

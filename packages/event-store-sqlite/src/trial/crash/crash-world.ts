/** The made-up world of the crash trial: counts of grids that come late, are corrected and taken back, all from one seed. */

import * as t from 'io-ts'
import {
  dated, defineProjection, derivedId, EntryVoidedData, eventIdOf, fact, factCodec, list, sealInClear, type FactOf, type JsonObject, type StreamName,
} from '@grid-governance/event-sourcing'
import type { AppendRequest, EventToAppend } from '@grid-governance/event-store'

const facts = {
  BuildingsCounted: fact(1, dated({ grids: list(t.string), buildings: t.Int })),
  EntryVoided:      fact(1, EntryVoidedData),
}

export const crashCodec = factCodec(facts)

export type CrashEvent = FactOf<typeof facts>

/** Every count, line by line: a fact that is lost or shown twice shows in the bytes. */
export const counts = defineProjection<CrashEvent>()({
  name: 'counts',
  version: 1,
  handles: ['BuildingsCounted'],
  keys: (event) => event.data.grids,
  initial: (): { lines: string[] } => ({ lines: [] }),
  project: { BuildingsCounted: (file, { data }) => { file.lines.push(`${data.effectiveOn} ${data.entryId} ${data.buildings}`) } },
})

/** The same of another version. */
export const countsAnew = { ...counts, version: 2 }

/** Numbers from 0 to below `below`, the same for the same seed (mulberry32). */
export const seeded = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** Appends of one process, each to a stream of that process's own, so that it knows all entries that it may correct. */
export const appendsFrom = (seed: number): (() => AppendRequest) => {
  const random = seeded(seed)
  const stream = `grid-crash.${seed}` as StreamName
  const chains: Array<{ readonly root: string, head: string }> = []
  let appends = 0
  let version = 0

  const oneFact = (entryId: string): { readonly type: string, readonly data: JsonObject } => {
    const kind = chains.length === 0 ? 0 : random(10)
    const day = `2024-0${1 + random(9)}-1${random(10)}`
    const grids = [`g${random(12)}`, `g${random(12)}`].slice(0, 1 + random(2))
    const chain = chains[random(Math.max(1, chains.length))]
    if (kind >= 8 && chain !== undefined) {
      const corrects = chain.head
      chain.head = entryId
      return kind === 8
        ? { type: 'BuildingsCounted', data: { buildings: random(100), corrects, effectiveOn: day, entryId, grids, kind: 'correction', root: chain.root } }
        : { type: 'EntryVoided', data: { corrects, entryId, kind: 'correction', reason: { ...sealInClear('made up') }, root: chain.root } }
    }
    chains.push({ root: entryId, head: entryId })
    return { type: 'BuildingsCounted', data: { buildings: random(100), effectiveOn: day, entryId, grids, kind: 'change' } }
  }

  return () => {
    appends += 1
    const commandId = derivedId('crash', String(seed), String(appends))
    const of = 1 + random(4)
    const events = Array.from({ length: of }, (_, index): EventToAppend => ({
      eventId: eventIdOf(commandId, stream, index), schemaVersion: 1, ...oneFact(`e${seed}.${appends}.${index}`),
      metadata: { actor: { ref: 'made-up', role: 'clerk' }, append: { index, of }, commandDigest: 'none', commandId, correlationId: commandId },
    }))
    const request = { stream, expectedVersion: version === 0 ? 'noStream' : version, events } as unknown as AppendRequest
    version += of
    return request
  }
}

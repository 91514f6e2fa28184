/** Events that were read sparingly: what replays hardly look at stays in the log until it is asked for. */

import type { EventId, Position, StreamName } from '@grid-governance/event-sourcing'
import type { StoredEvent } from '@grid-governance/event-store'
import { uuidOfHex } from './event-id.ts'
import type { Names } from './names.ts'
import { DamagedLog } from './sqlite-failures.ts'

export type SparingRow = readonly [position: number, stream: number, version: number, type: number, schemaVersion: number, recordedAt: number, data: string]

export type SparedRow = readonly [position: number, eventIdHex: string, metadata: string]

/** Fetches what was spared of one event, or of all that were read with it. */
export interface Spared {
  readonly of: (position: number) => ReadonlyArray<SparedRow>
  readonly ofAll: (rows: ReadonlyArray<SparingRow>) => ReadonlyArray<SparedRow>
}

/** The events that were read at once. The first one that is asked for what was spared fetches its own, a second one that of all of them. */
export const sparingEventsOf = (names: Names, rows: ReadonlyArray<SparingRow>, spared: Spared): StoredEvent[] => {
  const fetch = fetching(spared, rows)
  return rows.map((row) => new SparingEvent(names, row, fetch))
}

type Fetch = (position: number) => SparedRow

function fetching(spared: Spared, rows: ReadonlyArray<SparingRow>): Fetch {
  const fetched = new Map<number, SparedRow>()
  return (position) => {
    if (!fetched.has(position)) {
      for (const row of fetched.size === 0 ? spared.of(position) : spared.ofAll(rows)) fetched.set(row[0], row)
    }
    const row = fetched.get(position)
    if (row === undefined) throw new DamagedLog(`the event at position ${position} is no longer there`)
    return row
  }
}

class SparingEvent implements StoredEvent {
  readonly stream: StreamName
  readonly streamVersion: number
  readonly globalPosition: Position
  readonly type: string
  readonly schemaVersion: number
  readonly recordedAt: number
  readonly data: string
  readonly #fetch: Fetch

  constructor(names: Names, row: SparingRow, fetch: Fetch) {
    this.stream = names.streamName(row[1])
    this.streamVersion = row[2]
    this.globalPosition = row[0] as Position
    this.type = names.typeName(row[3])
    this.schemaVersion = row[4]
    this.recordedAt = row[5]
    this.data = row[6]
    this.#fetch = fetch
  }

  get eventId(): EventId {
    return uuidOfHex(this.#fetch(this.globalPosition)[1])
  }

  get metadata(): string {
    return this.#fetch(this.globalPosition)[2]
  }
}

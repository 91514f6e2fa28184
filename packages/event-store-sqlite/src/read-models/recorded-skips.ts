/** The skips of a file of read models: which facts are not shown to which models, by whose decision. */

import type { EventId, Position } from '@grid-governance/event-sourcing'
import type { ProjectionId, RecordedSkip, SkippedFact } from '@grid-governance/subscriptions'
import { query, type Database } from '../database.ts'
import { dropSkips } from './sql/drop-skips.ts'
import { renameSkips } from './sql/rename-skips.ts'
import { saveSkip } from './sql/save-skip.ts'
import { selectAllSkips } from './sql/select-all-skips.ts'
import { selectSkips } from './sql/select-skips.ts'
import { withdrawSkip } from './sql/withdraw-skip.ts'

/** To be used within a transaction of the store. */
export interface RecordedSkips {
  readonly of: (projection: ProjectionId) => ReadonlyArray<SkippedFact>
  readonly all: () => ReadonlyArray<RecordedSkip>
  readonly record: (projection: ProjectionId, skips: ReadonlyArray<SkippedFact>) => void
  readonly withdraw: (projection: ProjectionId, skips: ReadonlyArray<Pick<SkippedFact, 'key' | 'position'>>) => void
  /** The skips of one take the place of those of another. */
  readonly handOn: (from: ProjectionId, to: ProjectionId) => void
}

type SkipRow = readonly [name: string, version: number, key: string, position: number, eventId: string, reason: string, actor: string, at: number]

export const recordedSkips = (database: Database): RecordedSkips => {
  const ofVersion = query<SkipRow>(database, selectSkips)
  const every = query<SkipRow>(database, selectAllSkips)
  const saved = database.prepare(saveSkip)
  const withdrawn = database.prepare(withdrawSkip)
  const dropped = database.prepare(dropSkips)
  const renamed = database.prepare(renameSkips)
  return {
    of: ({ name, version }) => ofVersion.all(name, version).map(skipOf),
    all: () => every.all().map((row) => ({ projection: { name: row[0], version: row[1] }, ...skipOf(row) })),
    record: ({ name, version }, skips) => {
      for (const { key, position, eventId, reason, actor, at } of skips) saved.run(name, version, key, position, eventId, reason, actor, at)
    },
    withdraw: ({ name, version }, skips) => {
      for (const { key, position } of skips) withdrawn.run(name, version, key, position)
    },
    handOn: (from, to) => {
      dropped.run(to.name, to.version)
      renamed.run(from.name, from.version, to.name, to.version)
    },
  }
}

function skipOf([, , key, position, eventId, reason, actor, at]: SkipRow): SkippedFact {
  return { key, position: position as Position, eventId: eventId as EventId, reason, actor, at }
}

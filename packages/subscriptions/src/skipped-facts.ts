/** Facts that an operator took out of a model because the projection fails at them: by whom, when and why. */

import type { EventId, Position } from '@grid-governance/event-sourcing'
import type { ProjectionId } from './projection-id.ts'

/** A fact that is not shown to one model of one `name@version`. The event id is what the decision rests on; the position finds it. */
export interface SkippedFact {
  readonly key: string
  readonly position: Position
  readonly eventId: EventId
  /** Why, in the words of who decided it. */
  readonly reason: string
  /** Who decided it, by a pseudonym. */
  readonly actor: string
  /** When, in milliseconds since 1970. */
  readonly at: number
}

/** A skip with the projection that it belongs to: as it is listed and exported. */
export interface RecordedSkip extends SkippedFact {
  readonly projection: ProjectionId
}

/** The facts that are skipped, by key. */
export type SkipsByKey = ReadonlyMap<string, ReadonlyArray<SkippedFact>>

export const skipsByKey = (skips: ReadonlyArray<SkippedFact>): SkipsByKey => Map.groupBy(skips, ({ key }) => key)

/** Where the skipped facts of a key are; undefined where there are none, which is nearly always. */
export const skippedAt = (skips: SkipsByKey, key: string): ReadonlySet<number> | undefined => {
  const own = skips.get(key)
  return own === undefined ? undefined : new Set(own.map(({ position }) => position))
}

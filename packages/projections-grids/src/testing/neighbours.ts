/** Facts beside a history: about units that it does not have, so that they are never what made anything in it. */

import type { RecordedEvent } from '@grid-governance/event-sourcing'
import { communityRegistered, details, gridEstablished, gridRenamed, learnt, metricsRecorded, recorded, townRegistered, type DraftFact } from './facts.ts'

/** A town, a community and a grid that no history has, and a second grid in a community that there is; none of them touches another. */
export const withNeighbours = (log: ReadonlyArray<RecordedEvent>, picks: ReadonlyArray<number>): ReadonlyArray<RecordedEvent> => {
  const on = { on: new Date(Date.UTC(2010, 0, 2 + (picks[0] ?? 0) % 300)).toISOString().slice(0, 10) }
  const facts: ReadonlyArray<DraftFact> = [
    townRegistered(on, 'T900'), communityRegistered(on, 'C900', 'T900'), gridEstablished(on, 'C900', 'G900', [details('B900')]),
    gridEstablished(on, 'C1', 'G901', [details('B901')]), gridRenamed(on, 'C1', 'G901', 'Neighbour'), metricsRecorded(on, 'C1', 'G901', 'B901', 7, 9),
  ]
  const planted = recorded(learnt('2030-01-01', ...facts))
  return [...log, ...planted.map((event, index) => ({
    ...event, globalPosition: log.length + index as RecordedEvent['globalPosition'], eventId: `planted ${index}` as RecordedEvent['eventId'],
    data: { ...event.data, entryId: `planted.${index}` },
  }))]
}

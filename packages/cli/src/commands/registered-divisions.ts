/** The towns and communities of a district as the log has them: to locate what an import is about, never to decide by. */

import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { governanceCodec, type DistrictId, type GovernanceEvent } from '@grid-governance/domain'
import type { CalendarDate, Projection } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { districtKey, divisions, type Divisions } from '@grid-governance/projections-grids'
import { rebuild } from '@grid-governance/subscriptions'

/** As of a day; without one with all effective dates. */
export const registeredDivisions = (reader: EventReader, district: DistrictId, asOf?: CalendarDate): TE.TaskEither<ReadFailure | UndecodableEvent, Divisions> => pipe(
  rebuild({
    // The codec yields all facts, and a projection is shown only those that it handles.
    reader, codec: governanceCodec, projection: divisions as unknown as Projection<GovernanceEvent, Divisions>, mode: 'checked', ...(asOf === undefined ? {} : { asOf }),
  }),
  TE.map(({ models }) => models.get(districtKey(district)) ?? { districtId: district, name: null, towns: {}, communities: {} }),
)

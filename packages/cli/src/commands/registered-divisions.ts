/** The towns and communities of a district as the log has them: to locate what an import is about, never to decide by. */

import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { governanceCodec, type DistrictId } from '@grid-governance/domain'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { districtKey, divisions, type Divisions } from '@grid-governance/projections-grids'
import { rebuild } from '@grid-governance/subscriptions'

/** As of a day; without one with all effective dates. */
export const registeredDivisions = (reader: EventReader, district: DistrictId, asOf?: CalendarDate): TE.TaskEither<ReadFailure | UndecodableEvent, Divisions> => pipe(
  rebuild({
    reader, codec: governanceCodec, projection: divisions, mode: 'checked', ...(asOf === undefined ? {} : { asOf }),
  }),
  TE.map(({ models }) => models.get(districtKey(district)) ?? { districtId: district, name: null, towns: {}, communities: {} }),
)

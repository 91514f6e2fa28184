/** The fact that opens a district's log (开账). Names and shapes are the stored format: never change a row, add a version. */

import { fact, factMakers, oneOf, shape, type FactOf } from '@grid-governance/event-sourcing'
import { DistrictId } from '../../shared/identifiers.ts'

/** Whether the people in a log are made up. */
export const LogNature = oneOf('simulated', 'real')

export const logOpeningFacts = {
  LogOpened: fact(1, shape({ districtId: DistrictId, nature: LogNature })),
}

export type LogOpeningEvent = FactOf<typeof logOpeningFacts>
export const logOpeningEvent = factMakers(logOpeningFacts)

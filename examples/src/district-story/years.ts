/** The years of the story, written into a store, whichever it is, and the grids as any store's log tells them. */

import type * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { pipe } from 'fp-ts/lib/function.js'
import { openFrontDoor, type SubmitFailure } from '@grid-governance/application'
import { governanceCodec, type DistrictId } from '@grid-governance/domain'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { EventReader, EventStore, ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { gatherGrids, type DistrictGrids, type LoadModels } from '@grid-governance/projections-grids'
import { simulateDistrict, type DivisionRow, type SimulatedClock, type SimulationOptions, type SimulationReport } from '@grid-governance/simulation'
import { rebuild, type KnownAt } from '@grid-governance/subscriptions'

export interface Years extends Pick<SimulationOptions, 'onProgress'> {
  readonly store: EventStore
  /** That of the store: it takes the simulated day for today. */
  readonly clock: SimulatedClock
  readonly divisions: ReadonlyArray<DivisionRow>
  readonly years: number
  /** 60 plans and 1,500 counts of buildings unless said otherwise. */
  readonly inAYear?: { readonly plans: number, readonly counts: number }
}

export const districtName = '香洲区'
/** The day of the opening state. */
export const from = '2018-07-01' as CalendarDate
const districtId = '440402' as DistrictId
const seed = 20180701

/** Sends years of plans through the front door; fails where the store fails or the front door refuses, which here would be a defect of the simulation. */
export const yearsOfPlans = ({ store, clock, divisions, years, inAYear: { plans, counts } = { plans: 60, counts: 1500 }, onProgress }: Years): TE.TaskEither<SubmitFailure, SimulationReport> => simulateDistrict({
  frontDoor: openFrontDoor({ store, now: clock.now }), clock, seed, districtId, districtName, divisions, from, days: Math.round(years * 365), plansPerYear: plans, countsPerYear: counts,
  ...(onProgress === undefined ? {} : { onProgress }),
})

/** The grids as of a day, as known at a moment, rebuilt from the log. */
export const gridsAt = (reader: EventReader, asOf: CalendarDate, knownAt?: KnownAt): Promise<E.Either<ReadFailure | UndecodableEvent, DistrictGrids>> => {
  const load: LoadModels<ReadFailure | UndecodableEvent> = (projection, day) => pipe(rebuild({
    reader, codec: governanceCodec, projection, mode: 'trusted', ...(day === undefined ? {} : { asOf: day }), ...(knownAt === undefined ? {} : { knownAt }),
  }), TE.map(({ models }) => models))
  return gatherGrids(load, districtId, asOf)()
}

export const dayBefore = (day: CalendarDate): CalendarDate => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10) as CalendarDate


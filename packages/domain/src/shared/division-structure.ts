/** The divisions of a district over time, as other concepts need them: which towns and communities there are on a day. */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import type { CommunityId, PlanId, TownId } from './identifiers.ts'

/** Half-open: from `from` on, before `to`; null: until further notice. */
export interface Lifetime {
  readonly from: CalendarDate
  readonly to: CalendarDate | null
}

/** A community and the towns it has belonged to, in order of effect (I1: one town on every day of its life). */
export interface CommunityLife extends Lifetime {
  readonly towns: ReadonlyArray<{ readonly from: CalendarDate, readonly townId: TownId }>
}

/** A scheduled plan's hold on community codes and ids; the codes stay spent even if the plan is cancelled (T31). */
export interface DivisionReservation {
  readonly planId: PlanId
  readonly communityIds: ReadonlyArray<CommunityId>
  readonly codes: ReadonlyArray<string>
  readonly effectiveOn: CalendarDate
}

/** All that is known of a district's divisions. */
export interface DivisionStructure {
  readonly towns: { readonly [townId: string]: Lifetime }
  readonly communities: { readonly [communityId: string]: CommunityLife }
  /** Every town and community code ever used or reserved; codes are never reused. */
  readonly spentCodes: ReadonlyArray<string>
  /** Every town and community id ever used or reserved. */
  readonly spentIds: ReadonlyArray<string>
  /** Of spent codes and ids that a plan reserved or brought: that plan. It alone may come back to them. */
  readonly heldBy: { readonly [name: string]: PlanId }
  readonly reservations: ReadonlyArray<DivisionReservation>
}

/** Whether something lives on a day. */
export const livesOn = (life: Lifetime | undefined, day: CalendarDate): boolean =>
  life !== undefined && life.from <= day && (life.to === null || day < life.to)

/** The town of a community on a day; undefined where the community does not exist then. */
export const townOn = (divisions: DivisionStructure, communityId: CommunityId, day: CalendarDate): TownId | undefined => {
  const life = divisions.communities[communityId]
  return life !== undefined && livesOn(life, day) ? life.towns.filter((stay) => stay.from <= day).at(-1)?.townId : undefined
}

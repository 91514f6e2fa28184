/** The divisions of a district over time, as other concepts need them: which towns and communities there are on a day. */

import type { CalendarDate } from '@grid-governance/event-sourcing'
import { laterOf } from './calendar-date.ts'
import type { CommunityId, PlanId, TownId } from './identifiers.ts'

/** Half-open: from `from` on, before `to`; null: until further notice. */
export interface Lifetime {
  readonly from: CalendarDate
  readonly to: CalendarDate | null
}

/** A community, the towns that it has belonged to (I1: one on every day of its life), and the codes that it has borne, in order of effect. */
export interface CommunityLife extends Lifetime {
  readonly towns: ReadonlyArray<{ readonly from: CalendarDate, readonly townId: TownId }>
  readonly codes: ReadonlyArray<CodeBorne>
}

/** A code, and the day from which it is borne. */
export interface CodeBorne { readonly from: CalendarDate, readonly code: string }

/** A community that lies in no living town from a day on (breaks I1). */
export interface Astray {
  readonly communityId: CommunityId
  readonly townId: TownId
  readonly from: CalendarDate
}

/** A scheduled plan's hold on community codes and ids; the codes stay spent even if the plan is cancelled (T31). */
export interface DivisionReservation {
  readonly planId: PlanId
  readonly communityIds: ReadonlyArray<CommunityId>
  readonly codes: ReadonlyArray<string>
  readonly takesEffectOn: CalendarDate
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

/** The code that is borne on a day. */
export const codeOn = (codes: ReadonlyArray<CodeBorne>, day: CalendarDate): string | undefined => codes.findLast(({ from }) => from <= day)?.code

/** The communities that lie in no living town on some day of their life (I1). */
export const communitiesAstray = ({ towns, communities }: Pick<DivisionStructure, 'towns' | 'communities'>): ReadonlyArray<Astray> =>
  Object.entries(communities).flatMap(([communityId, life]) =>
    life.towns.flatMap(({ from, townId }, stay) => {
      const astrayFrom = firstDayOutside(towns[townId], from, life.towns[stay + 1]?.from ?? life.to)
      return astrayFrom === undefined ? [] : [{ communityId: communityId as CommunityId, townId, from: astrayFrom }]
    }))

/** The town of a community on a day; undefined where the community does not exist then. */
export const townOn = (divisions: DivisionStructure, communityId: CommunityId, day: CalendarDate): TownId | undefined => {
  const life = divisions.communities[communityId]
  return life !== undefined && livesOn(life, day) ? life.towns.filter((stay) => stay.from <= day).at(-1)?.townId : undefined
}

/** The first day of `[from, to)` on which the town does not live. */
function firstDayOutside(town: Lifetime | undefined, from: CalendarDate, to: CalendarDate | null): CalendarDate | undefined {
  if (to !== null && to <= from) return undefined
  if (town === undefined || from < town.from) return from
  if (town.to === null || (to !== null && to <= town.to)) return undefined
  return laterOf(from, town.to)
}

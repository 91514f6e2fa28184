/** A made-up concept for the specs, full of what must not be told: points of members, with their ids, names and sealed texts. */

import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import {
  defineProjection, derivedId, fact, factCodec, factMakers, Sealed, sealInClear, shape,
  type CalendarDate, type Command, type Decider, type FactOf, type Rejection, type StreamName,
} from '@grid-governance/event-sourcing'
import type { CommandOnStream, EventToAppend } from '@grid-governance/event-store'

const facts = { PointsAwarded: fact(1, shape({ member: t.string, name: t.string, points: t.number, reason: Sealed })) }
const make = factMakers(facts)
export const pointsCodec = factCodec(facts)
export type PointsFact = FactOf<typeof facts>
export type AwardPoints = Command<'AwardPoints', { readonly member: string, readonly name: string, readonly points: number, readonly reason: Sealed }>
export type TooManyPoints = Rejection<'TooManyPoints'> & { readonly member: string, readonly name: string }

/** What may be told to nobody: none of these texts may appear in a span or a metric. */
export const secrets = ['M0042', '王芳', 'Wang Fang', '2018', '照顾独居老人', 'clerk-17', '香委办〔2018〕1号', 'a machine of Wang Fang'] as const

export const account = 'pointsAccount-440402.M0042.2018' as StreamName

/** A member has at most ten points. */
export const pointsDecider: Decider<AwardPoints, number, PointsFact, TooManyPoints, number> = {
  category: 'pointsAccount',
  initialState: 0,
  isTerminal: () => false,
  decide: ({ data }, held) => held + data.points > 10
    ? E.left({ type: 'TooManyPoints', rule: 'P3', member: data.member, name: data.name })
    : E.right(data.points === 0 ? [] : [make.PointsAwarded(data)]),
  evolve: (held, { data }) => held + data.points,
}

export const award = (name: string, points: number): CommandOnStream<AwardPoints, number, number> => ({
  stream: account,
  command: { type: 'AwardPoints', data: { member: 'M0042', name: '王芳', points, reason: sealInClear('照顾独居老人', ['M0042']) } },
  envelope: {
    commandId: derivedId('award', name), correlationId: derivedId('award', 'all'), actor: { ref: 'clerk-17', role: 'clerk' },
    authority: { documentNumber: '香委办〔2018〕1号', issuer: 'made up', date: '2018-07-01' as CalendarDate },
    decidedOn: '2018-07-02' as CalendarDate, recordedOn: '2018-07-02' as CalendarDate,
  },
  gather: () => TE.right(0),
})

export const awarded = (name: string): EventToAppend => ({
  eventId: derivedId('awarded', name), type: 'PointsAwarded', schemaVersion: 1,
  data: { member: 'M0042', name: '王芳', points: 3, reason: { ...sealInClear('照顾独居老人', ['M0042']) } },
  metadata: { actor: { ref: 'clerk-17', role: 'clerk' }, append: { index: 0, of: 1 }, commandDigest: 'none', commandId: derivedId('awarded', name), correlationId: derivedId('award', 'all') },
})

export const pointsOfMembers = defineProjection<PointsFact>()({
  name: 'pointsOfMembers',
  version: 2,
  handles: ['PointsAwarded'],
  keys: ({ data }) => [data.member],
  initial: (): Record<string, number> => ({}),
  project: { PointsAwarded: (model, { data }) => { model[data.name] = (model[data.name] ?? 0) + data.points } },
})

/** Where a unit stands in the models: the projection, the key and the path that lead to its record. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { governanceCodec, type DistrictId } from '@grid-governance/domain'
import { beginnings, communityGrids, communityKeys, districtKey, divisions, type Beginning, type Beginnings, type CommunityGrids } from '@grid-governance/projections-grids'
import { rebuild } from '@grid-governance/subscriptions'
import type { Failure } from '../failure.ts'
import type { AuditedLog, Desk } from '../outcome.ts'
import type { AnyProjection, Explained } from './explained.ts'
import { mentions } from './history.ts'
import type { ResolvedView } from './standpoint.ts'
import { eventsWhere } from './trail.ts'

export interface PlaceOfUnit {
  readonly projection: AnyProjection
  readonly key: string
  readonly path: ReadonlyArray<string>
}

interface Seat {
  readonly log: AuditedLog
  readonly view: ResolvedView
  readonly district: DistrictId
  readonly desk: Desk
}

/** The place of a unit that is there on the day, or of which a fact tells that was known. */
export const placeOfUnit = (explained: Explained, seat: Seat): TaskEither<Failure, PlaceOfUnit> => {
  const { what, unit, path } = explained
  if (what === 'town' || what === 'community') {
    return async () => {
      const key = districtKey(seat.district)
      const told = await keyTold(unit, seat)
      return E.isLeft(told) ? told : E.right({ projection: erased(divisions), key, path: [what === 'town' ? 'towns' : 'communities', unit, ...path] })
    }
  }
  return async () => {
    const key = await keyOfCommunity(explained, seat)
    return E.isLeft(key) ? key : E.right({ projection: erased(communityGrids), key: key.right, path: [what === 'grid' ? 'grids' : 'buildings', unit, ...path] })
  }
}

/** What is to be said of a unit that is not there on the day because its beginning, as far as we know, lies later (T33). */
export const beginningNote = ({ what, unit }: Explained, { log: { reader, mode }, view, district, desk: { words: { sentences } } }: Seat): TaskEither<Failure, ReadonlyArray<string>> => async () => {
  const rebuilt = await rebuild({ reader, codec: governanceCodec, projection: beginnings, mode, knownAt: view.knownAt })()
  if (E.isLeft(rebuilt)) return rebuilt
  const model = rebuilt.right.models.get(districtKey(district))
  const beginning = model === undefined ? undefined : beginningOf(model, what, unit)
  if (beginning === undefined || beginning.from <= view.asOf) return E.right([])
  return E.right([beginning.earlier === 'unknown' ? sentences.unknownBefore(unit, beginning.from) : sentences.beginsLater(unit, beginning.from)])
}

function beginningOf({ towns, communities, grids }: Beginnings, what: Explained['what'], unit: string): Beginning | undefined {
  switch (what) {
    case 'town': return towns[unit]
    case 'community': return communities[unit]
    case 'grid': return Object.values(grids).map((own) => own[unit]).find((beginning) => beginning !== undefined)
    default: return undefined
  }
}

async function keyOfCommunity({ what, unit }: Explained, seat: Seat): Promise<E.Either<Failure, string>> {
  const { log: { reader, mode }, view } = seat
  const rebuilt = await rebuild({ reader, codec: governanceCodec, projection: communityGrids, mode, asOf: view.asOf, knownAt: view.knownAt })()
  if (E.isLeft(rebuilt)) return rebuilt
  const places: ReadonlyArray<(model: CommunityGrids) => object> = what === 'grid' ? [({ grids }) => grids, ({ closed }) => closed, ({ neverValid }) => neverValid, ({ moved }) => moved] : [({ buildings }) => buildings]
  for (const place of places) {
    for (const [key, model] of rebuilt.right.models) if (Object.hasOwn(place(model), unit)) return E.right(key)
  }
  return await keyTold(unit, seat)
}

/** The community of the last fact that tells of a unit; of a town or community itself none, as long as a fact tells of it. */
async function keyTold(unit: string, { log, view, desk }: Seat): Promise<E.Either<Failure, string>> {
  const facts = await eventsWhere(log, view.knownAt, (event) => mentions(event.data, unit), desk)()
  if (E.isLeft(facts)) return facts
  if (facts.right.length === 0) return E.left({ tag: 'UnknownUnit', id: unit })
  return E.right(facts.right.flatMap(communityKeys).at(-1) ?? '')
}

// Which facts and models a projection has is known to it alone.
function erased(projection: unknown): AnyProjection {
  return projection as AnyProjection
}

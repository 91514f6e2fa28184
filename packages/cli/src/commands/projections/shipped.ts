/** The projections that this release ships: only their code can build, and only what it makes can be tried again. */

import * as E from 'fp-ts/lib/Either.js'
import { governanceCodec, type GovernanceEvent } from '@grid-governance/domain'
import { projectionName, type JsonObject, type Projection } from '@grid-governance/event-sourcing'
import type { EventReader } from '@grid-governance/event-store'
import { gridProjections } from '@grid-governance/projections-grids'
import type { ProjectionId, ProjectionSource } from '@grid-governance/subscriptions'
import { mistaken } from '../../arguments.ts'
import type { UsageWrong } from '../../failure.ts'
import type { ProjectionNamed } from './request.ts'

export type Shipped = Projection<GovernanceEvent, JsonObject>

/** Each handles some of the facts and keeps models of its own shape; here they are built, saved and compared as JSON only. */
export const shipped = gridProjections as ReadonlyArray<unknown> as ReadonlyArray<Shipped>

/** The code of a projection, if this release ships that version. */
export const codeOf = ({ name, version }: ProjectionNamed): Shipped | undefined =>
  shipped.find((one) => one.name === name && (version === undefined || one.version === version))

/** The code of a projection that is to be run; a mistake of the command line where there is none. */
export const shippedAs = (named: ProjectionNamed): E.Either<UsageWrong, Shipped> => {
  const found = codeOf(named)
  return found === undefined ? mistaken({ kind: 'notShipped', asked: askedText(named), shipped: shipped.map(projectionName) }) : E.right(found)
}

/** A projection of the file: by name alone, the version that this release ships. */
export const idOf = ({ name, version }: ProjectionNamed): E.Either<UsageWrong, ProjectionId> => {
  if (version !== undefined) return E.right({ name, version })
  return E.map(({ name: found, version: current }: Shipped): ProjectionId => ({ name: found, version: current }))(shippedAs({ name, version }))
}

/** Every fact is decoded: the file of the log may have come from anywhere. */
export const sourceOf = (reader: EventReader, projection: Shipped): ProjectionSource<GovernanceEvent, JsonObject> =>
  ({ reader, codec: governanceCodec, projection, mode: 'checked' })

function askedText({ name, version }: ProjectionNamed): string {
  return version === undefined ? name : `${name}@${version}`
}

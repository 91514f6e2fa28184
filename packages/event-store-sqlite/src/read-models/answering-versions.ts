/** Which version answers to a name, and how versions come and go: each step is one transaction, so that a killed process leaves all of it or nothing. */

import * as E from 'fp-ts/lib/Either.js'
import { projectionName, type EventId, type Position } from '@grid-governance/event-sourcing'
import {
  versionNotReady, type FencedOff, type NoSuchVersion, type ProjectionId, type Replacement, type Switched, type SwitchRequest, type VersionAnswers, type VersionNotReady,
} from '@grid-governance/subscriptions'
import { query, type Database } from '../database.ts'
import type { ProjectionRow } from './projection-row.ts'
import type { RecordedSkips } from './recorded-skips.ts'
import { inTransaction } from './side-file.ts'
import { clearActive } from './sql/clear-active.ts'
import { countUnready } from './sql/count-unready.ts'
import { dropProjection } from './sql/drop-projection.ts'
import { renameProjection } from './sql/rename-projection.ts'
import { saveActive } from './sql/save-active.ts'
import { selectActive } from './sql/select-active.ts'

export interface AnsweringVersions {
  readonly switchTo: (request: SwitchRequest) => E.Either<NoSuchVersion | VersionNotReady, Switched>
  readonly replace: (replacement: Replacement) => E.Either<FencedOff, void>
  readonly drop: (projection: ProjectionId, evenActive: boolean) => E.Either<VersionAnswers, void>
}

export const answeringVersions = (database: Database, find: (projection: ProjectionId) => ProjectionRow | undefined, skips: RecordedSkips): AnsweringVersions => {
  const active = query<readonly [number]>(database, selectActive)
  const savedActive = database.prepare(saveActive)
  const clearedActive = database.prepare(clearActive)
  const unready = query<readonly [number, number]>(database, countUnready)
  const renamed = database.prepare(renameProjection)
  const dropped = dropProjection.map((sql) => database.prepare(sql))

  const forget = (id: number): void => { for (const statement of dropped) statement.run(id) }

  const switchTo = ({ projection, caughtUpTo, allow }: SwitchRequest): E.Either<NoSuchVersion | VersionNotReady, Switched> => inTransaction(database, () => {
    const found = find(projection)
    if (found === undefined) return E.left({ tag: 'NoSuchVersion', projection: projectionName(projection) } as const)
    const [stale, blocked] = unready.get(found[0]) ?? [0, 0]
    const checkpoint = found[2] === null || found[3] === null ? undefined : { position: found[2] as Position, eventId: found[3] as EventId }
    const problem = versionNotReady({ ...projection, checkpoint, stale, blocked }, caughtUpTo, allow)
    if (problem !== undefined) return E.left(problem)
    const before = active.get(projection.name)?.[0]
    savedActive.run(projection.name, projection.version)
    return E.right({ before })
  }, E.isLeft)

  const replace = ({ built, token, replaced }: Replacement): E.Either<FencedOff, void> => inTransaction(database, () => {
    const [id, current] = find(built) ?? [0, 0]
    if (current !== token) return E.left({ tag: 'FencedOff', runner: projectionName(built), token, current } as const)
    const old = find(replaced)?.[0]
    if (old !== undefined) forget(old)
    renamed.run(id, replaced.name, replaced.version)
    skips.handOn(built, replaced)
    return E.right(undefined)
  }, E.isLeft)

  const drop = (projection: ProjectionId, evenActive: boolean): E.Either<VersionAnswers, void> => inTransaction(database, () => {
    const id = find(projection)?.[0]
    if (id === undefined) return E.right(undefined)
    const answers = active.get(projection.name)?.[0] === projection.version
    if (answers && !evenActive) return E.left({ tag: 'VersionAnswers', projection: projectionName(projection) } as const)
    if (answers) clearedActive.run(projection.name)
    forget(id)
    return E.right(undefined)
  }, E.isLeft)

  return { switchTo, replace, drop }
}

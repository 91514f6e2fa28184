/** The read models of the grids, rebuilt from the log for one question. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { governanceCodec, type DistrictId, type GovernanceEvent } from '@grid-governance/domain'
import type { CalendarDate, Models, Projection } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { beginnings, communityGrids, divisions, joinModels, lineage, type DistrictGrids } from '@grid-governance/projections-grids'
import { rebuild, type KnownAt } from '@grid-governance/subscriptions'
import type { Desk } from '../outcome.ts'

export type ModelFailure = ReadFailure | UndecodableEvent

/** One district's grids as of a day, as known at a place. Progress counts the facts read, for all projections together. */
export const districtGridsAt = (
  reader: EventReader, district: DistrictId, asOf: CalendarDate, knownAt: KnownAt, desk: Desk,
): TaskEither<ModelFailure, DistrictGrids> => async () => {
  const progress = desk.progress(desk.words.sentences.rebuilding)
  const inAll = factsUpTo(knownAt) * 4
  let before = 0
  const build = async <F extends GovernanceEvent, Model>(projection: Projection<F, Model>, day?: CalendarDate): Promise<E.Either<ModelFailure, Models<Model>>> => {
    const rebuilt = await rebuild({
      // The codec yields all facts, and a projection is shown only those that it handles.
      reader, codec: governanceCodec, projection: projection as unknown as Projection<GovernanceEvent, Model>, mode: 'checked', knownAt,
      ...(day === undefined ? {} : { asOf: day }),
      onProgress: ({ readTo }) => progress.advance(before + (readTo === 'beginning' ? 0 : readTo), inAll),
    })()
    before += factsUpTo(knownAt)
    return E.map((one: { readonly models: Models<Model> }) => one.models)(rebuilt)
  }
  try {
    const ofDivisions = await build(divisions, asOf)
    if (E.isLeft(ofDivisions)) return ofDivisions
    const ofCommunities = await build(communityGrids, asOf)
    if (E.isLeft(ofCommunities)) return ofCommunities
    const ofBeginnings = await build(beginnings)
    if (E.isLeft(ofBeginnings)) return ofBeginnings
    const ofLineage = await build(lineage)
    if (E.isLeft(ofLineage)) return ofLineage
    const models = { divisions: ofDivisions.right, communityGrids: ofCommunities.right, beginnings: ofBeginnings.right, lineage: ofLineage.right }
    return E.right(joinModels(models, district, asOf))
  } finally {
    progress.end()
  }
}

/** About how many facts there are to read; only a bar is drawn from it. */
function factsUpTo(knownAt: KnownAt): number {
  return 'position' in knownAt ? knownAt.position + 1 : 0
}

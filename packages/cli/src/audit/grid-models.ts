/** The read models of the grids, rebuilt from the log for one question. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { governanceCodec, type DistrictId } from '@grid-governance/domain'
import type { After, CalendarDate } from '@grid-governance/event-sourcing'
import type { ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { gatherGrids, type DistrictGrids, type LoadModels } from '@grid-governance/projections-grids'
import { rebuild, type KnownAt } from '@grid-governance/subscriptions'
import type { AuditedLog, Desk } from '../outcome.ts'
import { stepsTo } from '../output/log-progress.ts'

export type ModelFailure = ReadFailure | UndecodableEvent

/** One district's grids as of a day, as known at a place. Progress counts the facts read, for all projections together. */
export const districtGridsAt = (
  { reader, mode }: Pick<AuditedLog, 'reader' | 'mode'>, district: DistrictId, asOf: CalendarDate, knownAt: KnownAt, desk: Desk,
): TaskEither<ModelFailure, DistrictGrids> => async () => {
  const progress = desk.progress(desk.words.sentences.rebuilding)
  const head: After = 'position' in knownAt ? knownAt.position : 'beginning'
  let before = 0
  const load: LoadModels<ModelFailure> = (projection, day) => async () => {
    const rebuilt = await rebuild({
      reader, codec: governanceCodec, projection, mode, knownAt, ...(day === undefined ? {} : { asOf: day }),
      onProgress: ({ readTo }) => {
        const { done, total } = stepsTo(reader.declared, readTo, head)
        progress.advance(before * total + done, modelsRead * total)
      },
    })()
    before += 1
    return E.isLeft(rebuilt) ? rebuilt : E.right(rebuilt.right.models)
  }
  try {
    return await gatherGrids(load, district, asOf)()
  } finally {
    progress.end()
  }
}

/** For so many projections the log is read; only a bar is drawn from it. */
const modelsRead = 4

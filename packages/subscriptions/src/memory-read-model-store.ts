/** Read models in memory: the model that other read-model stores are compared with. */

import * as E from 'fp-ts/lib/Either.js'
import type * as TE from 'fp-ts/lib/TaskEither.js'
import { projectionName, type Position } from '@grid-governance/event-sourcing'
import type { ProjectionId, ProjectionSummary, ReadModelStore, SavedModel } from './read-model-store.ts'
import { inOrder } from './read-positions.ts'
import type { Checkpoint } from './runner-claim.ts'

interface Kept {
  readonly id: ProjectionId
  token: number
  checkpoint: Checkpoint | undefined
  readonly models: Map<string, SavedModel>
  readonly positions: Map<string, Set<Position>>
}

/** A store that lives as long as the process. */
export const memoryReadModelStore = (): ReadModelStore => {
  const all = new Map<string, Kept>()
  // Tokens go on where a projection was dropped: a runner of before must not be taken for one of after.
  let claims = 0

  const kept = (id: ProjectionId): Kept | undefined => all.get(projectionName(id))

  return {
    claim: (id) => later(() => {
      const found = kept(id) ?? { id: { name: id.name, version: id.version }, token: 0, checkpoint: undefined, models: new Map(), positions: new Map() }
      all.set(projectionName(id), found)
      claims += 1
      found.token = claims
      return { token: found.token, checkpoint: found.checkpoint }
    }),
    save: ({ projection, token, checkpoint, models }) => async () => {
      const found = kept(projection)
      if (found === undefined || found.token !== token) return E.left({ tag: 'FencedOff', runner: projectionName(projection), token, current: found?.token ?? 0 })
      for (const { newPositions, ...model } of models) {
        found.models.set(model.key, model)
        const positions = found.positions.get(model.key) ?? new Set()
        found.positions.set(model.key, positions)
        for (const position of newPositions) positions.add(position)
      }
      found.checkpoint = checkpoint ?? found.checkpoint
      return E.right(undefined)
    },
    load: (id, keys) => later(() => {
      const found = kept(id)
      return { checkpoint: found?.checkpoint, models: keys.flatMap((key) => found?.models.get(key) ?? []) }
    }),
    positionsOf: (id, key) => later(() => inOrder([...kept(id)?.positions.get(key) ?? []])),
    keys: ({ projection, which, after, maxCount }) => later(() => [...kept(projection)?.models.values() ?? []]
      .filter((model) => (which === 'all' || (which === 'stale' ? model.stale : model.blocked !== undefined)) && (after === undefined || byBytes(model.key, after) > 0))
      .map(({ key }) => key)
      .sort(byBytes)
      .slice(0, maxCount)),
    projections: () => later(() => [...all.values()].map(summary).sort((left, right) => byBytes(left.name, right.name) || left.version - right.version)),
    drop: (id) => later(() => { all.delete(projectionName(id)) }),
  }
}

const later = <A>(work: () => A): TE.TaskEither<never, A> => async () => E.right(work())

function summary({ id, checkpoint, models }: Kept): ProjectionSummary {
  const saved = [...models.values()]
  return {
    ...id, checkpoint, models: saved.length, stale: saved.filter((model) => model.stale).length, blocked: saved.filter((model) => model.blocked !== undefined).length,
  }
}

/** The order of UTF-8 bytes, which is that of code points. */
function byBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}

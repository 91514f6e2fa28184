/** What is looked at before a projection is claimed, so that a runner that cannot go on does not end the one that can. */

import * as E from 'fp-ts/lib/Either.js'
import { projectionName, type Fact } from '@grid-governance/event-sourcing'
import { checkpointProblem } from './checkpoints.ts'
import type { ReadModelStore } from './read-model-store.ts'
import type { ProjectionSource } from './projection-source.ts'
import type { CheckpointNotInLog } from './runner-claim.ts'
import { sampleModels, type CodeChanged, type SampleFailure } from './sample-models.ts'

/** What to do where the code gives other models than the saved ones: refuse to start, go on and say so, or not look. */
export type IfCodeChanged = 'refuse' | 'doNotLook' | ((changed: CodeChanged) => void)

/** Why a runner should not begin: the models are of another log, or of other code. */
export const reasonNotToRun = async <F extends Fact, Model>(
  source: ProjectionSource<F, Model>, store: ReadModelStore, ifCodeChanged: IfCodeChanged,
): Promise<SampleFailure | CheckpointNotInLog | CodeChanged | undefined> => {
  const saved = await store.load(source.projection, [])()
  if (E.isLeft(saved)) return saved.left
  const problem = await checkpointProblem(source.reader, projectionName(source.projection), saved.right.checkpoint)
  if (problem !== undefined || saved.right.checkpoint === undefined || ifCodeChanged === 'doNotLook') return problem
  const sample = await sampleModels({ ...source, store })()
  if (E.isLeft(sample)) return sample.left
  const { changed } = sample.right
  if (changed === undefined || ifCodeChanged === 'refuse') return changed
  ifCodeChanged(changed)
  return undefined
}

/** What an operator does about a blocked key: tries it again, or takes the fact out of its model with a reason. */

import * as E from 'fp-ts/lib/Either.js'
import { projectionName } from '@grid-governance/event-sourcing'
import { resumeKey, skipFact, type KeyMended } from '@grid-governance/subscriptions'
import type { Failure } from '../../failure.ts'
import { done, type Outcome } from '../../outcome.ts'
import { sentencesOnly } from '../../output/answer.ts'
import type { ModelsAtHand } from './on-models.ts'
import { shippedAs, sourceOf } from './shipped.ts'

/** Folds a key again with the code of this release; with `--position`, a fact that was skipped is shown to it again. */
export const resume = async (atHand: ModelsAtHand): Promise<E.Either<Failure, Outcome>> => {
  const { reader, store, hold, request: { named, key = '', position } } = atHand
  const [code] = named.map(shippedAs)
  if (code === undefined || E.isLeft(code)) return code ?? missing()
  const mended = await resumeKey({ ...sourceOf(reader, code.right), store, hold, key, ...(position === undefined ? {} : { showing: position }) })()
  return E.isLeft(mended) ? mended : E.right(outcomeOf(mended.right, atHand))
}

/** Skips a fact for one key; without `--commit` it is said what would be recorded. */
export const skip = async (atHand: ModelsAtHand): Promise<E.Either<Failure, Outcome>> => {
  const { reader, store, hold, desk, request } = atHand
  const { named, key = '', position, reason = '', actor } = request
  const [code] = named.map(shippedAs)
  if (code === undefined || E.isLeft(code)) return code ?? missing()
  if (position === undefined) return missing()
  if (!request.commit) return await preview(atHand, projectionName(code.right), code.right)
  const mended = await skipFact({ ...sourceOf(reader, code.right), store, hold, key, position, reason, actor, at: desk.now() })()
  return E.isLeft(mended) ? mended : E.right(outcomeOf(mended.right, atHand))
}

/** The fact is looked up, so that a wrong key or position is told of before anything is recorded. */
async function preview({ store, desk, request: { key = '', position, reason = '', actor } }: ModelsAtHand, projection: string, id: { readonly name: string, readonly version: number }): Promise<E.Either<Failure, Outcome>> {
  const positions = await store.positionsOf(id, key)()
  if (E.isLeft(positions)) return positions
  if (positions.right.length === 0) return E.left({ tag: 'NoSuchKey', projection, key })
  if (position === undefined || !positions.right.includes(position)) return position === undefined ? missing() : E.left({ tag: 'NoFactOfKey', projection, key, position })
  return E.right(done(sentencesOnly(desk.words.sentences.wouldSkip(projection, key, position, reason, actor))))
}

function outcomeOf({ projection, key, blocked, skipped }: KeyMended, { desk }: ModelsAtHand): Outcome {
  const { sentences } = desk.words
  const notes = [blocked === undefined ? sentences.keyResumed(projection, key) : sentences.keyStillBlocked(projection, key, blocked.position, blocked.error)]
  return {
    answer: sentencesOnly(...notes, ...(skipped.length === 0 ? [] : [sentences.keySkips(key, skipped.map(({ position }) => position))])),
    ending: blocked === undefined ? 'done' : 'refused', complaints: [],
  }
}

/** The command line was read as complete. */
function missing(): never {
  throw new Error('the command line was not complete')
}

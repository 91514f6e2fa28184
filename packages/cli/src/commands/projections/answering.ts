/** Which version answers: the switch from one to another, and the end of one that is not needed any more. */

import * as E from 'fp-ts/lib/Either.js'
import { projectionName } from '@grid-governance/event-sourcing'
import { rehearseSwitch, switchProjection, type SwitchProjectionRequest } from '@grid-governance/subscriptions'
import type { GovernanceEvent } from '@grid-governance/domain'
import type { JsonObject } from '@grid-governance/event-sourcing'
import type { Failure } from '../../failure.ts'
import { done, type Outcome } from '../../outcome.ts'
import { sentencesOnly } from '../../output/answer.ts'
import { differencesOf } from './compare.ts'
import type { ModelsAtHand } from './on-models.ts'
import { codeOf, idOf, sourceOf } from './shipped.ts'

/** Lets a version answer; without `--commit` it is shown in what its answers would differ. */
export const switchTo = async (atHand: ModelsAtHand): Promise<E.Either<Failure, Outcome>> => {
  const { reader, store, request, desk } = atHand
  const { sentences } = desk.words
  const meant = theOne(atHand)
  if (E.isLeft(meant)) return meant
  const projection = meant.right
  const code = codeOf(projection)
  const asked: SwitchProjectionRequest<GovernanceEvent, JsonObject> = {
    reader, store, projection, allow: { behind: request.anyway, blocked: request.anyway }, ...(code === undefined ? {} : { source: sourceOf(reader, code) }),
  }
  const switched = await (request.commit ? switchProjection(asked) : rehearseSwitch(asked))()
  if (E.isLeft(switched)) return switched
  const { before } = switched.right
  if (before === projection.version) return E.right(done(sentencesOnly(sentences.answersAlready(projectionName(projection)))))
  if (request.commit) return E.right(done(sentencesOnly(sentences.answersNow(projectionName(projection), before))))
  const note = sentences.wouldAnswer(projectionName(projection), before)
  if (before === undefined) return E.right(done(sentencesOnly(note)))
  const found = await differencesOf(atHand, { name: projection.name, version: before }, projection)
  return E.isLeft(found) ? found : E.right(done({ notes: [note, ...found.right.notes], tables: [found.right.table] }))
}

/** Forgets a version; without `--commit` it is said what would be forgotten. */
export const drop = async (atHand: ModelsAtHand): Promise<E.Either<Failure, Outcome>> => {
  const { store, request, desk } = atHand
  const { sentences } = desk.words
  const meant = theOne(atHand)
  if (E.isLeft(meant)) return meant
  const name = projectionName(meant.right)
  const kept = await store.projections()()
  if (E.isLeft(kept)) return kept
  const found = kept.right.find((one) => projectionName(one) === name)
  if (found === undefined) return E.left({ tag: 'NoSuchVersion', projection: name })
  if (found.active && !request.anyway) return E.left({ tag: 'VersionAnswers', projection: name })
  if (found.heldUntil !== undefined && found.heldUntil > desk.now() && !request.anyway) return E.left({ tag: 'ClaimHeld', runner: name, heldUntil: found.heldUntil })
  const kind = { models: found.models, skips: found.skipped, active: found.active }
  if (!request.commit) return E.right(done(sentencesOnly(sentences.wouldDrop(name, kind))))
  const dropped = await store.drop(meant.right, { active: request.anyway })()
  return E.isLeft(dropped) ? dropped : E.right(done(sentencesOnly(sentences.dropped(name, kind))))
}

function theOne({ request: { named } }: ModelsAtHand) {
  const [first] = named
  if (first === undefined) throw new Error('a projection was not named')
  return idOf(first)
}

/** Building: models brought up to the head of the log, or built anew beside the old ones and put in their place. */

import * as E from 'fp-ts/lib/Either.js'
import { projectionName } from '@grid-governance/event-sourcing'
import { buildProjection, rebuildProjection, switchProjection, type Built, type ProjectionRunnerOptions } from '@grid-governance/subscriptions'
import type { GovernanceEvent } from '@grid-governance/domain'
import type { JsonObject } from '@grid-governance/event-sourcing'
import type { Failure } from '../../failure.ts'
import { done, type Outcome } from '../../outcome.ts'
import { figure, text, type AnswerTable, type Row } from '../../output/answer.ts'
import { sentencesOnly } from '../../output/answer.ts'
import { advanceTo } from '../../output/log-progress.ts'
import { failureInWords } from '../../words/words.ts'
import type { ModelsAtHand } from './on-models.ts'
import { shipped, shippedAs, sourceOf, type Shipped } from './shipped.ts'

/** Brings projections up to the head of the log, all that this release ships where none is named. The first version of a name answers at once. */
export const build = async (atHand: ModelsAtHand): Promise<E.Either<Failure, Outcome>> => {
  const { request, desk, begunAnew } = atHand
  const chosen = E.traverseArray(shippedAs)(request.named)
  if (E.isLeft(chosen)) return chosen
  const rows: Row[] = []
  const notes: string[] = []
  const complaints: string[] = begunAnew ? [desk.words.sentences.modelsBegunAnew(request.models)] : []
  for (const projection of chosen.right.length === 0 ? shipped : chosen.right) {
    const built = await withProgress(atHand, projection, complaints, (options) => buildProjection(options))
    if (E.isLeft(built)) return built
    rows.push(rowOf(built.right))
    notes.push(...await answering(atHand, projection))
  }
  return E.right(done({ notes: [desk.words.sentences.projectionsBuilt(rows.length), ...notes], tables: [tableOf(rows)] }, complaints))
}

/** Builds a version anew; without `--commit` it is only said what would be forgotten. */
export const rebuild = async (atHand: ModelsAtHand): Promise<E.Either<Failure, Outcome>> => {
  const { store, request, desk } = atHand
  const { sentences } = desk.words
  const chosen = E.traverseArray(shippedAs)(request.named)
  if (E.isLeft(chosen)) return chosen
  const complaints: string[] = []
  const rows: Row[] = []
  const notes: string[] = []
  for (const projection of chosen.right) {
    const name = projectionName(projection)
    const skips = await store.skips()()
    if (E.isLeft(skips)) return skips
    const own = skips.right.filter((skip) => projectionName(skip.projection) === name).length
    if (!request.commit) return E.right(done(sentencesOnly(sentences.wouldRebuild(name), ...(own === 0 ? [] : [sentences.skipsKept(own, request.forgetSkips)]))))
    const built = await withProgress(atHand, projection, complaints, (options) => rebuildProjection({ ...options, skips: request.forgetSkips ? 'forget' : 'keep' }))
    if (E.isLeft(built)) return built
    rows.push(rowOf(built.right))
    notes.push(sentences.rebuilt(name), ...(own === 0 ? [] : [sentences.skipsKept(own, request.forgetSkips)]))
  }
  return E.right(done({ notes, tables: [tableOf(rows)] }, complaints))
}

async function withProgress<A>(
  { reader, store, desk, hold, request }: ModelsAtHand, projection: Shipped, complaints: string[],
  work: (options: ProjectionRunnerOptions<GovernanceEvent, JsonObject>) => () => Promise<E.Either<Failure, A>>,
): Promise<E.Either<Failure, A>> {
  const head = await reader.head()()
  if (E.isLeft(head)) return head
  const progress = desk.progress(`${projectionName(projection)}: ${desk.words.sentences.rebuilding}`)
  try {
    return await work({
      ...sourceOf(reader, projection), store, hold,
      ifCodeChanged: request.anyway ? (changed) => { complaints.push(failureInWords(desk.words, changed)) } : 'refuse',
      onProgress: ({ readTo }) => { advanceTo(progress, reader.declared, readTo, head.right.after) },
    })()
  } finally {
    progress.end()
  }
}

/** Where no version of the name answers, this one does: there is none that it could take over from unseen. */
async function answering({ reader, store, desk }: ModelsAtHand, projection: Shipped): Promise<ReadonlyArray<string>> {
  const answers = await store.loadActive(projection.name, [])()
  if (E.isLeft(answers) || answers.right !== undefined) return []
  const switched = await switchProjection({ reader, store, projection, source: sourceOf(reader, projection) })()
  return [E.isLeft(switched) ? failureInWords(desk.words, switched.left) : desk.words.sentences.answersNow(projectionName(projection), undefined)]
}

function rowOf({ summary: { name, version, active, models, blocked, skipped, checkpoint }, events }: Built): Row {
  return { projection: name, version, active, factsRead: events, models, blocked, skipped, position: checkpoint?.position ?? null }
}

function tableOf(rows: ReadonlyArray<Row>): AnswerTable {
  return { name: 'projections', columns: [...text('projection'), ...figure('version', 'position', 'factsRead', 'models', 'blocked', 'skipped')], rows }
}

/** What there is: every projection with its version, which answers, how far it has come, and what is wrong with it. */

import * as E from 'fp-ts/lib/Either.js'
import { projectionName, type After } from '@grid-governance/event-sourcing'
import type { EventReader } from '@grid-governance/event-store'
import type { CheckpointNotInLog, ProjectionSummary } from '@grid-governance/subscriptions'
import type { Failure } from '../../failure.ts'
import { done, type Desk, type Outcome } from '../../outcome.ts'
import { figure, text, wide, type AnswerTable, type Row } from '../../output/answer.ts'
import { instantText } from '../../output/instant.ts'
import { failureInWords } from '../../words/words.ts'
import type { ModelsAtHand } from './on-models.ts'
import { shipped } from './shipped.ts'

/** Where a projection stands. */
export type ProjectionPhase = 'notBuilt' | 'caughtUp' | 'behind' | 'ofAnotherLog'

export const list = async ({ reader, store, desk }: ModelsAtHand): Promise<E.Either<Failure, Outcome>> => {
  const kept = await store.projections()()
  if (E.isLeft(kept)) return kept
  const head = await reader.head()()
  if (E.isLeft(head)) return head
  const rows: Row[] = []
  const problems: CheckpointNotInLog[] = []
  for (const summary of kept.right) {
    const foreign = await problemOf(reader, summary)
    if (E.isLeft(foreign)) return foreign
    if (foreign.right !== undefined) problems.push(foreign.right)
    rows.push(rowOf(summary, head.right.after, foreign.right !== undefined, reader, desk))
  }
  const there = new Set(kept.right.map(projectionName))
  const missing = shipped.filter((one) => !there.has(projectionName(one)))
  rows.push(...missing.map((one): Row => ({ projection: one.name, version: one.version, phase: desk.words.sentences.projectionPhases.notBuilt })))
  return E.right({
    answer: { notes: [desk.words.sentences.projectionsAt(head.right.after)], tables: [tableOf(rows)] },
    ending: problems.length === 0 ? 'done' : 'log',
    // Each row says that it is of another log; why is said once.
    complaints: problems.slice(0, 1).map((problem) => failureInWords(desk.words, problem)),
  })
}

/** The same where there is no file of models at all: that is said, and nothing seems to be empty. */
export const listNothing = (models: string, desk: Desk): Outcome => done({
  notes: [desk.words.sentences.noModelsYet(models)],
  tables: [tableOf(shipped.map((one): Row => ({ projection: one.name, version: one.version, phase: desk.words.sentences.projectionPhases.notBuilt })))],
})

async function problemOf(reader: EventReader, { checkpoint, ...id }: ProjectionSummary): Promise<E.Either<Failure, CheckpointNotInLog | undefined>> {
  if (checkpoint === undefined) return E.right(undefined)
  const there = await reader.readAt([checkpoint.position])()
  if (E.isLeft(there)) return there
  const found = there.right[0]?.eventId
  return E.right(found === checkpoint.eventId ? undefined : { tag: 'CheckpointNotInLog', runner: projectionName(id), checkpoint, found })
}

function rowOf({ name, version, active, checkpoint, models, stale, blocked, skipped, heldUntil }: ProjectionSummary, head: After, foreign: boolean, reader: EventReader, { words, now }: Desk): Row {
  const lag = foreign ? null : eventsBehind(head, checkpoint?.position ?? 'beginning', reader)
  const phase: ProjectionPhase = foreign ? 'ofAnotherLog' : lag === 0 ? 'caughtUp' : 'behind'
  return {
    projection: name, version, active, phase: words.sentences.projectionPhases[phase], lag, models, stale, blocked, skipped,
    position: checkpoint?.position ?? null, running: heldUntil !== undefined && heldUntil > now(), heldUntil: heldUntil === undefined ? null : instantText(heldUntil),
  }
}

/** How many events of the log lie beyond a place; null where the store's positions cannot be counted. */
function eventsBehind(head: After, place: After, reader: EventReader): number | null {
  if (head === place) return 0
  if (!reader.declared.positionsDense) return null
  return (head === 'beginning' ? -1 : head) - (place === 'beginning' ? -1 : place)
}

function tableOf(rows: ReadonlyArray<Row>): AnswerTable {
  return {
    name: 'projections',
    columns: [...text('projection'), ...figure('version'), ...text('active', 'phase'), ...figure('lag', 'models', 'stale', 'blocked', 'skipped'), ...wide('position', 'running', 'heldUntil')],
    rows,
  }
}

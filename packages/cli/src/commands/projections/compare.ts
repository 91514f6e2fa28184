/** The shadow diff of two versions, shown before one takes over from the other. */

import * as E from 'fp-ts/lib/Either.js'
import type { GovernanceEvent } from '@grid-governance/domain'
import type { JsonObject, JsonValue } from '@grid-governance/event-sourcing'
import { compareProjections, type ComparedProjection, type KeyDifference, type ProjectionId, type ProjectionsCompared } from '@grid-governance/subscriptions'
import type { Failure } from '../../failure.ts'
import type { Desk, Outcome } from '../../outcome.ts'
import { text, wide, type AnswerTable, type Row } from '../../output/answer.ts'
import type { ModelsAtHand } from './on-models.ts'
import { codeOf, idOf, sourceOf } from './shipped.ts'

/** Two versions, or, where one is named, the one that answers and the one that is named. Ends with 1 where they differ, as `diff` does. */
export const compare = async (atHand: ModelsAtHand): Promise<E.Either<Failure, Outcome>> => {
  const ids = await bothOf(atHand)
  if (E.isLeft(ids)) return ids
  const found = await differencesOf(atHand, ids.right.old, ids.right.new)
  if (E.isLeft(found)) return found
  const { summary, table, notes } = found.right
  return E.right({ answer: { notes, tables: [table] }, ending: summary.same === summary.keys ? 'done' : 'refused', complaints: [] })
}

export interface DifferencesShown {
  readonly summary: ProjectionsCompared
  readonly notes: ReadonlyArray<string>
  readonly table: AnswerTable
}

/** Rows beyond this are counted, and not kept. */
const mostRows = 1000

export const differencesOf = async ({ reader, store, desk }: Pick<ModelsAtHand, 'reader' | 'store' | 'desk'>, old: ProjectionId, fresh: ProjectionId): Promise<E.Either<Failure, DifferencesShown>> => {
  const rows: Row[] = []
  let untold = 0
  const side = (id: ProjectionId): ComparedProjection<GovernanceEvent, JsonObject> => {
    const code = codeOf(id)
    return code === undefined ? { id } : { id, source: sourceOf(reader, code) }
  }
  const compared = await compareProjections({
    reader, store, old: side(old), new: side(fresh),
    onDifference: (difference) => {
      if (rows.length < mostRows) rows.push(...rowsOf(difference, desk))
      else untold += 1
    },
  })()
  if (E.isLeft(compared)) return compared
  const { sentences } = desk.words
  return E.right({
    summary: compared.right,
    notes: [sentences.compared(compared.right), ...(untold === 0 ? [] : [sentences.moreKeysDiffer(untold)])],
    table: { name: 'differences', columns: [...text('key', 'what', 'path', 'old', 'new'), ...wide('placesInAll')], rows, foldRunsOf: 'key' },
  })
}

async function bothOf({ store, request: { named } }: ModelsAtHand): Promise<E.Either<Failure, { readonly old: ProjectionId, readonly new: ProjectionId }>> {
  const [first, second] = named
  if (first === undefined) throw new Error('a comparison was asked for without a projection')
  if (second !== undefined) return E.flatMap((old: ProjectionId) => E.map((fresh: ProjectionId) => ({ old, new: fresh }))(idOf(second)))(idOf(first))
  const fresh = idOf(first)
  if (E.isLeft(fresh)) return fresh
  const answers = await store.loadActive(fresh.right.name, [])()
  if (E.isLeft(answers)) return answers
  return answers.right === undefined
    ? E.left({ tag: 'NoSuchVersion', projection: fresh.right.name })
    : E.right({ old: { name: fresh.right.name, version: answers.right.version }, new: fresh.right })
}

function rowsOf(difference: KeyDifference, { words: { sentences } }: Desk): ReadonlyArray<Row> {
  const what = sentences.keyDiffers[difference.differs]
  const { key } = difference
  if (difference.differs === 'notCompared') return [{ key, what, old: difference.old === undefined ? null : sentences.untold[difference.old], new: difference.new === undefined ? null : sentences.untold[difference.new] }]
  if (difference.differs !== 'model') return [{ key, what }]
  return difference.places.map(({ path, left, right }) => ({ key, what, path, old: shown(left), new: shown(right), placesInAll: difference.placesInAll }))
}

/** A long value is cut: the place says where the rest is. */
function shown(value: JsonValue | undefined): JsonValue {
  if (value === undefined) return null
  const whole = JSON.stringify(value)
  return whole.length > 60 ? `${whole.slice(0, 57)}...` : whole
}

/** What is wrong key by key: the fact at which each blocked key stands, and the facts that were skipped, by whom and why. */

import * as E from 'fp-ts/lib/Either.js'
import { projectionName, type JsonValue } from '@grid-governance/event-sourcing'
import { blockedKeys, type BlockedKey, type ProjectionSummary } from '@grid-governance/subscriptions'
import type { Failure } from '../../failure.ts'
import { done, type Outcome } from '../../outcome.ts'
import { figure, text, wide, type Row } from '../../output/answer.ts'
import { instantText } from '../../output/instant.ts'
import type { ModelsAtHand } from './on-models.ts'
import { idText, type ProjectionNamed } from './request.ts'

const keysAtOnce = 200

export const listBlocked = async ({ reader, store, request, desk }: ModelsAtHand): Promise<E.Either<Failure, Outcome>> => {
  const kept = await store.projections()()
  if (E.isLeft(kept)) return kept
  const rows: Row[] = []
  for (const summary of kept.right.filter((one) => isMeant(one, request.named))) {
    let after: string | undefined
    for (;;) {
      const page = await blockedKeys({ reader, store }, summary, { maxCount: keysAtOnce, ...(after === undefined ? {} : { after }) })()
      if (E.isLeft(page)) return page
      rows.push(...page.right.map(blockedRow))
      after = page.right.at(-1)?.key
      if (after === undefined) break
    }
  }
  return E.right({
    answer: {
      notes: [desk.words.sentences.keysBlocked(rows.length)],
      tables: [{ name: 'blocked', columns: [...text('projection', 'key'), ...figure('position'), ...text('type', 'stream'), ...figure('streamVersion'), ...text('error'), ...wide('eventId')], rows }],
    },
    ending: rows.length === 0 ? 'done' : 'refused',
    complaints: [],
  })
}

/** As JSON this is what to keep of the skips: the file of the models may be deleted, and with it they would be. */
export const listSkipped = async ({ store, request, desk }: ModelsAtHand): Promise<E.Either<Failure, Outcome>> => {
  const skips = await store.skips()()
  if (E.isLeft(skips)) return skips
  const rows = skips.right.filter((skip) => isMeant(skip.projection, request.named)).map(({ projection, key, position, eventId, reason, actor, at }): Row => (
    { projection: idText(projection), key, position, eventId, reason, actor, at: instantText(at) }
  ))
  return E.right(done({
    notes: [desk.words.sentences.factsSkipped(rows.length)],
    tables: [{ name: 'skipped', columns: [...text('projection', 'key'), ...figure('position'), ...text('reason', 'actor', 'at'), ...wide('eventId')], rows }],
  }))
}

function blockedRow({ projection, key, blocked, event }: BlockedKey): Row {
  return {
    projection: projectionName(projection), key, position: blocked.position, eventId: blocked.eventId, error: blocked.error as JsonValue,
    type: event?.type ?? null, stream: event?.stream ?? null, streamVersion: event?.streamVersion ?? null,
  }
}

/** All of them where none is named. */
export const isMeant = ({ name, version }: Pick<ProjectionSummary, 'name' | 'version'>, named: ReadonlyArray<ProjectionNamed>): boolean =>
  named.length === 0 || named.some((one) => one.name === name && (one.version === undefined || one.version === version))

/** Whether the code at hand still gives the models that were saved: a sample of them, folded again and compared. */

import { createHash } from 'node:crypto'
import * as E from 'fp-ts/lib/Either.js'
import { projectionName } from '@grid-governance/event-sourcing'
import { sampleModels, type ModelSample } from '@grid-governance/subscriptions'
import type { Failure } from '../../failure.ts'
import type { Outcome } from '../../outcome.ts'
import { figure, text, wide, type Row } from '../../output/answer.ts'
import { failureInWords } from '../../words/words.ts'
import { isMeant } from './blocked.ts'
import type { ModelsAtHand } from './on-models.ts'
import { codeOf, sourceOf } from './shipped.ts'

export const check = async ({ reader, store, request, desk }: ModelsAtHand): Promise<E.Either<Failure, Outcome>> => {
  const kept = await store.projections()()
  if (E.isLeft(kept)) return kept
  const samples: ModelSample[] = []
  for (const summary of kept.right.filter((one) => isMeant(one, request.named))) {
    const code = codeOf(summary)
    if (code === undefined) continue
    const sample = await sampleModels({ ...sourceOf(reader, code), store, hash: sha256 })()
    if (E.isLeft(sample)) return sample
    samples.push(sample.right)
  }
  const changed = samples.flatMap((sample) => sample.changed ?? [])
  const untold = kept.right.filter((one) => isMeant(one, request.named) && codeOf(one) === undefined).map(projectionName)
  return E.right({
    answer: {
      notes: [desk.words.sentences.codeChecked(samples.length, changed.length), ...(untold.length === 0 ? [] : [desk.words.sentences.codeNotHere(untold)])],
      tables: [{
        name: 'samples',
        columns: [...text('projection'), ...figure('compared', 'passedOver', 'factsRead'), ...text('key', 'path', 'fingerprint'), ...wide('position')],
        rows: samples.map(rowOf),
      }],
    },
    ending: changed.length === 0 ? 'done' : 'refused',
    complaints: changed.map((one) => failureInWords(desk.words, one)),
  })
}

function rowOf({ projection, readTo, compared, passedOver, facts, fingerprint, changed }: ModelSample): Row {
  return {
    projection, compared, passedOver, factsRead: facts, fingerprint: fingerprint ?? null, position: readTo === 'beginning' ? null : readTo,
    key: changed?.key ?? null, path: changed?.path ?? null,
  }
}

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex')
}

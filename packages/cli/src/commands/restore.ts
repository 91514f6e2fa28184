/** `gridgov restore`: a log out of a backup, after the backup was checked. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { headArgument, perhaps } from '../arguments.ts'
import type { Failure, PinnedHead } from '../failure.ts'
import { argumentOf, done, optionOf, type WritingCommand } from '../outcome.ts'
import { sentencesOnly } from '../output/answer.ts'
import { headTable } from './head-table.ts'

interface RestoreRequest {
  readonly copy: string
  readonly target: string
  readonly pinned: PinnedHead | undefined
}

export const restore: WritingCommand<RestoreRequest> = {
  read: (given) => pipe(
    perhaps(headArgument, '--head', optionOf(given, 'head')),
    E.map((pinned) => ({ pinned, copy: argumentOf(given, 0), target: argumentOf(given, 1) })),
  ),

  run: ({ copy, target, pinned }, { logs, words: { sentences } }) => pipe(
    logs.restore(copy, target, pinned),
    TE.bimap((failure): Failure => failure, (head) => done(head === undefined
      ? sentencesOnly(sentences.restoredEmpty(copy, target))
      : {
        notes: [sentences.restored(copy, target), pinned === undefined ? sentences.headNotChecked : sentences.headChecked, sentences.headToPin(`${head.position}:${head.link}`)],
        tables: [headTable(head)],
      })),
  ),
}

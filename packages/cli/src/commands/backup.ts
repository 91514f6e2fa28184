/** `gridgov backup`: a copy of a log as of one moment, and the head to keep outside of it. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Failure } from '../failure.ts'
import { argumentOf, done, type WritingCommand } from '../outcome.ts'
import { sentencesOnly } from '../output/answer.ts'
import { headTable } from './head-table.ts'

interface BackupRequest {
  readonly log: string
  readonly target: string
}

export const backup: WritingCommand<BackupRequest> = {
  read: (given) => E.right({ log: argumentOf(given, 0), target: argumentOf(given, 1) }),

  run: ({ log, target }, desk) => pipe(
    desk.logs.backup(log, target),
    TE.bimap((failure): Failure => failure, (head) => done(head === undefined
      ? sentencesOnly(desk.words.sentences.backedUpEmpty(log, target))
      : { notes: [desk.words.sentences.backedUp(log, target), desk.words.sentences.headToPin(`${head.position}:${head.link}`)], tables: [headTable(head)] })),
  ),
}

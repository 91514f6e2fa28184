/** `gridgov transfer`: a log moved to another store, as it is, with what policies and processes did. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { mistaken } from '../arguments.ts'
import type { Failure, UsageWrong } from '../failure.ts'
import { argumentOf, done, optionOf, type Given, type Outcome, type WritingCommand, type WritingDesk } from '../outcome.ts'
import { wide, type Answer } from '../output/answer.ts'
import type { Progress } from '../output/progress.ts'
import { outcomesBeside } from '../outcomes-beside.ts'
import type { CarriedOutcomes, Transferred, TransferRequest } from '../ports.ts'
import { isAddress, withoutCredentials } from '../store-address.ts'
import type { Sentences } from '../words/sentences.ts'

type Request = Omit<TransferRequest, 'onProgress'>

export const transfer: WritingCommand<Request> = {
  read: (given) => {
    const [from, to] = [argumentOf(given, 0), argumentOf(given, 1)]
    if (withoutCredentials(from) === withoutCredentials(to)) return mistaken({ kind: 'ontoItself' })
    return E.map((outcomes: CarriedOutcomes | undefined): Request => ({ from, to, ...(outcomes === undefined ? {} : { outcomes }) }))(outcomesOf(given, to))
  },

  run: (request, desk) => moving(request, desk),
}

function outcomesOf(given: Given, to: string): E.Either<UsageWrong, CarriedOutcomes | undefined> {
  const [from, asked] = [optionOf(given, 'outcomes'), optionOf(given, 'outcomesTo')]
  if (from === undefined) return asked === undefined ? E.right(undefined) : mistaken({ kind: 'missingOption', name: '--outcomes' })
  const there = asked ?? (isAddress(to) ? undefined : outcomesBeside(to))
  return there === undefined ? mistaken({ kind: 'missingOption', name: '--outcomes-to' }) : E.right({ from, to: there })
}

const moving = (request: Request, { logs, progress, words: { sentences } }: WritingDesk): TaskEither<Failure, Outcome> => async () => {
  let shown: { readonly step: string, readonly progress: Progress } | undefined
  const labels = { moving: sentences.transferring, verifying: sentences.verifying }
  const moved = await logs.transfer({ ...request, onProgress: ({ step, done: sofar, total = sofar }) => {
    if (shown?.step !== step) {
      shown?.progress.end()
      shown = { step, progress: progress(labels[step]) }
    }
    shown.progress.advance(sofar, total)
  } })()
  shown?.progress.end()
  return E.map((transferred: Transferred) => done(answerOf(request, transferred, sentences)))(moved)
}

function answerOf({ from, to, outcomes }: Request, { events, streams, written, alreadyThere, link, after, carried, leftBehind }: Transferred, sentences: Sentences): Answer {
  const [source, target] = [withoutCredentials(from), withoutCredentials(to)]
  return {
    notes: [
      alreadyThere ? sentences.transferredBefore(source, target, events, streams) : sentences.transferred(source, target, events, streams, written),
      ...(after === undefined || after === 'beginning' ? [] : [sentences.headToPin(`${after}:${link}`)]),
      ...(carried === undefined || outcomes === undefined ? [] : [sentences.outcomesCarried(outcomes.to, carried.map(({ sender, outcomes: count }) => ({ ...sender, outcomes: count })))]),
      ...(leftBehind === undefined ? [] : [sentences.outcomesLeftBehind(leftBehind)]),
    ],
    tables: [{ name: 'transfer', columns: wide('events', 'streams', 'written', 'link'), rows: [{ events, streams, written, link }] }],
  }
}

/** A log is verified before it is asked: what a log answers that was altered looks like any other answer. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Task } from 'fp-ts/lib/Task.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { StoreUnavailable } from '@grid-governance/event-store'
import type { Failure, LogDamaged, PinnedHead } from '../failure.ts'
import type { AuditedLog, Desk } from '../outcome.ts'
import type { AuditableLog, Inspect, Logs } from '../ports.ts'

/** The log, if it verifies; its facts need no further check then. Where a store cannot verify itself, each fact is checked as it is read. */
export const verifiedLog = (log: AuditableLog, desk: Desk): TE.TaskEither<StoreUnavailable | LogDamaged, AuditedLog> => {
  const { inspect } = log
  return inspect === undefined ? TE.right({ ...log, mode: 'checked' }) : pipe(
    inspectFile(inspect, undefined, desk),
    TE.flatMapEither((report) => {
      const damage = damageIn(log.path, report)
      return damage === undefined ? E.right({ ...log, mode: 'trusted' }) : E.left(damage)
    }),
  )
}

/** Where a read of a log stumbled: what a verification of all of it finds first; the failure itself where it finds nothing, or cannot begin. */
export const diagnosed = (failure: Failure, logs: Logs, desk: Desk): Task<Failure> => async () => {
  if (failure.tag !== 'StoreUnavailable' || failure.reason !== 'corrupt') return failure
  const log = await logs.audit(failure.where)()
  if (E.isLeft(log)) return failure
  try {
    const verified = await verifiedLog(log.right, desk)()
    return E.isLeft(verified) ? verified.left : failure
  } finally {
    await log.right.close()
  }
}

/** Inspects a file, and shows how far that is. */
export const inspectFile = (inspect: Inspect, pinned: PinnedHead | undefined, desk: Desk): ReturnType<Inspect> => async () => {
  const progress = desk.progress(desk.words.sentences.verifying)
  try {
    return await inspect({ pinned, onProgress: progress.advance })()
  } finally {
    progress.end()
  }
}

type Inspected = Extract<Awaited<ReturnType<ReturnType<Inspect>>>, { readonly _tag: 'Right' }>['right']

function damageIn(path: string, { findings: [first], inAll }: Inspected): LogDamaged | undefined {
  return first && { tag: 'LogDamaged', path, use: 'read', first, findings: inAll }
}

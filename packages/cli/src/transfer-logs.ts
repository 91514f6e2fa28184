/** Moving a log between files and databases; the stores are loaded when they are asked for. */

import { dirname } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { transferLog, type EventReader, type StoreUnavailable, type TransferFailure, type TransferReport, type TransferTarget } from '@grid-governance/event-store'
import type { CopyFailure, SqliteEventStore, SqliteOutcomeStore } from '@grid-governance/event-store-sqlite'
import { saveTranslated, translateOutcomes, type CarryFailure, type SenderCarried } from '@grid-governance/subscriptions'
import type { Connecting } from './eventstoredb-logs.ts'
import type { CarryRefused, FileUnusable, LogDamaged, TransferRefused } from './failure.ts'
import { outcomesBeside } from './outcomes-beside.ts'
import type { CarriedOutcomes, Logs, TransferRequest, TransferStopped, Transferred } from './ports.ts'
import { isAddress, withoutCredentials } from './store-address.ts'

export interface TransferLogsOptions {
  /** How long to wait for another process that writes to a file; the store's own patience unless given. */
  readonly busyTimeoutMs?: number
  readonly isThere: (path: string) => Promise<boolean>
  readonly connecting: Connecting
  /** How the target of a transfer is connected to, by where the log comes from: what one server is told of users is not for another one. */
  readonly connectingTarget: (from: string) => Connecting
}

/** Transfers between the files of this machine and databases. */
export const transferLogs = (options: TransferLogsOptions): Logs['transfer'] => (request) => async () => {
  const missing = await whatIsMissing(request, options)
  if (missing !== undefined) return E.left(missing)
  return await closing(await openLog(request.from, options)(), (source) => source.close(), async (source) => {
    const damage = await damageIn(source)
    if (damage !== undefined) return E.left(damage)
    const moved = await moveTo(request, source, options)
    if (E.isLeft(moved)) return moved
    const carried = request.outcomes === undefined ? E.right(undefined) : await carry(request, request.outcomes, source, options)
    return E.isLeft(carried) ? carried : E.right({ ...moved.right, carried: carried.right, leftBehind: await leftBehind(request, options) })
  })
}

type Opened<A> = A & { readonly close: () => Promise<void> }
type Target = Opened<TransferTarget<StoreUnavailable | CopyFailure>>

/** Folders of files that are to be made, and the outcomes that are to come along: found out before anything is written. */
async function whatIsMissing({ to, outcomes }: TransferRequest, { isThere }: TransferLogsOptions): Promise<FileUnusable | undefined> {
  for (const path of [...(isAddress(to) ? [] : [to]), ...(outcomes === undefined ? [] : [outcomes.to])]) {
    if (!await isThere(dirname(path))) return { tag: 'FileUnusable', path, reason: 'noFolder', detail: dirname(path) }
  }
  return outcomes === undefined || await isThere(outcomes.from) ? undefined : { tag: 'FileUnusable', path: outcomes.from, reason: 'missing', detail: 'no such file' }
}

/** A log as it is read; `verify` where the store can do that. */
interface ReadLog extends EventReader {
  readonly path?: string
  readonly verify?: SqliteEventStore['verify']
  readonly close: () => Promise<void>
}

const openLog = (log: string, { busyTimeoutMs, connecting }: TransferLogsOptions): TaskEither<StoreUnavailable, ReadLog> => async () => {
  if (isAddress(log)) {
    const options = connecting(log)
    return E.isLeft(options) ? options : await (await import('@grid-governance/event-store-eventstoredb')).openEventStoreDb(options.right)()
  }
  const opened = await (await sqlite()).openSqliteStore({ path: log, mode: 'readOnly', now: () => 0, ...patience(busyTimeoutMs) })()
  return E.map((store: SqliteEventStore): ReadLog => ({ ...store, close: async () => { await store.close()() } }))(opened)
}

/** A damaged file is not begun with: what was moved of it would have to be thrown away. */
async function damageIn({ verify, path }: ReadLog): Promise<StoreUnavailable | LogDamaged | undefined> {
  if (verify === undefined || path === undefined) return undefined
  const report = await verify()()
  if (E.isLeft(report)) return report.left
  const { findings: [first], findingsInAll } = report.right
  return first && { tag: 'LogDamaged', path, use: 'read', first, findings: findingsInAll }
}

async function openTarget({ from, to }: TransferRequest, { busyTimeoutMs, connectingTarget }: TransferLogsOptions): Promise<E.Either<StoreUnavailable, Target>> {
  if (!isAddress(to)) return await (await sqlite()).openSqliteTarget({ path: to, ...patience(busyTimeoutMs) })()
  const options = connectingTarget(from)(to)
  return E.isLeft(options) ? options : await (await import('@grid-governance/event-store-eventstoredb')).openEventStoreDbTarget(options.right)()
}

async function moveTo(request: TransferRequest, source: EventReader, options: TransferLogsOptions): Promise<E.Either<TransferStopped, Omit<Transferred, 'carried' | 'leftBehind'>>> {
  return await closing(await openTarget(request, options), (target) => target.close(), async (target) => E.bimap(
    stopped(request.from, request.to), ({ digest, ...rest }: TransferReport) => ({ ...rest, events: digest.count, link: digest.link }),
  )(await transferLog({ source, target, onProgress: request.onProgress })()))
}

function stopped(from: string, to: string): (failure: TransferFailure | CopyFailure) => TransferStopped {
  return (failure) => {
    switch (failure.tag) {
      case 'TargetDiffers': case 'SourceUnsound': case 'CopyDiffers': case 'TargetSealed': return refused(from, to, failure)
      case 'TargetExists': return { tag: 'FileUnusable', path: to, reason: 'exists', detail: 'it is there already' }
      case 'LogDamaged': {
        const [first] = failure.report.findings
        if (first === undefined) throw new Error('a log was called damaged without a finding')
        return { tag: 'LogDamaged', path: to, use: 'transferred', first, findings: failure.report.findingsInAll }
      }
      default: return failure
    }
  }
}

function refused(from: string, to: string, why: TransferRefused['why']): TransferRefused {
  return { tag: 'TransferRefused', from: withoutCredentials(from), to: withoutCredentials(to), why }
}

/** The log that was made is opened as one, which it is from now on. A file for the outcomes is made only when they are known to have a place there. */
async function carry(
  { from, to }: TransferRequest, files: CarriedOutcomes, source: EventReader, options: TransferLogsOptions,
): Promise<E.Either<TransferStopped, ReadonlyArray<SenderCarried>>> {
  return await closing(await openLog(to, { ...options, connecting: options.connectingTarget(from) })(), (log) => log.close(), async (reader) =>
    await closing(await openOutcomes(files.from, 'readOnly', options), closed, async (old) => {
      const translated = await translateOutcomes({ reader: source, outcomes: old }, reader)()
      if (E.isLeft(translated)) return E.left(notCarried(from, to, files)(translated.left))
      return await closing(await openOutcomes(files.to, 'create', options), closed, async (outcomes) => E.mapLeft(notCarried(from, to, files))(await saveTranslated(outcomes, translated.right)()))
    }))
}

async function openOutcomes(path: string, mode: 'readOnly' | 'create', { busyTimeoutMs }: TransferLogsOptions): Promise<E.Either<FileUnusable, SqliteOutcomeStore>> {
  return E.mapLeft(unusable)(await (await sqlite()).openSqliteOutcomes({ path, mode, ...patience(busyTimeoutMs) })())
}

async function closed(outcomes: SqliteOutcomeStore): Promise<void> {
  await outcomes.close()()
}

/** Works with what was opened, and closes it. */
async function closing<F, A, B>(opened: E.Either<F, A>, close: (open: A) => Promise<void>, work: (open: A) => Promise<E.Either<F | TransferStopped, B>>): Promise<E.Either<F | TransferStopped, B>> {
  if (E.isLeft(opened)) return opened
  try {
    return await work(opened.right)
  } finally {
    await close(opened.right)
  }
}

function notCarried(from: string, to: string, files: CarriedOutcomes): (failure: CarryFailure) => TransferStopped {
  const why = (reason: CarryRefused['why'], runner: string): CarryRefused => ({ tag: 'CarryRefused', outcomes: files.from, to: withoutCredentials(to), file: files.to, runner, why: reason })
  return (failure) => {
    switch (failure.tag) {
      case 'TargetDiffers': return refused(from, to, failure)
      case 'CheckpointNotInLog': return why('notInLog', failure.runner)
      case 'SenderGoneOn': return why('goneOn', failure.runner)
      default: return failure
    }
  }
}

/** The file of outcomes beside the log that was moved, if there is one and it was not asked for. */
async function leftBehind({ from, outcomes }: TransferRequest, { isThere }: TransferLogsOptions): Promise<string | undefined> {
  if (isAddress(from) || outcomes !== undefined) return undefined
  const path = outcomesBeside(from)
  return await isThere(path) ? path : undefined
}

function unusable({ where, reason, detail }: StoreUnavailable): FileUnusable {
  return { tag: 'FileUnusable', path: where, reason: reason === 'missing' || reason === 'full' ? reason : reason === 'readOnly' || reason === 'unreadable' ? 'notAllowed' : 'other', detail }
}

function patience(busyTimeoutMs: number | undefined): { readonly busyTimeoutMs?: number } {
  return busyTimeoutMs === undefined ? {} : { busyTimeoutMs }
}

async function sqlite() {
  return await import('@grid-governance/event-store-sqlite')
}

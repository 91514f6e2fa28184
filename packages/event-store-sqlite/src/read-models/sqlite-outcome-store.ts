/** How far policies and processes are, and what became of their commands, in one SQLite file beside the log; it cannot be rebuilt, so it is backed up with the log. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { CommandId, EventId, StreamName } from '@grid-governance/event-sourcing'
import type { StoreUnavailable } from '@grid-governance/event-store'
import { senderName, type CommandOutcome, type FencedOff, type OutcomeSave, type OutcomeStore, type Progress, type RecordedOutcome, type Sender, type SenderClaim } from '@grid-governance/subscriptions'
import { query, type Database } from '../database.ts'
import { openKeptFile, type KeptFile, type KeptFileOptions } from './kept-file.ts'
import { inTransaction, type SideFileFormat } from './side-file.ts'
import { claimSender } from './sql/claim-sender.ts'
import { createOutcomes } from './sql/create-outcomes.ts'
import { listOutcomes } from './sql/list-outcomes.ts'
import { saveOutcome } from './sql/save-outcome.ts'
import { saveProgress } from './sql/save-progress.ts'
import { selectOutcomes } from './sql/select-outcomes.ts'
import { selectSender } from './sql/select-sender.ts'
import { selectSenders } from './sql/select-senders.ts'

/** "GGoc" in the header of the file. */
export const outcomesFormat: SideFileFormat = {
  what: 'a file of outcomes', applicationId: 0x47476f63, formatVersion: 1, schema: createOutcomes, synchronous: 'FULL',
}

export interface SqliteOutcomeStore extends OutcomeStore {
  readonly path: string
  /** Lets go of the file. Closing twice is fine. */
  readonly close: () => TaskEither<StoreUnavailable, void>
}

/** Opens outcomes. Fails with the reasons of StoreUnavailable; a file of a newer format or of another kind is refused and left as it is. */
export const openSqliteOutcomes = (options: KeptFileOptions): TaskEither<StoreUnavailable, SqliteOutcomeStore> =>
  openKeptFile(outcomesFormat, options, (database, file) => storeOn(database, file, options.path))

type OutcomeRow = readonly [commandId: string, cause: string, stream: string, reason: string, outcome: string]

function storeOn(database: Database, file: KeptFile, path: string): SqliteOutcomeStore {
  const claimed = query<readonly [number, string | null]>(database, claimSender)
  const senders = query<readonly [id: number, token: number]>(database, selectSender)
  const allSenders = query<readonly [kind: Sender['kind'], name: string, progress: string | null]>(database, selectSenders)
  const selected = query<OutcomeRow>(database, selectOutcomes)
  const listed = query<OutcomeRow>(database, listOutcomes)
  const savedOutcome = database.prepare(saveOutcome)
  const savedProgress = database.prepare(saveProgress)

  const idOf = ({ kind, name }: Sender): number => senders.get(kind, name)?.[0] ?? 0

  const claim = ({ kind, name }: Sender): SenderClaim => inTransaction(database, () => {
    const [token, progress] = claimed.get(kind, name) ?? [0, null]
    return { token, progress: progressOf(progress) }
  })

  const save = ({ sender, token, progress, outcomes }: OutcomeSave): E.Either<FencedOff, void> => inTransaction(database, () => {
    const [id, current] = senders.get(sender.kind, sender.name) ?? [0, 0]
    if (current !== token) return E.left({ tag: 'FencedOff', runner: senderName(sender), token, current } as const)
    for (const { commandId, cause, stream, reason, outcome } of outcomes) savedOutcome.run(id, commandId, cause, stream, reason, JSON.stringify(outcome))
    if (progress !== undefined) savedProgress.run(id, JSON.stringify(progress))
    return E.right(undefined)
  }, E.isLeft)

  return {
    path,
    claim: (sender) => file.run(() => E.right(claim(sender))),
    save: (request) => file.run(() => save(request)),
    outcomesOf: (sender, commandIds) => file.run(() => E.right(selected.all(idOf(sender), JSON.stringify(commandIds)).map(outcomeOfRow))),
    list: (sender, { skip, maxCount }) => file.run(() => E.right(listed.all(idOf(sender), skip, maxCount).map(outcomeOfRow))),
    senders: () => file.run(() => E.right(allSenders.all().map(([kind, name, progress]) => ({ sender: { kind, name }, progress: progressOf(progress) })))),
    close: file.close,
  }
}

function progressOf(text: string | null): Progress | undefined {
  return text === null ? undefined : JSON.parse(text) as Progress
}

function outcomeOfRow([commandId, cause, stream, reason, outcome]: OutcomeRow): RecordedOutcome {
  return { commandId: commandId as CommandId, cause: cause as EventId, stream: stream as StreamName, reason, outcome: JSON.parse(outcome) as CommandOutcome }
}

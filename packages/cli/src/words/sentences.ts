/** The sentences of answers that are about no single fact, rejection or failure. */

import type { ClosingReason } from '@grid-governance/domain'
import type { CommandReceipt } from '@grid-governance/event-store'
import type { Figures, LineageKind, NotComparable } from '@grid-governance/projections-grids'
import type { Standpoint } from '../output/answer.ts'

export interface Sentences {
  readonly yes: string
  readonly no: string
  /** What stands where a figure is not known; never 0, never nothing (T33). */
  readonly unknown: string
  /** Stands for rows that are not shown. */
  readonly moreOfThese: (count: number) => string
  readonly byRule: (rule: string, sentence: string) => string
  readonly defect: (message: string) => string

  readonly standpoint: (standpoint: Standpoint) => string
  readonly futureDay: (asOf: string, today: string) => string
  readonly futureKnowledge: string
  readonly nothingRecordedYet: string
  readonly unknownBefore: (id: string, day: string) => string
  readonly unitsUnknownBefore: (names: ReadonlyArray<string>, day: string) => string
  readonly beginsLater: (id: string, day: string) => string
  readonly notRegistered: (id: string) => string
  readonly breach: (rule: 'I1' | 'I3', communityId: string, buildingId: string | undefined) => string

  /** What is being done, for progress. */
  readonly rebuilding: string
  readonly reading: string
  readonly verifying: string
  readonly checking: string
  readonly importing: string
  readonly recording: string

  readonly trailFound: (by: 'document' | 'actor' | 'cause' | 'command', value: string, count: number) => string

  readonly lineageOf: (name: string, gridId: string, from: string, to: string, whole: Figures) => string
  readonly lineageRest: (buildings: number) => string
  readonly lineageUnknown: (buildings: number) => string
  readonly notComparable: (measure: NotComparable['measure'], reason: NotComparable['reason']) => string
  readonly algorithm: (name: string) => string
  readonly lineageSteps: string
  readonly mutation: (kind: LineageKind) => string
  readonly neverValid: (gridId: string, instead: ReadonlyArray<string>) => string
  readonly hadEnded: (gridId: string, on: string, reason: ClosingReason, successors: ReadonlyArray<string>) => string

  readonly verified: (events: number, streams: number, findings: number) => string
  /** `head` as `--head` reads it back. */
  readonly headToPin: (head: string) => string

  readonly recovered: (revised: number, released: number) => string
  readonly logMade: (path: string, name: string, district: string) => string
  readonly logSimulated: string
  readonly editionIssued: (edition: string, document: string, day: string) => string
  readonly noRules: string
  readonly importNext: (path: string) => string
  readonly initAgain: (path: string) => string

  readonly divisionsImported: (towns: number, communities: number, day: string, log: string) => string
  /** `before`: communities of the file that an earlier run had recorded. */
  readonly gridsImported: (grids: number, communities: number, before: number, day: string, log: string) => string
  readonly importedBefore: (path: string) => string

  readonly wouldRecord: (facts: number, commands: number) => string
  readonly recorded: (facts: number, commands: number) => string
  readonly batchRefused: (commands: number) => string
  /** `sentence` says what stopped the command at `place` (from 1). */
  readonly commandFailed: (place: number, commands: number, sentence: string) => string
  readonly outcomes: Readonly<Record<CommandReceipt['outcome'] | 'refused' | 'notTried', string>>
  readonly foreseen: string
  readonly countsAsOf: (day: string) => string

  readonly plansExecuted: (plans: number, day: string) => string
  readonly plansWouldExecute: (plans: number, day: string) => string
  readonly nothingDue: (day: string) => string
  readonly planRefused: (planId: string, sentence: string) => string

  /** `shown` of `rows` rows. */
  readonly rowsShown: (shown: number, rows: number) => string
  readonly rowsFound: (rows: number) => string
  /** The latest day before which something is unknown, where an earlier one was asked for. */
  readonly partlyUnknownBefore: (day: string) => string
  readonly modelsMissing: (table: string, models: number) => string
  readonly filling: string
  readonly writing: string
  readonly exported: (rows: number, path: string) => string

  readonly backedUp: (log: string, target: string) => string
  readonly backedUpEmpty: (log: string, target: string) => string
  readonly restored: (copy: string, target: string) => string
  readonly restoredEmpty: (copy: string, target: string) => string
  readonly headChecked: string
  readonly headNotChecked: string
}

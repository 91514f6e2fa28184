/** The sentences of answers that are about no single fact, rejection or failure. */

import type { ClosingReason, PlanStage } from '@grid-governance/domain'
import type { CommandReceipt } from '@grid-governance/event-store'
import type { Figures, LineageKind, NotComparable } from '@grid-governance/projections-grids'
import type { DeadlineStanding, KeyDifference, ProjectionsCompared, Untold } from '@grid-governance/subscriptions'
import type { After } from '@grid-governance/event-sourcing'
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
  /** Units whose grids, in whole or in part, were never imported. */
  readonly gridsNeverTold: (names: ReadonlyArray<string>) => string
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

  readonly plansFound: (count: number) => string
  readonly planStandings: Readonly<Record<PlanStage | 'takenBack', string>>

  readonly deadlinesOpen: (count: number, overdue: number, day: string) => string
  readonly standings: Readonly<Record<DeadlineStanding, string>>
  readonly waitsForDay: (day: string) => string
  readonly waitsToBeSent: string
  readonly sentAndRefused: (sentence: string) => string
  readonly sentForNothing: string
  readonly sentAndAccepted: (position: number | undefined) => string
  readonly outcomesAreOfNow: string
  readonly roles: Readonly<Record<'setBy' | 'confirmedBy' | 'computedFrom' | 'overruled', string>>
  readonly explained: (subject: string, value: string) => string
  /** Nothing is there, since a fact removed it. */
  readonly explainedGone: (subject: string) => string
  /** Nothing is there, and no fact ever said anything of it. */
  readonly explainedNever: (subject: string) => string
  readonly explainedBy: (setBy: number, confirmedBy: number, computedFrom: number) => string
  readonly overruledBy: (facts: number) => string
  /** How the edition of the rule book is known: by what the decision kept of its evidence, or by the day of effect. */
  readonly editionsTold: Readonly<Record<'noted' | 'inForce', string>>
  /** More may be named than the figure rests on. */
  readonly notNarrowed: string
  /** Models of which nothing is known, by `name@version` and key, which the figure was found not to read. */
  readonly blockedUnread: (models: ReadonlyArray<string>) => string

  readonly verified: (events: number, streams: number, findings: number) => string
  /** There is no event, and nothing was found. */
  readonly verifiedEmpty: string
  /** `head` as `--head` reads it back. */
  readonly headToPin: (head: string) => string
  /** The same of a store that keeps no chain, so that there was none to be compared with. */
  readonly verifiedWithoutChain: (events: number, streams: number) => string
  readonly headFolded: (head: string) => string

  readonly recovered: (revised: number, released: number) => string
  /** The same found in a rehearsal: nothing was written. */
  readonly wouldRecover: (revised: number, released: number) => string
  readonly logMade: (path: string, name: string, district: string) => string
  readonly logSimulated: string
  /** `document` by its title alone where it is not numbered. */
  readonly editionIssued: (edition: string, document: string, day: string, numbered: boolean) => string
  readonly noRules: string
  readonly importNext: (path: string) => string
  readonly initAgain: (path: string) => string

  readonly divisionsImported: (towns: number, communities: number, day: string, log: string) => string
  /** `before`: communities of the file that an earlier run had recorded. */
  readonly gridsImported: (grids: number, communities: number, before: number, day: string, log: string) => string
  /** No document was given: `number` was made out of the file. */
  readonly documentMadeUp: (number: string) => string
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
  readonly transferring: string
  readonly transferred: (from: string, to: string, events: number, streams: number, written: number) => string
  readonly transferredBefore: (from: string, to: string, events: number, streams: number) => string
  readonly outcomesCarried: (file: string, senders: ReadonlyArray<{ readonly kind: 'policy' | 'process', readonly name: string, readonly outcomes: number }>) => string
  readonly outcomesLeftBehind: (file: string) => string
  readonly headChecked: string
  readonly headNotChecked: string

  /** Where projections stand; the keys are those of `ProjectionPhase`. */
  readonly projectionPhases: Readonly<Record<'notBuilt' | 'caughtUp' | 'behind' | 'ofAnotherLog', string>>
  readonly projectionsAt: (head: After) => string
  readonly noModelsYet: (path: string) => string
  readonly modelsBegunAnew: (path: string) => string
  readonly keysBlocked: (keys: number) => string
  readonly factsSkipped: (facts: number) => string
  readonly codeChecked: (projections: number, changed: number) => string
  readonly codeNotHere: (projections: ReadonlyArray<string>) => string
  readonly projectionsBuilt: (projections: number) => string
  /** `before` is the version that answered until now. */
  readonly answersNow: (projection: string, before: number | undefined) => string
  readonly wouldAnswer: (projection: string, before: number | undefined) => string
  readonly answersAlready: (projection: string) => string
  readonly wouldRebuild: (projection: string) => string
  readonly rebuilt: (projection: string) => string
  readonly skipsKept: (skips: number, forgotten: boolean) => string
  readonly compared: (summary: ProjectionsCompared) => string
  readonly moreKeysDiffer: (keys: number) => string
  readonly keyDiffers: Readonly<Record<KeyDifference['differs'], string>>
  readonly untold: Readonly<Record<Untold, string>>
  readonly wouldDrop: (projection: string, what: Dropped) => string
  readonly dropped: (projection: string, what: Dropped) => string
  readonly wouldSkip: (projection: string, key: string, position: number, reason: string, actor: string) => string
  readonly keyResumed: (projection: string, key: string) => string
  readonly keyStillBlocked: (projection: string, key: string, position: number, error: string) => string
  readonly keySkips: (key: string, positions: ReadonlyArray<number>) => string
}

/** What is forgotten with a version; its skips are not. */
export interface Dropped {
  readonly models: number
  readonly skips: number
  readonly active: boolean
}

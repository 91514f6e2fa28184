/** The sentences of answers in English. */

import { shellWord } from '../../output/shell-word.ts'
import { shortFingerprint } from '../../output/answer.ts'
import { instantText } from '../../output/instant.ts'
import type { Sentences } from '../sentences.ts'
import { closingReasonsEn, listEn, shortListEn as names } from './parts.ts'

export const sentencesEn: Sentences = {
  yes: 'yes',
  no: 'no',
  unknown: 'unknown',
  moreOfThese: (number) => `... ${number} more`,
  byRule: (rule, sentence) => `${sentence} (rule ${rule})`,
  defect: (message) => `This should not have happened, and is a fault of gridgov itself: ${message}. Run it again with --debug and report what it prints.`,

  standpoint: ({ asOf, position, recordedAt, projections, fingerprint }) => {
    const known = position === 'beginning' ? 'as known before the first event' : `as known at position ${position}${recordedAt === undefined ? '' : ` (recorded ${instantText(recordedAt)})`}`
    const by = projections === undefined ? '' : `, by ${projections.join(', ')}`
    const print = fingerprint === undefined ? '' : ` (fingerprint ${shortFingerprint(fingerprint)})`
    return `As of ${asOf}, ${known}${by}${print}.`
  },
  futureDay: (asOf, today) => `${asOf} lies in the future (today is ${today}): plans that are only scheduled are not counted, and later facts may change this answer.`,
  futureKnowledge: 'That moment has not come yet: this is what is known now.',
  nothingRecordedYet: 'Nothing had been recorded by then.',
  unknownBefore: (id, day) => `What ${id} was before ${day} is unknown: it was imported as of that day.`,
  unitsUnknownBefore: (units, day) => `Unknown before ${day} (imported as of that day): ${names(units)}.`,
  gridsNeverTold: (units) => `Unknown, since grids of theirs were not imported yet: ${names(units)}.`,
  beginsLater: (id, day) => `${id} begins on ${day}; before, there was none.`,
  notRegistered: (id) => `District ${id} is not in the register.`,
  breach: (rule, community, building) => building === undefined
    ? `Finding (rule ${rule}): ${community} lies in no open town, or has grids without being open.`
    : `Finding (rule ${rule}): building ${building} of ${community} is in no open grid.`,

  rebuilding: 'reading facts',
  reading: 'reading facts',
  verifying: 'verifying',
  checking: 'checking',
  importing: 'importing',
  recording: 'recording',

  trailFound: (by, value, count) => `${count === 1 ? '1 fact' : `${count} facts`} by ${{ document: 'document', actor: 'actor', cause: 'cause', command: 'command' }[by]} ${value}.`,

  lineageOf: (name, gridId, from, to, { buildings, households, residents }) =>
    `${name} (${gridId}) had ${buildings} buildings, ${households} households and ${residents} residents on ${from}. Where they were on ${to}:`,
  lineageRest: (buildings) => `${buildings} of its buildings were in no grid any more.`,
  lineageUnknown: (buildings) => `Of ${buildings} of its buildings it is unknown where they were.`,
  notComparable: (measure, reason) => reason === 'nothingToShare' ? `Shares of ${measure} say nothing: there were none.` : `Shares of ${measure} cannot be compared: part of what was is unknown.`,
  algorithm: (name) => `Shares by ${name}.`,
  lineageSteps: 'By these steps:',
  mutation: (kind) => ({
    established: 'established', split: 'split', merged: 'merged', boundaryRedrawn: 'boundary redrawn', closed: 'closed', reparented: 'moved to another community', communitySplit: 'community split',
  })[kind],
  neverValid: (gridId, instead) => `${gridId} never was valid; its buildings were in ${listEn(instead)}.`,
  hadEnded: (gridId, on, reason, successors) => `${gridId} had ended on ${on} (${closingReasonsEn[reason]})${successors.length === 0 ? '' : `; ${listEn(successors)} followed`}.`,

  plansFound: (number) => number === 0 ? 'There is no plan.' : `${count(number, 'plan', 'plans')}. "gridgov history" shows every fact about one of them.`,
  planStandings: {
    none: 'unknown', drafted: 'drafted', submitted: 'submitted', approved: 'approved', scheduled: 'scheduled', executed: 'executed', settled: 'settled',
    cancelled: 'cancelled', takenBack: 'taken back',
  },

  deadlinesOpen: (number, overdue, day) => number === 0
    ? 'No deadline is open.'
    : `${count(number, 'deadline is', 'deadlines are')} open; ${overdue === 0 ? `none is overdue on ${day}` : `${overdue} of them overdue on ${day}`}.`,
  standings: { waiting: 'waiting', due: 'due', overdue: 'overdue' },
  waitsForDay: (day) => `its day, ${day}`,
  waitsToBeSent: 'its command to be sent',
  sentAndRefused: (sentence) => `a fact, since its command was refused: ${sentence}`,
  sentForNothing: 'a fact, since its command led to nothing',
  sentAndAccepted: (position) => `a fact, though its command was accepted${position === undefined ? '' : ` at position ${position}`}`,
  outcomesAreOfNow: 'Outcomes are kept without their moment, so they are told with what is known now only.',
  roles: { setBy: 'set by', confirmedBy: 'confirmed by', computedFrom: 'computed from', overruled: 'overruled' },
  explained: (subject, value) => `${subject} is ${value}.`,
  explainedGone: (subject) => `There is no ${subject}: it was there, and the facts below made an end of it.`,
  explainedNever: (subject) => `There is no ${subject}: no fact that counts on this day says anything of it.`,
  explainedBy: (setBy, confirmedBy, computedFrom) =>
    `Set by ${setBy === 1 ? '1 fact' : `${setBy} facts`}, confirmed by ${confirmedBy}, computed from ${computedFrom} more; with these facts alone it is the same.`,
  editionsTold: { noted: 'noted', inForce: 'in force' },
  notNarrowed: 'More facts may be named than it rests on: the search for what it does not rest on was stopped, or did not lead to the figure. Ask for a smaller part.',
  blockedUnread: (models) => `Nothing is known of ${models.join(', ')}, whose projection fails at a fact; this figure was found not to read ${models.length === 1 ? 'it' : 'them'}.`,
  overruledBy: (facts) => `${facts === 1 ? '1 fact' : `${facts} facts`} would have made it another, and ${facts === 1 ? 'was' : 'were'} corrected or taken back.`,

  verified: (events, streams, findings) => findings === 0
    ? `The log is sound: ${events} events in ${streams} streams; chain, versions, facts and clock were checked.`
    : `The log is not sound: ${findings} ${findings === 1 ? 'finding' : 'findings'} in ${events} events of ${streams} streams.`,
  verifiedEmpty: 'The log is empty: it has no events of which anything could be checked.',
  verifiedWithoutChain: (events, streams) =>
    `The log is sound: ${events} events in ${streams} streams; versions, facts and clock were checked. The database keeps no chain to compare with: only a head that was kept elsewhere (--head) tells whether anything was altered.`,
  headFolded: (head) => `Head to keep elsewhere, folded from the events: ${head}`,
  headToPin: (head) => `Head to keep outside of the file: ${head}`,

  recovered: (revised, released) => `Finished what an earlier run had left half-done: ${count(revised, 'map or register', 'maps or registers')} revised, ${count(released, 'reservation', 'reservations')} released.`,
  wouldRecover: (revised, released) => `An earlier run left something half-done; with --commit it is finished first: ${count(revised, 'map or register', 'maps or registers')} to revise, ${count(released, 'reservation', 'reservations')} to release. What is shown here takes it as finished.`,
  logMade: (path, name, district) => `${path} is the log of ${name} (${district}).`,
  logSimulated: 'It is marked as simulated: real people cannot be recorded yet.',
  editionIssued: (edition, document, day, numbered) => `Rule book ${edition}, in force from ${day}: ${document}${numbered ? '' : ' (the case gives no number)'}.`,
  noRules: 'It has no rule book yet: issue one with "gridgov submit" before grids are laid out.',
  importNext: (path) => `Next: gridgov import ${shellWord(path)} divisions.csv`,
  initAgain: (path) => `${path} was set up like this before; nothing was written.`,

  divisionsImported: (towns, communities, day, log) => `Recorded ${count(towns, 'town', 'towns')} and ${count(communities, 'community', 'communities')} as of ${day} in ${log}; what was before is marked as unknown.`,
  gridsImported: (grids, communities, before, day, log) =>
    `Recorded ${count(grids, 'grid', 'grids')} of ${count(communities, 'community', 'communities')} as of ${day} in ${log}; what was before is marked as unknown.${before === 0 ? '' : ` ${count(before, 'community', 'communities')} of this file had been recorded before.`}`,
  documentMadeUp: (number) => `No document was given, so the facts name ${number}, made out of the file, as the one that decided them. To name the real one, import with --document, --issuer and --document-date.`,
  importedBefore: (path) => `${path} was imported before; nothing was written.`,

  wouldRecord: (facts, commands) => `${count(commands, 'command', 'commands')} would record ${count(facts, 'fact', 'facts')}. Nothing was written; run it again with --commit to record them.`,
  recorded: (facts, commands) => `${count(commands, 'command', 'commands')} recorded ${count(facts, 'fact', 'facts')}.`,
  batchRefused: (commands) => `Of ${count(commands, 'command', 'commands')} not all are accepted. Nothing was written.`,
  commandFailed: (place, commands, sentence) => `Command ${place} of ${commands}: ${sentence}`,
  outcomes: { recorded: 'accepted', alreadyDone: 'done before', nothingToDo: 'nothing to do', refused: 'refused', notTried: 'not tried' },
  foreseen: 'When the scheduled plans take effect:',
  countsAsOf: (day) => `Communities as of ${day}, before and after:`,

  plansExecuted: (plans, day) => `${count(plans, 'plan', 'plans')} due by ${day} executed.`,
  plansWouldExecute: (plans, day) => `${count(plans, 'plan', 'plans')} due by ${day} would be executed. Nothing was written; run it again with --commit.`,
  nothingDue: (day) => `No plan is due by ${day}.`,
  planRefused: (planId, sentence) => `Plan ${planId} stays due. ${sentence}`,

  rowsShown: (shown, rows) => `The first ${shown} of ${rows} rows; --format csv gives all of them, "gridgov export" writes them to a file.`,
  rowsFound: (rows) => `${count(rows, 'row', 'rows')}.`,
  partlyUnknownBefore: (day) => `Part of what was before ${day} is unknown (imported as of that day): where rows are missing, that does not mean that there was nothing.`,
  modelsMissing: (table, models) => `The table ${table} lacks the rows of ${count(models, 'unit', 'units')}, of which the projection can say nothing; "gridgov verify" tells more.`,
  filling: 'filling tables',
  writing: 'writing rows',
  exported: (rows, path) => `${path} has ${count(rows, 'row', 'rows')}.`,

  backedUp: (log, target) => `${target} is a copy of ${log}.`,
  backedUpEmpty: (log, target) => `${target} is a copy of ${log}, which has no events yet.`,
  restored: (copy, target) => `${target} is a log again, out of ${copy}; its chain was verified.`,
  restoredEmpty: (copy, target) => `${target} is a log again, out of ${copy}, which has no events.`,
  transferring: 'moving',
  transferred: (from, to, events, streams, written) =>
    `${to} is the log of ${from}: ${count(events, 'event', 'events')} in ${count(streams, 'stream', 'streams')}${written === events ? '' : `, ${written} of them written now`}. Read back, both ends have the same chain.`,
  transferredBefore: (from, to, events, streams) =>
    `${to} holds the log of ${from} already: ${count(events, 'event', 'events')} in ${count(streams, 'stream', 'streams')}, with the same chain. Nothing was written.`,
  outcomesCarried: (file, senders) => senders.length === 0
    ? `${file}: there was nothing to carry over of policies and processes.`
    : `${file} knows what was done: ${listEn(senders.map(({ kind, name, outcomes }) => `${kind} ${name} (${count(outcomes, 'outcome', 'outcomes')})`))}. Stop them on the old log before you start them on the new one.`,
  outcomesLeftBehind: (file) => `${file} was not carried over: without it, policies and processes do not know in the new log what they did. Run this again with --outcomes ${file}.`,
  headChecked: 'The pinned head was found in it.',
  headNotChecked: 'No head was given: only a head that was kept outside of the file tells whether events are missing at its end.',

  projectionPhases: { notBuilt: 'not built', caughtUp: 'caught up', behind: 'behind', ofAnotherLog: 'of another log' },
  projectionsAt: (head) => head === 'beginning' ? 'The log has no events yet.' : `The log ends at position ${head}.`,
  noModelsYet: (path) => `There are no read models yet (${path}); "gridgov projections LOG build" builds them.`,
  modelsBegunAnew: (path) => `${path} came from an older release and was begun anew: projections that this release does not ship are to be built again by the programs that have their code.`,
  keysBlocked: (keys) => keys === 0 ? 'No key is blocked.' : `${count(keys, 'key is', 'keys are')} blocked; all other keys go on. "resume" tries a key again, "skip" takes the fact out of its model.`,
  factsSkipped: (facts) => facts === 0 ? 'No fact is skipped.' : `${count(facts, 'fact is', 'facts are')} skipped. These decisions stand in the file of the models only: keep them elsewhere too (--format json).`,
  codeChecked: (projections, changed) => changed === 0
    ? `${count(projections, 'projection', 'projections')} checked: this release gives the saved models of the sample.`
    : `Of ${count(projections, 'projection', 'projections')} that were checked, ${changed} ${changed === 1 ? 'is' : 'are'} of other code than this release has.`,
  codeNotHere: (projections) => `Not checked, since this release does not ship their code: ${listEn(projections)}.`,
  projectionsBuilt: (projections) => `${count(projections, 'projection', 'projections')} brought up to the end of the log.`,
  answersNow: (projection, before) => `${projection} answers now${answersInPlaceOf(before)}.`,
  wouldAnswer: (projection, before) => `${projection} would answer${answersInPlaceOf(before)}. Nothing was changed; run it again with --commit.`,
  answersAlready: (projection) => `${projection} answers already.`,
  wouldRebuild: (projection) => `${projection} would be built anew beside its old models, and then take their place in one step. Nothing was changed; run it again with --commit.`,
  rebuilt: (projection) => `${projection} was built anew and has taken the place of its old models.`,
  skipsKept: (skips, forgotten) => `${count(skips, 'skipped fact', 'skipped facts')} of it: ${forgotten ? 'forgotten, so that they are shown again' : 'kept; --forget-skips shows them again'}.`,
  compared: ({ old, new: fresh, at, keys, same, differing, onlyOld, onlyNew, notCompared }) =>
    `${old} and ${fresh} at ${at === 'beginning' ? 'the beginning' : `position ${at}`}: of ${count(keys, 'key', 'keys')} ${same} alike, ${differing} different, ${onlyOld} only in ${old}, ${onlyNew} only in ${fresh}${notCompared === 0 ? '' : `, ${notCompared} not compared`}.`,
  moreKeysDiffer: (keys) => `${count(keys, 'more key differs', 'more keys differ')} and ${keys === 1 ? 'is' : 'are'} not listed.`,
  keyDiffers: { onlyOld: 'only in the old', onlyNew: 'only in the new', model: 'differs', notCompared: 'not compared' },
  untold: { blocked: 'blocked', stale: 'stale' },
  wouldDrop: (projection, { models, skips, active }) =>
    `${projection} would be forgotten: ${count(models, 'model', 'models')}${active ? ', and nothing would answer to its name' : ''}${skips === 0 ? '' : `; its ${count(skips, 'skip stays', 'skips stay')} recorded`}. Nothing was changed; run it again with --commit.`,
  dropped: (projection, { models, skips, active }) =>
    `${projection} was forgotten: ${count(models, 'model', 'models')}${active ? '; nothing answers to its name now' : ''}${skips === 0 ? '' : `; its ${count(skips, 'skip stays', 'skips stay')} recorded`}.`,
  wouldSkip: (projection, key, position, reason, actor) => `${projection} would leave the fact at position ${position} out of ${key}, by ${actor}: ${reason}. Nothing was changed; run it again with --commit.`,
  keyResumed: (projection, key) => `${key} of ${projection} has a model again.`,
  keyStillBlocked: (projection, key, position, error) => `${key} of ${projection} is blocked at position ${position}: ${error}.`,
  keySkips: (key, positions) => `${key} is answered without the ${positions.length === 1 ? 'fact at position' : 'facts at positions'} ${listEn(positions.map(String))}.`,
}

function answersInPlaceOf(before: number | undefined): string {
  return before === undefined ? '; none answered before' : ` in place of version ${before}, which is kept until it is dropped`
}

function count(number: number, one: string, several: string): string {
  return `${number} ${number === 1 ? one : several}`
}

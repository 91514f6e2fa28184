/** The sentences of answers in English. */

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

  standpoint: ({ asOf, position, recordedAt, projections }) => {
    const known = position === 'beginning' ? 'as known before the first event' : `as known at position ${position}${recordedAt === undefined ? '' : ` (recorded ${instantText(recordedAt)})`}`
    const by = projections === undefined ? '' : `, by ${projections.join(', ')}`
    return `As of ${asOf}, ${known}${by}.`
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

  verified: (events, streams, findings) => findings === 0
    ? `The log is sound: ${events} events in ${streams} streams; chain, versions, facts and clock were checked.`
    : `The log is not sound: ${findings} ${findings === 1 ? 'finding' : 'findings'} in ${events} events of ${streams} streams.`,
  headToPin: (head) => `Head to keep outside of the file: ${head}`,

  recovered: (revised, released) => `Finished what an earlier run had left half-done: ${count(revised, 'map or register', 'maps or registers')} revised, ${count(released, 'reservation', 'reservations')} released.`,
  logMade: (path, name, district) => `${path} is the log of ${name} (${district}).`,
  logSimulated: 'It is marked as simulated: real people cannot be recorded yet.',
  editionIssued: (edition, document, day, numbered) => `Rule book ${edition}, in force from ${day}: ${document}${numbered ? '' : ' (the case gives no number)'}.`,
  noRules: 'It has no rule book yet: issue one with "gridgov submit" before grids are laid out.',
  importNext: (path) => `Next: gridgov import ${path} divisions.csv`,
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

  backedUp: (log, target) => `${target} is a copy of ${log}.`,
  backedUpEmpty: (log, target) => `${target} is a copy of ${log}, which has no events yet.`,
  restored: (copy, target) => `${target} is a log again, out of ${copy}; its chain was verified.`,
  restoredEmpty: (copy, target) => `${target} is a log again, out of ${copy}, which has no events.`,
  headChecked: 'The pinned head was found in it.',
  headNotChecked: 'No head was given: only a head that was kept outside of the file tells whether events are missing at its end.',
}

function count(number: number, one: string, several: string): string {
  return `${number} ${number === 1 ? one : several}`
}

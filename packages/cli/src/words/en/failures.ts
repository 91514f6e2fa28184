/** What stopped a command, in English: what, where, why, and what to do. */

import { shellWord } from '../../output/shell-word.ts'
import type { After } from '@grid-governance/event-sourcing'
import type { StoreUnavailable } from '@grid-governance/event-store'
import type { Finding } from '../../audit/finding.ts'
import type { CopyNotWritten, FileUnusable, LogDamaged, ModelsUnavailable, PinnedHead, TransferRefused } from '../../failure.ts'
import type { CellKind, InputProblem } from '../../input/input-problem.ts'
import { headersOf } from '../../input/headers.ts'
import { instantText } from '../../output/instant.ts'
import { visibleLine } from '../../output/visible.ts'
import { isAddress } from '../../store-address.ts'
import { databaseInWords } from '../databases.ts'
import type { FailureWords, InputProblemWords, UsageWords } from '../words.ts'
import { databasesEn, outcomeUnknownEn } from './databases.ts'
import { findingsEn } from './findings.ts'
import { listEn } from './parts.ts'
import { rejectionsEn } from './rejections.ts'
import { sentencesEn } from './sentences.ts'
import type { GovernanceRejection } from '@grid-governance/domain'

export const failuresEn: FailureWords = {
  Rejected: ({ stream, rejection }) => `The rules refuse this for ${stream}: ${ruleText(rejection)}. It was not recorded.`,
  NotAuthorised: ({ actor, command, reason }) => `${actor.ref} (${actor.role}) may not ask for ${command}: ${reason}. It was not recorded.`,
  ReservedCommand: ({ command }) => `${command} follows from plans and is sent by gridgov itself; leave it out. It was not recorded.`,
  LogNotOpen: ({ districtId }) => `The log was never opened for district ${districtId}; check districtId, or open it with "gridgov init". It was not recorded.`,
  DocumentInFuture: ({ documentNumber, date, today }) => `The document ${documentNumber} of ${date} cannot be named on ${today}, before that day has come; correct the date of the document or the clock. It was not recorded.`,
  DecidedInFuture: ({ decidedOn, today }) => `A decision of ${decidedOn} cannot be recorded on ${today}, before that day has come; correct decidedOn or the clock. It was not recorded.`,
  CommandIdReused: ({ commandId, stream, recordedAtVersion }) =>
    `The command id ${commandId} was used before for something else (${stream}, version ${recordedAtVersion}); give this command an id of its own. It was not recorded.`,
  StaleExpectation: ({ stream, expected, actual }) =>
    `The command expects ${stream} at version ${expected}, but it is at version ${actual}; look at what is new and send it again. It was not recorded.`,
  TooManyConflicts: ({ stream, attempts }) => `Others wrote to ${stream} each of ${attempts} times before this command could; run it again. It was not recorded.`,
  WrongExpectedVersion: ({ stream, expected, actual }) => `${stream} was expected at ${expected} and is at version ${actual}; run the command again. It was not recorded.`,
  InvalidAppend: ({ stream, problems }) => `The facts for ${stream} cannot be stored: ${problems.join('; ')}. They were not recorded.`,
  InvalidRead: ({ problems }) => `The log cannot be read like this: ${problems.join('; ')}.`,
  MalformedCommand: ({ type, problems }) => `The command ${type} is malformed: ${problems.join('; ')}. It was not recorded.`,
  StoreUnavailable: (failure) => databaseInWords(databasesEn, outcomeUnknownEn, failure) ?? unavailable[failure.reason](failure),
  ClockBehindLog: ({ clock, log }) =>
    `The clock of this machine (${instantText(clock)}) is behind the newest event of the log (${instantText(log)}); set the clock right and run the command again. It was not recorded.`,
  UndecodableEvent: ({ stream, streamVersion, globalPosition, fact }) =>
    `The event at position ${globalPosition} (${stream}, version ${streamVersion}, ${fact.type}@${fact.schemaVersion}) cannot be understood: ${fact.problems.join('; ')}. Run "gridgov verify"; it may have been altered, or come from a newer release.`,
  UsageWrong: ({ mistake }) => `${(usageEn[mistake.kind] as (one: typeof mistake) => string)(mistake)} See "gridgov help".`,
  PlaceBeyondLog: ({ asked, head }) => `Position ${asked} lies beyond the end of the log, ${head === 'beginning' ? 'which has no events' : `which is at position ${head}`}; ask for one up to there.`,
  FileUnusable: (failure) => `${unusable[failure.reason](failure)} Nothing was written.`,
  CopyNotWritten: (failure) => `${unwritten[failure.reason](failure)} Nothing was written.`,
  InputRefused: ({ path, problems }) => problems.length === 1 && problems[0] !== undefined
    ? `${path}${placeOf(problemText(problems[0]))}. Nothing was written.`
    : [`${path} has ${problems.length} mistakes; nothing was written:`, ...problems.map((problem) => `  ${problemText(problem)}`)].join('\n'),
  LogNotSetUp: ({ path }) => `${path} has no district yet: it was never set up, or not to the end. Run "gridgov init ${shellWord(path)} --district CODE --name NAME".`,
  LogAlreadySetUp: ({ path, districtId }) => `${path} is the log of district ${districtId} already, set up otherwise than you ask for; name another ${isAddress(path) ? 'database' : 'file'}. Nothing was written.`,
  KeyBlocked: ({ projection, key, blocked }) =>
    `Nothing can be said of this: the projection ${projection} fails at the fact at position ${blocked.position} (${blocked.error}), so that its model ${key} is unknown. Report this; "gridgov history" still lists the facts.`,
  UnknownUnit: ({ id }) => `The log, as far as it was known then, has no ${id}; "gridgov tree --level grid" lists the units, "gridgov plans" the plans.`,
  NotAQuery: ({ found, statement }) => ({
    nothing: 'There is no query: write one SELECT in quotation marks.',
    several: 'These are several statements: ask one SELECT at a time.',
    other: `${statement} is no query: only one SELECT can be asked, and nothing can be changed. Nothing was written.`,
  })[found],
  SqlRefused: ({ message, at }) => `The query cannot be answered${at === undefined ? '' : ` (line ${at.line}, column ${at.column})`}: ${/[.!?]$/.test(message) ? message : `${message}.`} "gridgov sql LOG --tables" lists tables and columns.`,
  OutsideRefused: ({ message }) => `The query reaches for what lies outside of the tables, which it may not: ${message}.`,
  OutOfMemory: ({ memoryMiB }) => `The query needs more than ${memoryMiB} MiB of memory; ask for fewer rows or columns at once.`,
  TooManyRows: ({ atMost }) => `The answer has more than ${atMost} rows; add a LIMIT, or write it to a file with "gridgov export --sql".`,
  RowDoesNotFit: ({ table, column, key, found }) => `This is a fault of gridgov itself: in the table ${table} a row of ${key} has ${found} as ${column}, which does not fit. Nothing was written.`,
  TargetExists: ({ path }) => `The file ${path} is there already; name a new one, or write over it with --force. Nothing was written.`,
  UnknownTable: ({ table, tables }) => `There is no table ${table}; there are ${listEn(tables)}.`,
  AnalyticsMissing: () => 'This command needs the package @grid-governance/analytics, which is not installed here, or not for this machine: install it beside gridgov with "npm install @grid-governance/analytics".',
  HeadDiffers: ({ path, pinned, found }) =>
    `${path} does not hold the pinned head ${headText(pinned)}: ${found === undefined ? 'it has no event there' : `it has ${headText(found)}`}. It is another log, or was altered or cut; use another copy. Nothing was written.`,
  TransferRefused: ({ from, to, why }) => transferRefused[why.tag]({ from, to, why: why as never }),
  CarryRefused: ({ outcomes, to, file, runner, why }) => ({
    notInLog: `${runner} in ${outcomes} has come further than ${to} goes, or belongs to another log: stop what writes to the old log, move it again to a new place, and carry over then. Of ${runner} nothing was carried over.`,
    goneOn: `${file} knows something else of ${runner} already, which is not written over; name another file with --outcomes-to.`,
  })[why],
  LogDamaged: ({ path, use, first, findings }) =>
    `${path} is not sound: ${placedFinding(first)}${findings > 1 ? ` (${findings} findings in all)` : ''}. ${damaged[use]}. "gridgov verify ${shellWord(path)}" lists all findings.`,
  ModelsUnavailable: (failure) => modelsUnavailable[failure.reason](failure),
  DatabaseNotCopied: ({ path, use }) => ({
    backedUp: `${path} is a database: it is backed up by its own means, and "gridgov transfer" makes a file of its log. Nothing was written.`,
    restored: `${path} is a database: it is restored by its own means, and "gridgov transfer" moves the log of a file into an empty one. Nothing was written.`,
  })[use],
  CheckpointNotInLog: ({ runner, checkpoint, found }) =>
    `${runner} was built up to the event ${checkpoint.eventId} at position ${checkpoint.position}, but the log ${found === undefined ? 'ends before that' : `has ${found} there`}: it is another log, or was cut. Put the right log back, name other models with --models, or drop ${runner} and build it again.`,
  CodeChanged: ({ projection, key, path, saved, folded, differing, compared }) =>
    `This release gives other models of ${projection} than those that were saved (${differing} of ${compared} in the sample; ${key} at "${path}": ${valueText(saved)} saved, ${valueText(folded)} now), though its version is the same: raise the version and build it beside, or build this one anew with "rebuild".`,
  ClaimHeld: ({ runner, heldUntil }) => `${runner} is being run by another process (it holds it until ${instantText(heldUntil)}); stop that one first, or take over with --anyway. Nothing was changed.`,
  FencedOff: ({ runner }) => `${runner} was taken over by another process meanwhile; run the command again.`,
  NoSuchVersion: ({ projection }) => `There are no models of ${projection}; "gridgov projections LOG" lists what there is.`,
  VersionNotReady: ({ projection, checkpoint, caughtUpTo, stale, blocked }) =>
    `${projection} is not ready to answer: it has come to ${placeText(checkpoint)}, there are facts for it up to ${placeText(caughtUpTo)} at least, ${stale} of its models are stale and ${blocked} blocked. Build it, mend what is blocked, or switch to it with --anyway. Nothing was changed.`,
  VersionAnswers: ({ projection }) => `${projection} answers to its name; switch to another version first, or drop it with --anyway. Nothing was changed.`,
  CannotAlign: ({ ahead, aheadAt, behind, behindAt }) =>
    `${ahead} has come to ${placeText(aheadAt)} and ${behind} to ${placeText(behindAt)}, and this release does not ship the code of ${ahead} to take it back to there; bring ${behind} up first with the release that ships it.`,
  NoSuchKey: ({ projection, key }) => `${projection} has no model of "${key}"; "--blocked" lists the keys that are blocked. Nothing was changed.`,
  NoFactOfKey: ({ projection, key, position }) => `The event at position ${position} does not touch "${key}" in ${projection}, or is not skipped; look with "--blocked" or "--skipped". Nothing was changed.`,
}

const transferRefused: { readonly [Tag in TransferRefused['why']['tag']]: (refused: { readonly from: string, readonly to: string, readonly why: Extract<TransferRefused['why'], { readonly tag: Tag }> }) => string } = {
  TargetDiffers: ({ from, to, why: { place, expected, found } }) =>
    `${to} holds ${found.stream}, version ${found.streamVersion} (${found.eventId}) as event ${place + 1}, where ${from} has ${expected === undefined ? 'no event' : expected.eventId === found.eventId ? 'it otherwise' : `${expected.stream}, version ${expected.streamVersion} (${expected.eventId})`}. Either the log was altered since the transfer began, or something else was written there; name a new target, or delete what was begun. Nothing was written over.`,
  SourceUnsound: ({ from, why: { problem, place } }) => `${from} cannot be moved: ${({
    foreign: `event ${place + 1} was not written by a store of grid-governance, so that nobody knows its bytes`,
    clockBack: `the time of event ${place + 1} lies before that of the event before it`,
    otherChain: 'its events are not what its own chain says',
    cutShort: `reading it ended at event ${place}, before its end`,
  })[problem]}. ${problem === 'cutShort' ? 'Run the command again' : `"gridgov verify ${shellWord(from)}" says more`}. The target is not finished.`,
  CopyDiffers: ({ from, to, why }) =>
    `What was read back from ${to} (${why.target.count} events, ${why.target.link}) is not ${from} (${why.source.count} events, ${why.source.link}): somebody else wrote there, or it does not keep what it is given. It was not finished; name a new target.`,
  TargetSealed: ({ from, to, why }) =>
    `${to} is a whole log already, with ${why.target.count} events (${why.target.link}), and not that of ${from}, which has ${why.source.count} (${why.source.link}); name a new target. Nothing was written.`,
}

function placeText(place: After): string {
  return place === 'beginning' ? 'the beginning' : `position ${place}`
}

const modelsUnavailable: { readonly [Reason in StoreUnavailable['reason']]: (failure: ModelsUnavailable) => string } = {
  missing: ({ where, log }) => `There are no read models ${where}; build them with "gridgov projections ${shellWord(log)} build".`,
  locked: ({ where }) => `The read models ${where} are locked: another process is writing to them; run the command again. Nothing was changed.`,
  unreadable: ({ where, detail }) => `The read models ${where} cannot be read (${detail}); ask for the right to read them, or name another file with --models.`,
  readOnly: ({ where, detail }) => `The read models ${where} cannot be written (${detail}); ask for the right to write them, or name another file with --models. Nothing was changed.`,
  full: ({ where }) => `The disk of ${where} is full; make room and run the same command again: it goes on where it was.`,
  corrupt: ({ where, detail, log }) => `The read models ${where} are damaged (${detail}); delete the file, and "gridgov projections ${shellWord(log)} build" makes them again from the log.`,
  foreign: ({ where, detail }) => `${where} holds no read models (${detail}); name another file with --models. It was not touched.`,
  newerFormat: ({ where, detail }) => `The read models ${where} come from a newer release (${detail}); use that release, or name another file with --models. They were not touched.`,
  olderFormat: ({ where, detail, log }) => `The read models ${where} come from an older release (${detail}); "gridgov projections ${shellWord(log)} build" begins the file anew and builds them again. They were not touched.`,
  unsupported: ({ where, detail }) => `The read models ${where} cannot be used here (${detail}); use the Node that the README names.`,
  closed: ({ where }) => `The read models ${where} were closed meanwhile; run the command again.`,
  unfinished: ({ where, detail }) => `The read models ${where} cannot be used (${detail}); build others.`,
  unreachable: ({ where, detail }) => `The read models ${where} cannot be reached (${detail}); try again later.`,
  io: ({ where, detail }) => `The disk of ${where} failed (${detail}); check the disk, then run the same command again.`,
}

function valueText(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}

export const usageEn: UsageWords = {
  unknownCommand: ({ name }) => `There is no command "${name}".`,
  unknownOption: ({ name }) => `There is no option ${name} here.`,
  missingArgument: ({ name }) => `The argument <${name}> is missing.`,
  missingValue: ({ name }) => `The option ${name} needs a value.`,
  modelsOfDatabase: () => 'There is no file beside a database in which its read models could lie; name one with --models.',
  ontoItself: () => 'The log to move and the target are the same; name another target.',
  missingOption: ({ name }) => `The option ${name} must be given.`,
  tooManyArguments: () => 'There are more arguments than the command takes.',
  noCommand: () => 'Which command?',
  notADay: ({ option, value }) => `${option} is "${value}", which is no day; write one as 2018-07-01.`,
  notAPlace: ({ option, value }) => `${option} is "${value}", which is neither a position nor an instant; write 811, 2018-07-01 or 2018-07-01T09:00:00+08:00.`,
  notAPosition: ({ option, value }) => `${option} is "${value}", which is no position; write one as 811.`,
  notAProjection: ({ option, value }) => `${option} is "${value}", which is no projection; write name or name@version.`,
  notShipped: ({ asked, shipped }) => `This release ships no code of ${asked}; it ships ${listEn(shipped)}.`,
  notAHead: ({ option, value }) => `${option} is "${value}", which is no head; write it as "gridgov backup" printed it: position, colon, 64 hexadecimal digits.`,
  notAnId: ({ option, value }) => `${option} is "${value}", which is no id.`,
  notAnAddress: ({ value, problem, found }) => `${value} is no address of a database: ${({
    scheme: `it begins with ${found}://, and must begin with esdb:// or esdb+discover://`,
    credentials: 'before the @ there must be user:password, in which : @ / and % are written as %3A %40 %2F and %25',
    host: found === '' ? 'a host is missing' : `"${found}" is no host`,
    port: `"${found}" is no port; write one from 1 to 65535`,
    parameter: found === '' ? 'a parameter is empty; write ?name=value, and & between them' : `there is no parameter "${found}"`,
    value: `"${found}" has no value that the parameter takes`,
  })[problem]}. Write one as esdb://host:2113 or esdb+discover://cluster:2113?tls=true.`,
  notADistrict: ({ option, value }) => `${option} is "${value}", which is no district; write its six digits.`,
  notAName: ({ option, value }) => `${option} is "${value}", which is no name; write 1 to 100 characters.`,
  notOneOf: ({ option, value, words }) => `${option} is "${value}"; it must be one of ${words.join(', ')}.`,
  whichDistrict: ({ districts }) => `The log holds several districts (${listEn(districts)}); say which one with --district.`,
  otherDistrict: ({ asked, districts }) => `The log holds no district ${asked}, but ${listEn(districts)}.`,
  notTogether: ({ options }) => `${listEn(options)} cannot be given together: each of them names the day.`,
  chooseOne: ({ options }) => `Give exactly one of ${options.join(', ')}.`,
  dayToCome: ({ option, value, today }) => `${option} is ${value}, and today is ${today}: plans are executed when their day has come; without --commit it is shown what would happen.`,
  daysReversed: ({ from, to }) => `The days are reversed: ${from} lies after ${to}.`,
}

export const inputProblemsEn: InputProblemWords = {
  empty: () => 'it holds no rows',
  notText: ({ encodings }) => `it is not text in the expected encoding: save it as UTF-8${encodings ? ', or say --encoding gb18030' : ''}`,
  unknownHeader: ({ found, language }) =>
    `line 1: the header is ${found.join(',')}; it must be ${headersOf(language === 'zh' ? 'zh' : 'en').join(' or ')}${language === 'auto' ? ', or the same in Chinese' : `, as --header ${language} asks`} (see "gridgov help import")`,
  malformedLine: ({ line, fault, detail }) => `line ${line}: ${({
    quoteInCell: 'a quotation mark stands within an unquoted cell: put the cell in quotation marks, and write two for one within it',
    textAfterQuote: 'text follows a closing quotation mark: write two quotation marks for one within a cell',
    quoteNotClosed: 'a quotation mark is opened and never closed',
    other: detail,
  })[fault]}`,
  cellCount: ({ line, expected, found }) => `line ${line}: it has ${found} ${found === 1 ? 'cell' : 'cells'}, and the header has ${expected}`,
  wrongCell: ({ line, column, value, expected }) => `line ${line}: ${column} is "${value}", and must be ${cells[expected]}`,
  codeElsewhere: ({ line, column, value, belongsUnder }) => `line ${line}: ${column} is ${value}, which does not lie under ${belongsUnder}`,
  unknownCommunity: ({ line, column, value }) => `line ${line}: ${column} is ${value}, and the register has no such community on that day`,
  otherTownName: ({ line, column, value, name }) => `line ${line}: ${column} is ${value}, and the street of that code is registered as ${name}; a new name is given with RenameTown`,
  alreadyRegistered: ({ line, column, value, name }) => `line ${line}: ${column} is ${value}, which is registered already as ${name}`,
  duplicate: ({ line, column, value, firstLine }) => `line ${line}: ${column} is ${value}, as on line ${firstLine} already`,
  twoNames: ({ line, column, value, name, firstLine, firstName }) => `line ${line}: ${column} ${value} is called ${name}, but ${firstName} on line ${firstLine}`,
  refusedByRules: ({ line, unit, rejection }) => `line ${line}: the rules refuse ${unit}: ${ruleText(rejection)}`,
  notJson: ({ line, column }) => `line ${line}, column ${column}: it is not JSON from here on`,
  sameKey: ({ line, column, key }) => `line ${line}, column ${column}: the key "${key}" stands in this object already`,
  tooDeep: ({ line, column, most }) => `line ${line}, column ${column}: it is nested deeper than ${most} levels`,
  notCommands: () => 'it holds no commands',
  malformedCommand: ({ place, type, problems }) => `command ${place} (${type}): ${problems.join('; ')}`,
  sameCommandId: ({ place, commandId, firstPlace }) => `command ${place}: its id ${commandId} is that of command ${firstPlace} already`,
}

const cells: Readonly<Record<CellKind, string>> = {
  communityCode: '12 digits', townCode: '9 digits', gridCode: '15 digits', buildingNumber: '5 digits from 00001', count: 'a whole number from 0 to a billion', name: '1 to 100 characters on one line, none of them a control character',
}

const unavailable: { readonly [Reason in StoreUnavailable['reason']]: (failure: StoreUnavailable) => string } = {
  missing: ({ where }) => `There is no log ${where}; check the path, or make one with "gridgov init".`,
  locked: ({ where }) => `The log ${where} is locked: another process is writing to it; wait until it has finished and run the command again. Nothing was written.`,
  unreadable: ({ where, detail }) => `The log ${where} cannot be read (${detail}); ask for the right to read it.`,
  readOnly: ({ where, detail }) => `The log ${where} cannot be written (${detail}); ask for the right to write it, or only read from it. Nothing was written.`,
  full: ({ where }) => `The disk of ${where} is full; make room and run the same command again: what was recorded is not recorded twice.`,
  corrupt: ({ where, detail }) => `The log ${where} is damaged (${detail}) so far that it cannot be verified; restore a sound backup with "gridgov restore".`,
  foreign: ({ where, detail }) => `${where} is not a log (${detail}); name another file. It was not touched.`,
  newerFormat: ({ where, detail }) => `${where} comes from a newer release (${detail}); use that release. It was not touched.`,
  olderFormat: ({ where, detail }) => `${where} comes from an older release (${detail}) and cannot be used by this one. It was not touched.`,
  unsupported: ({ where, detail }) => `The log ${where} cannot be used here (${detail}); use the Node that the README names.`,
  closed: ({ where }) => `The log ${where} was closed meanwhile; run the command again.`,
  unfinished: ({ where, detail }) => `${where} is no log yet (${detail}); run "gridgov transfer" again: it goes on where it was. Nothing was written.`,
  unreachable: ({ where, detail }) => `The log ${where} cannot be reached (${detail}); try again later.`,
  io: ({ where, detail }) => `The disk of ${where} failed (${detail}); check the disk, then run the same command again: what was recorded is not recorded twice.`,
}

const unusable: { readonly [Reason in FileUnusable['reason']]: (failure: FileUnusable) => string } = {
  missing: ({ path }) => `There is no file ${path}; check the path.`,
  noFolder: ({ path, detail }) => `There is no folder ${detail} for ${path}; make it, or name another place.`,
  isDirectory: ({ path }) => `${path} is a directory; name a file.`,
  notAllowed: ({ path, detail }) => `The file ${path} cannot be used (${detail}); ask for the right to it.`,
  exists: ({ path }) => `The file ${path} is there already and is never written over; name a new one.`,
  full: ({ path }) => `The disk of ${path} is full; make room and run the command again.`,
  other: ({ path, detail }) => `The file ${path} cannot be used (${detail}).`,
}

const unwritten: { readonly [Reason in CopyNotWritten['reason']]: (failure: CopyNotWritten) => string } = {
  full: ({ path }) => `The disk of ${path}, where the copy was to be, is full; make room, or name another place.`,
  notAllowed: ({ path, detail }) => `The copy ${path} cannot be written (${detail}); ask for the right to write there, or name another place.`,
  other: ({ path, detail }) => `The copy ${path} cannot be written (${detail}); name another place.`,
}

const damaged: { readonly [Use in LogDamaged['use']]: string } = {
  read: 'Restore a backup with "gridgov restore"',
  backedUp: 'It was not backed up; restore an earlier backup with "gridgov restore"',
  restored: 'No log was made of it; use another backup',
  transferred: 'The transfer was not finished; delete the file and run the command again',
}

function placedFinding(finding: Finding): string {
  const clause = (findingsEn[finding.tag] as (one: Finding) => string)(finding)
  if (!('position' in finding && 'stream' in finding)) return clause
  return `at position ${finding.position} (${finding.stream ?? 'a stream without a name'}${'streamVersion' in finding ? `, version ${finding.streamVersion}` : ''}) ${clause}`
}

/** A problem with a place follows the file's name, one without is told of the whole file. */
function placeOf(problem: string): string {
  return /^(line|command) \d/.test(problem) ? `, ${problem}` : `: ${problem}`
}

function problemText(problem: InputProblem): string {
  return visibleLine((inputProblemsEn[problem.problem] as (one: InputProblem) => string)(problem))
}

function ruleText(rejection: GovernanceRejection): string {
  return sentencesEn.byRule(rejection.rule, (rejectionsEn[rejection.type] as (one: GovernanceRejection) => string)(rejection))
}

function headText({ position, link }: PinnedHead): string {
  return `${position}:${link}`
}

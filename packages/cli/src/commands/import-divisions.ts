/** The import of towns and communities: one decision and one append, all or nothing. */

import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { CommandRequest } from '@grid-governance/application'
import type { Name } from '@grid-governance/domain'
import type { Divisions as KnownDivisions } from '@grid-governance/projections-grids'
import type { Failure } from '../failure.ts'
import { rowsBy } from '../input/csv-rows.ts'
import { divisionColumns, divisionsIn, type Divisions } from '../input/divisions-csv.ts'
import { byLine, type InputProblem } from '../input/input-problem.ts'
import { done, type Outcome, type WritingDesk } from '../outcome.ts'
import { sentencesOnly } from '../output/answer.ts'
import { documentNotes, envelopeFor, type ImportFile } from './import-file.ts'
import { rehearsing, type OpenedLog } from './open-log.ts'
import { registeredDivisions } from './registered-divisions.ts'
import { submitAll, type Submitted } from './submit-all.ts'

export const importDivisions = (file: ImportFile, log: OpenedLog, desk: WritingDesk): TE.TaskEither<Failure, Outcome> => pipe(
  TE.fromEither(divisionsIn(file.content, file.district)),
  TE.mapLeft((problems): Failure => refused(file, problems)),
  TE.bindTo('read'),
  TE.bindW('known', () => registeredDivisions(log.store, file.district)),
  TE.flatMap(({ read, known }) => known.name === null
    ? TE.left<Failure>({ tag: 'LogNotSetUp', path: file.log })
    : record(file, read, known, known.name, log, desk)),
)

function record(file: ImportFile, read: Divisions, known: KnownDivisions, name: Name, log: OpenedLog, desk: WritingDesk): TE.TaskEither<Failure, Outcome> {
  const request = requestOf(file, read, name)
  return pipe(
    rehearsing(log.store, desk, ({ door }) => submitAll(door, [request])),
    TE.mapLeft((failure) => problemsInstead(failure, file, known)),
    TE.flatMap(() => submitAll(log.door, [request])),
    TE.map(([submitted]) => done(sentencesOnly(...wordsFor(file, read, submitted, desk)), log.mended)),
  )
}

function requestOf(file: ImportFile, { towns, communities }: Divisions, name: Name): CommandRequest {
  const { district, effectiveOn, kind } = file
  return {
    ...envelopeFor(file, 'divisions'),
    command: { type: 'RegisterDivisions', data: { districtId: district, name, kind, effectiveOn, towns, communities, earlierHistory: 'unknown' } },
  }
}

/** The rules name one fault; what the register knows already is told for every line. */
function problemsInstead(failure: Failure, file: ImportFile, known: KnownDivisions): Failure {
  if (failure.tag !== 'Rejected') return failure
  const problems = rowsBy(divisionColumns, file.content).flatMap((row): ReadonlyArray<InputProblem> => {
    const community = Object.values(known.communities).find((one) => one.code === row.cells.communityCode)
    return community === undefined ? [] : [{ problem: 'alreadyRegistered', line: row.line, column: row.named.communityCode, value: row.cells.communityCode, name: community.name }]
  })
  return problems.length === 0 ? failure : refused(file, problems)
}

function wordsFor(file: ImportFile, { towns, communities }: Divisions, submitted: Submitted | undefined, desk: WritingDesk): ReadonlyArray<string> {
  const { sentences } = desk.words
  return submitted?.receipt.outcome === 'recorded'
    ? [sentences.divisionsImported(towns.length, communities.length, file.effectiveOn, file.log), ...documentNotes(file, desk)]
    : [sentences.importedBefore(file.path)]
}

function refused({ path }: ImportFile, problems: ReadonlyArray<InputProblem>): Failure {
  return { tag: 'InputRefused', path, problems: [...problems].sort(byLine) }
}

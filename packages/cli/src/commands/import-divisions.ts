/** The import of towns and communities: one decision and one append, all or nothing. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { CommandRequest } from '@grid-governance/application'
import type { Name, TownId } from '@grid-governance/domain'
import type { Divisions as KnownDivisions } from '@grid-governance/projections-grids'
import type { Failure } from '../failure.ts'
import { rowsBy } from '../input/csv-rows.ts'
import { divisionColumns, divisionsIn, otherTownNames, type Divisions, type KnownTown } from '../input/divisions-csv.ts'
import { byLine, type InputProblem } from '../input/input-problem.ts'
import { done, type Outcome, type WritingDesk } from '../outcome.ts'
import { sentencesOnly } from '../output/answer.ts'
import { documentNotes, envelopeFor, type ImportFile } from './import-file.ts'
import { rehearsing, type OpenedLog } from './open-log.ts'
import { registeredDivisions } from './registered-divisions.ts'
import { submitAll } from './submit-all.ts'

export const importDivisions = (file: ImportFile, log: OpenedLog, desk: WritingDesk): TE.TaskEither<Failure, Outcome> => pipe(
  registeredDivisions(log.store, file.district),
  TE.mapLeft((failure): Failure => failure),
  TE.bindTo('known'),
  TE.bind('read', ({ known }) => TE.fromEither(pipe(
    divisionsIn(file.content, file.district, (code) => townWith(known, code)),
    E.mapLeft((problems): Failure => refused(file, problems)),
  ))),
  TE.flatMap(({ read, known }) => known.name === null
    ? TE.left<Failure>({ tag: 'LogNotSetUp', path: file.log })
    : record(file, read, known, known.name, log, desk)),
)

/** The town that has a code now. */
function townWith({ towns }: KnownDivisions, code: string): KnownTown | undefined {
  const found = Object.entries(towns).find(([, town]) => town.code === code && town.ended === null)
  return found === undefined ? undefined : { townId: found[0] as TownId, name: found[1].name }
}

function record(file: ImportFile, read: Divisions, known: KnownDivisions, name: Name, log: OpenedLog, desk: WritingDesk): TE.TaskEither<Failure, Outcome> {
  const request = requestOf(file, read, name)
  const before = done(sentencesOnly(desk.words.sentences.importedBefore(file.path)), log.mended)
  const otherNames = otherTownNames(file.content, (code) => townWith(known, code))
  return pipe(
    rehearsing(log.store, desk, ({ door }) => submitAll(door, [request])),
    TE.mapLeft((failure) => problemsInstead(failure, file, known)),
    TE.flatMap(([tried]) => {
      if (tried?.receipt.outcome !== 'recorded') return TE.right(before)
      if (otherNames.length > 0) return TE.left(refused(file, otherNames))
      return pipe(submitAll(log.door, [request]), TE.map(() => done(sentencesOnly(...wordsFor(file, read, desk)), log.mended)))
    }),
    // The id comes of the file and the day: what it was used for is this import, whatever the register has learnt since.
    TE.orElse((failure) => failure.tag === 'CommandIdReused' ? TE.right(before) : TE.left(failure)),
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

function wordsFor(file: ImportFile, { towns, communities }: Divisions, desk: WritingDesk): ReadonlyArray<string> {
  return [desk.words.sentences.divisionsImported(towns.length, communities.length, file.effectiveOn, file.log), ...documentNotes(file, desk)]
}

function refused({ path }: ImportFile, problems: ReadonlyArray<InputProblem>): Failure {
  return { tag: 'InputRefused', path, problems: [...problems].sort(byLine) }
}

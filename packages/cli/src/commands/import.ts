/** `gridgov import`: towns and communities, or grids and buildings, from CSV. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { DistrictId } from '@grid-governance/domain'
import { type Actor, type CalendarDate } from '@grid-governance/event-sourcing'
import { dayArgument, districtArgument, perhaps, wordArgument } from '../arguments.ts'
import { districtMeant } from '../audit/districts.ts'
import type { Failure } from '../failure.ts'
import { readCsv, type CsvContent, type HeaderLanguage } from '../input/csv-rows.ts'
import { divisionColumns } from '../input/divisions-csv.ts'
import { encodings, textOf, type Encoding } from '../input/file-text.ts'
import { gridColumns } from '../input/grids-csv.ts'
import type { InputProblem } from '../input/input-problem.ts'
import { argumentOf, optionOf, type Given, type Outcome, type WritingCommand, type WritingDesk } from '../outcome.ts'
import { readActor } from './actor.ts'
import { importDivisions } from './import-divisions.ts'
import { importGrids } from './import-grids.ts'
import { fileDigest, type ImportFile } from './import-file.ts'
import { onLog } from './open-log.ts'

interface ImportRequest {
  readonly log: string
  readonly path: string
  readonly header: HeaderLanguage | 'auto'
  readonly encoding: Encoding
  readonly effectiveOn: CalendarDate | undefined
  readonly district: DistrictId | undefined
  readonly document: { readonly number: string | undefined, readonly issuer: string | undefined, readonly date: CalendarDate | undefined }
  readonly actor: Actor
}

/** The kinds of files, by their headers. */
const kinds = { divisions: divisionColumns, grids: gridColumns } as const

export const importFile: WritingCommand<ImportRequest> = {
  read: (given) => pipe(
    E.Do,
    E.bind('header', () => wordArgument('--header', ['zh', 'en', 'auto'], optionOf(given, 'header') ?? 'auto')),
    E.bind('encoding', () => wordArgument('--encoding', encodings, optionOf(given, 'encoding') ?? 'utf-8')),
    E.bind('effectiveOn', () => perhaps(dayArgument, '--as-of', optionOf(given, 'asOf'))),
    E.bind('district', () => perhaps(districtArgument, '--district', optionOf(given, 'district'))),
    E.bind('date', () => perhaps(dayArgument, '--document-date', optionOf(given, 'documentDate'))),
    E.map(({ date, ...read }) => ({ ...read, ...pathsOf(given), document: { number: optionOf(given, 'document'), issuer: optionOf(given, 'issuer'), date }, actor: readActor(given) })),
  ),

  // The file is read, and refused if need be, before the log is opened.
  run: (request, desk) => pipe(
    desk.files.read(request.path),
    TE.mapLeft((failure): Failure => failure),
    TE.flatMapEither((bytes) => pipe(
      textOf(bytes, request.encoding),
      E.flatMap((text) => contentOf(text, request.header)),
      E.bimap((problem): Failure => ({ tag: 'InputRefused', path: request.path, problems: [problem] }), (content) => ({ content, digest: fileDigest(bytes) })),
    )),
    TE.flatMap(({ content, digest }) => onLog(request.log, desk, (log) => pipe(
      districtMeant({ reader: log.store, path: request.log }, request.district),
      TE.mapLeft((failure): Failure => failure),
      TE.flatMap((district) => importContent(fileOf(request, content, digest, district, desk), log, desk)),
    ))),
  ),
}

function importContent(file: ImportFile, log: Parameters<typeof importDivisions>[1], desk: WritingDesk): TE.TaskEither<Failure, Outcome> {
  return file.content.header?.kind === 'grids' ? importGrids(file, log, desk) : importDivisions(file, log, desk)
}

function contentOf(text: string, header: ImportRequest['header']): E.Either<InputProblem, CsvContent<keyof typeof kinds>> {
  const content = readCsv(text, kinds, header)
  const [problem] = content.problems
  return content.header === undefined && problem !== undefined ? E.left(problem) : E.right(content)
}

function pathsOf(given: Given): Pick<ImportRequest, 'log' | 'path'> {
  return { log: argumentOf(given, 0), path: argumentOf(given, 1) }
}

function fileOf(request: ImportRequest, content: CsvContent<keyof typeof kinds>, digest: string, district: DistrictId, desk: WritingDesk): ImportFile {
  const { number, issuer, date } = request.document
  return {
    path: request.path, log: request.log, content, digest, district, actor: request.actor,
    effectiveOn: request.effectiveOn ?? desk.today(),
    kind: request.effectiveOn !== undefined && request.effectiveOn < desk.today() ? 'lateRecording' : 'change',
    // Every structural fact names a document (I38); without one the file itself is named, by its digest.
    authority: { documentNumber: number ?? `sha256:${digest.slice(0, 16)}`, issuer: issuer ?? 'gridgov', date: date ?? desk.today() },
    documentGiven: number !== undefined,
  }
}

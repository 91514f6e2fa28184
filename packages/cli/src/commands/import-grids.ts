/** The import of grids and buildings: one decision for each community, so that an import that was interrupted is gone on with when it is run again. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { CommandRequest } from '@grid-governance/application'
import type { CommunityId } from '@grid-governance/domain'
import type { Failure } from '../failure.ts'
import { gridsIn, type CommunityLayout } from '../input/grids-csv.ts'
import type { InputProblem } from '../input/input-problem.ts'
import { done, type Outcome, type WritingDesk } from '../outcome.ts'
import { sentencesOnly } from '../output/answer.ts'
import { documentNotes, envelopeFor, type ImportFile } from './import-file.ts'
import { rehearsing, type OpenedLog } from './open-log.ts'
import { registeredDivisions } from './registered-divisions.ts'
import { submitAll, type Submitted } from './submit-all.ts'

export const importGrids = (file: ImportFile, log: OpenedLog, desk: WritingDesk): TE.TaskEither<Failure, Outcome> => pipe(
  registeredDivisions(log.store, file.district, file.effectiveOn),
  TE.mapLeft((failure): Failure => failure),
  TE.flatMapEither((known) => {
    const byCode = new Map(Object.entries(known.communities).filter(([, community]) => community.ended === null).map(([id, { code }]) => [code as string, id as CommunityId]))
    return E.mapLeft((problems: ReadonlyArray<InputProblem>): Failure => ({ tag: 'InputRefused', path: file.path, problems }))(gridsIn(file.content, (code) => byCode.get(code)))
  }),
  TE.flatMap((layouts) => pipe(
    tryEach(file, layouts, log, desk),
    TE.flatMap(() => submitAll(log.door, layouts.map((layout) => requestOf(file, layout)), desk.progress(desk.words.sentences.importing))),
    TE.map((submitted) => done(sentencesOnly(...wordsFor(file, submitted, desk)), log.mended)),
  )),
)

/** Every community is tried before the first is written, so that all refusals are told together and none of the file is recorded. */
function tryEach(file: ImportFile, layouts: ReadonlyArray<CommunityLayout>, log: OpenedLog, desk: WritingDesk): TE.TaskEither<Failure, void> {
  return rehearsing(log.store, desk, ({ door }) => async () => {
    const problems: InputProblem[] = []
    const progress = desk.progress(desk.words.sentences.checking)
    try {
      for (const [index, layout] of layouts.entries()) {
        const tried = await door.submit(requestOf(file, layout))()
        if (E.isLeft(tried) && tried.left.tag !== 'Rejected') return tried
        if (E.isLeft(tried) && tried.left.tag === 'Rejected') problems.push({ problem: 'refusedByRules', line: layout.line, unit: layout.code, rejection: tried.left.rejection })
        progress.advance(index + 1, layouts.length)
      }
    } finally {
      progress.end()
    }
    return problems.length === 0 ? E.right(undefined) : E.left({ tag: 'InputRefused', path: file.path, problems })
  })
}

function requestOf(file: ImportFile, { line, communityId, grids }: CommunityLayout): CommandRequest {
  const { district, effectiveOn, kind } = file
  return {
    ...envelopeFor(file, `line ${line}`),
    command: { type: 'LayOutGrids', data: { districtId: district, communityId, kind, effectiveOn, grids, earlierHistory: 'unknown' } },
  }
}

function wordsFor(file: ImportFile, submitted: ReadonlyArray<Submitted>, desk: WritingDesk): ReadonlyArray<string> {
  const { sentences } = desk.words
  const recorded = submitted.filter(({ receipt }) => receipt.outcome === 'recorded')
  const grids = recorded.flatMap(({ receipt }) => receipt.facts).filter((fact) => fact.type === 'GridEstablished').length
  return recorded.length === 0
    ? [sentences.importedBefore(file.path)]
    : [sentences.gridsImported(grids, recorded.length, submitted.length - recorded.length, file.effectiveOn, file.log), ...documentNotes(file, desk)]
}

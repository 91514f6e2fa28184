/** `gridgov init`: makes a log, opens it as simulated, issues the rule books and enters the district. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { CommandRequest } from '@grid-governance/application'
import type { DistrictId, Name } from '@grid-governance/domain'
import { derivedId, type Actor, type Authority, type CalendarDate } from '@grid-governance/event-sourcing'
import { districtArgument, nameArgument, wordArgument } from '../arguments.ts'
import { districtsIn } from '../audit/districts.ts'
import type { Failure } from '../failure.ts'
import { argumentOf, done, optionOf, type Outcome, type WritingCommand, type WritingDesk } from '../outcome.ts'
import { sentencesOnly } from '../output/answer.ts'
import type { WritableLog } from '../ports.ts'
import { readActor } from './actor.ts'
import { caseEditions } from './case-rule-books.ts'
import { rehearsing, usingLog, type OpenedLog } from './open-log.ts'
import { submitAll, type Submitted } from './submit-all.ts'

interface InitRequest {
  readonly path: string
  readonly district: DistrictId
  readonly name: Name
  readonly rules: 'default' | 'none'
  readonly actor: Actor
}

export const init: WritingCommand<InitRequest> = {
  read: (given) => pipe(
    E.Do,
    E.bind('district', () => districtArgument('--district', optionOf(given, 'district') ?? '')),
    E.bind('name', () => nameArgument('--name', optionOf(given, 'name') ?? '')),
    E.bind('rules', () => wordArgument('--rules', ['default', 'none'], optionOf(given, 'rules') ?? 'default')),
    E.map((read) => ({ ...read, path: argumentOf(given, 0), actor: readActor(given) })),
  ),

  run: (request, desk) => pipe(
    newOrUnfinished(request, desk),
    TE.flatMap((log) => usingLog(log, desk, (opened) => setUp(request, opened, desk))),
  ),
}

/** A new file; or one in which an earlier `init` of the same district did not come to its end: every step is done once, so it is gone on with. */
function newOrUnfinished(request: InitRequest, desk: WritingDesk): TE.TaskEither<Failure, WritableLog> {
  return pipe(
    desk.logs.create(request.path),
    TE.mapLeft((failure): Failure => failure),
    TE.orElse((failure) => failure.tag === 'FileUnusable' && failure.reason === 'exists' ? desk.logs.open(request.path) : TE.left(failure)),
  )
}

function setUp(request: InitRequest, log: OpenedLog, desk: WritingDesk): TE.TaskEither<Failure, Outcome> {
  const alreadySetUp = (districtId: string): Failure => ({ tag: 'LogAlreadySetUp', path: request.path, districtId })
  const requests = requestsOf(request, desk.today())
  return pipe(
    districtsIn(log.store),
    TE.mapLeft((failure): Failure => failure),
    TE.flatMap(([first]) => first === undefined || first === request.district ? TE.right(undefined) : TE.left(alreadySetUp(first))),
    // Tried first, so that a log of another name or with other rules is refused before anything is written to it.
    TE.flatMap(() => rehearsing(log.store, desk, ({ door }) => submitAll(door, requests))),
    TE.flatMap(() => submitAll(log.door, requests)),
    TE.mapLeft((failure) => failure.tag === 'CommandIdReused' || failure.tag === 'Rejected' ? alreadySetUp(request.district) : failure),
    TE.map((submitted) => done(sentencesOnly(...wordsFor(request, submitted, desk)), log.mended)),
  )
}

function requestsOf({ district, name, rules, actor }: InitRequest, today: CalendarDate): ReadonlyArray<CommandRequest> {
  const named = (part: string) => ({ commandId: derivedId('gridgov init', district, part), correlationId: derivedId('gridgov init', district), actor })
  const editions = rules === 'default' ? caseEditions : []
  const authority: Authority = editions[0]?.authority ?? { documentNumber: 'gridgov init', issuer: name, date: today }
  return [
    { ...named('open'), command: { type: 'OpenLog', data: { districtId: district, nature: 'simulated' } } },
    ...editions.map(({ edition, command, authority: document }) => ({ ...named(edition), command: command(district), authority: document })),
    {
      ...named('district'), authority,
      command: { type: 'RegisterDivisions', data: { districtId: district, name, kind: 'change', effectiveOn: authority.date, towns: [], communities: [], earlierHistory: 'unknown' } },
    },
  ]
}

function wordsFor({ path, district, name, rules }: InitRequest, submitted: ReadonlyArray<Submitted>, { words: { sentences } }: WritingDesk): ReadonlyArray<string> {
  if (submitted.every(({ receipt }) => receipt.outcome !== 'recorded')) return [sentences.initAgain(path)]
  return [
    sentences.logMade(path, name, district),
    sentences.logSimulated,
    ...(rules === 'default' ? caseEditions.map(({ edition, authority, numbered }) => sentences.editionIssued(edition, authority.documentNumber, authority.date, numbered)) : [sentences.noRules]),
    sentences.importNext(path),
  ]
}

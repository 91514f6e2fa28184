/** What is asked of `gridgov projections`: the words of the command line, understood before anything is opened. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Position } from '@grid-governance/event-sourcing'
import type { ProjectionId } from '@grid-governance/subscriptions'
import { mistaken, perhaps, positionArgument, projectionArgument, wordArgument } from '../../arguments.ts'
import type { UsageWrong } from '../../failure.ts'
import { argumentOf, optionOf, type Given } from '../../outcome.ts'
import { isAddress } from '../../store-address.ts'
import { readActor } from '../actor.ts'

/** What can be looked at, each by an option of its name, and what can be done. */
export const views = ['blocked', 'skipped', 'check'] as const
export const actions = ['build', 'rebuild', 'diff', 'switch', 'drop', 'resume', 'skip'] as const
export type ProjectionsAction = typeof actions[number]

/** A projection by its name alone (the version that this release ships, or that answers) or with its version. */
export interface ProjectionNamed {
  readonly name: string
  readonly version: number | undefined
}

export interface ProjectionsRequest {
  readonly log: string
  /** The file of the read models. */
  readonly models: string
  readonly action: 'list' | typeof views[number] | ProjectionsAction
  readonly named: ReadonlyArray<ProjectionNamed>
  readonly key: string | undefined
  readonly position: Position | undefined
  readonly reason: string | undefined
  readonly actor: string
  readonly commit: boolean
  /** Does it all the same: takes over from a runner, switches to what is not ready, drops what answers. */
  readonly anyway: boolean
  readonly forgetSkips: boolean
}

export const readRequest = (given: Given): E.Either<UsageWrong, ProjectionsRequest> => pipe(
  E.Do,
  E.bind('action', () => readAction(given)),
  E.bind('named', () => E.traverseArray((text: string) => projectionArgument('<projection>', text))([argumentOf(given, 2), argumentOf(given, 3)].filter((text) => text !== ''))),
  E.bind('position', () => perhaps(positionArgument, '--position', optionOf(given, 'position'))),
  E.map(({ action, named, position }): ProjectionsRequest => ({
    action, named, position, log: argumentOf(given, 0), models: optionOf(given, 'models') ?? besides(argumentOf(given, 0)) ?? '', key: optionOf(given, 'key'), reason: optionOf(given, 'reason'),
    actor: readActor(given).ref, commit: given.options['commit'] === true, anyway: given.options['anyway'] === true, forgetSkips: given.options['forgetSkips'] === true,
  })),
  E.flatMap(complete),
)

/** `xiangzhou.models.db` beside `xiangzhou.db`; nothing is beside a database. */
function besides(log: string): string | undefined {
  return isAddress(log) ? undefined : `${log.replace(/\.db$/, '')}.models.db`
}

function readAction(given: Given): E.Either<UsageWrong, ProjectionsRequest['action']> {
  const word = argumentOf(given, 1)
  const asked = views.filter((view) => given.options[view] === true)
  const [view, ...others] = asked
  if (word !== '') return asked.length === 0 ? wordArgument('<action>', actions, word) : mistaken({ kind: 'chooseOne', options: [...asked.map((one) => `--${one}`), word] })
  return others.length === 0 ? E.right(view ?? 'list') : mistaken({ kind: 'chooseOne', options: asked.map((one) => `--${one}`) })
}

/** How many projections an action takes, and what it cannot do without. */
const needs: { readonly [Action in ProjectionsAction]: { readonly least: 0 | 1, readonly most: 1 | 2, readonly options: ReadonlyArray<'key' | 'position' | 'reason'> } } = {
  build: { least: 0, most: 1, options: [] },
  rebuild: { least: 1, most: 1, options: [] },
  diff: { least: 1, most: 2, options: [] },
  switch: { least: 1, most: 1, options: [] },
  drop: { least: 1, most: 1, options: [] },
  resume: { least: 1, most: 1, options: ['key'] },
  skip: { least: 1, most: 1, options: ['key', 'position', 'reason'] },
}

function complete(request: ProjectionsRequest): E.Either<UsageWrong, ProjectionsRequest> {
  if (request.models === '') return mistaken({ kind: 'modelsOfDatabase' })
  if (!isAction(request.action)) return E.right(request)
  const { least, most, options } = needs[request.action]
  if (request.named.length < least) return mistaken({ kind: 'missingArgument', name: 'projection' })
  if (request.named.length > most) return mistaken({ kind: 'tooManyArguments' })
  const missing = options.find((option) => request[option] === undefined)
  return missing === undefined ? E.right(request) : mistaken({ kind: 'missingOption', name: `--${missing}` })
}

function isAction(action: ProjectionsRequest['action']): action is ProjectionsAction {
  return (actions as ReadonlyArray<string>).includes(action)
}

/** `name@version`. */
export const idText = ({ name, version }: ProjectionId): string => `${name}@${version}`

/** What `gridgov explain` is asked about: a place of a unit or of a model, or a figure of the tree or of lineage. */

import * as E from 'fp-ts/lib/Either.js'
import type { Projection } from '@grid-governance/event-sourcing'
import { beginnings, communityGrids, divisions, lineage } from '@grid-governance/projections-grids'
import { mistaken, unitArgument, wordArgument } from '../arguments.ts'
import type { UsageWrong } from '../failure.ts'
import type { Heading } from '../words/headings.ts'

export const explainable = ['grid', 'building', 'community', 'town', 'tree', 'lineage', 'model'] as const
export type Explainable = typeof explainable[number]

/** One question of what made something what it is. */
export interface Explained {
  readonly what: Explainable
  /** The id of a unit, or the key of a model. */
  readonly unit: string
  /** What of it, as it was asked for; '' for all of it. */
  readonly figure: string
  readonly heading: Heading | undefined
  /** The names that lead to it in the record of the unit, or in the model. */
  readonly path: ReadonlyArray<string>
  /** The projection of a model that is asked for by its name. */
  readonly projection: AnyProjection
}

/** A projection whose facts and models only it knows. */
export type AnyProjection = Projection<never, never>

/** The figures of each kind of unit, where they stand in its record, and under which heading they are shown. */
const figures: Readonly<Record<Exclude<Explainable, 'lineage' | 'model'>, Readonly<Record<string, readonly [ReadonlyArray<string>, Heading]>>>> = {
  grid: { name: [['name'], 'name'], code: [['code'], 'code'], since: [['since'], 'since'], from: [['cameFrom'], 'from'] },
  building: { number: [['number'], 'code'], grid: [['gridId'], 'grids'], households: [['households'], 'households'], residents: [['residents'], 'residents'] },
  community: { name: [['name'], 'name'], code: [['code'], 'code'], since: [['since'], 'since'], town: [['townId'], 'what'] },
  town: { name: [['name'], 'name'], code: [['code'], 'code'], since: [['since'], 'since'] },
  tree: {
    communities: [['communities'], 'communities'], grids: [['grids'], 'grids'], buildings: [['buildings'], 'buildings'],
    households: [['households'], 'households'], residents: [['residents'], 'residents'],
  },
}

// Which facts and models a projection has does not matter here: they are only handed from the log to it, and from it to the answer.
const projections = [divisions, communityGrids, beginnings, lineage] as unknown as ReadonlyArray<AnyProjection>

/** Reads `<what> <unit> [figure]`. */
export const readExplained = (what: string, unit: string, figure: string): E.Either<UsageWrong, Explained> =>
  E.flatMap((kind: Explainable) => kind === 'model' ? readModel(unit, figure) : readUnit(kind, unit, figure))(wordArgument('<what>', explainable, what))

function readUnit(what: Exclude<Explainable, 'model'>, unit: string, figure: string): E.Either<UsageWrong, Explained> {
  return E.flatMap((id: string): E.Either<UsageWrong, Explained> => {
    const asked = { what, unit: id, figure, projection: projections[0] as AnyProjection }
    if (figure === '' || what === 'lineage') return E.right({ ...asked, heading: undefined, path: [] })
    const known = Object.hasOwn(figures[what], figure) ? figures[what][figure] : undefined
    return known === undefined
      ? mistaken({ kind: 'notOneOf', option: '[figure]', value: figure, words: Object.keys(figures[what]) })
      : E.right({ ...asked, heading: known[1], path: known[0] })
  })(unitArgument('<unit>', unit))
}

/** A model is asked for as `community-grids/440402.C001`, a place in it by its names with dots between. */
function readModel(unit: string, figure: string): E.Either<UsageWrong, Explained> {
  const [name = '', ...key] = unit.split('/')
  const projection = projections.find((one) => one.name === name)
  return projection === undefined
    ? mistaken({ kind: 'notOneOf', option: '<unit>', value: unit, words: projections.map((one) => `${one.name}/KEY`) })
    : E.right({ what: 'model', unit: key.join('/'), figure, heading: undefined, path: figure === '' ? [] : figure.split('.'), projection })
}

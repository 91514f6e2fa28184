/** What a district is on a day, twice: as the read models show it, and as the deciders decided it, with figures and the divisions' names found by hand. */

import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { governanceCodec, partitionFaults, structureOf, type CommunityId, type DistrictId } from '@grid-governance/domain'
import type { CalendarDate, Position } from '@grid-governance/event-sourcing'
import type { EventStore } from '@grid-governance/event-store'
import { gatherGrids, gridTree, type DistrictGrids, type LoadModels } from '@grid-governance/projections-grids'
import { rebuild } from '@grid-governance/subscriptions'
import { lastFigures, lastNames } from './by-hand.spec-parts.ts'
import { communitiesOn, partitionFor, townsOn, type KnownDistrict } from './known-district.spec-parts.ts'
import { districtId } from './small-district.spec-parts.ts'

/** What is compared: all that is open on a day. */
export interface District {
  /** Code and name. */
  readonly towns: Readonly<Record<string, Labels>>
  readonly communities: Readonly<Record<string, Community>>
  /** Communities with grids or in a closed town that do not live (I1), and buildings in no grid (I3). */
  readonly breaches: ReadonlyArray<string>
}

type Labels = readonly [code: string | undefined, name: string | undefined]

interface Community {
  /** Null where the community does not live. */
  readonly labels: Labels | null
  readonly town: string | null
  readonly grids: Readonly<Record<string, { readonly code: string, readonly name: string, readonly buildings: ReadonlyArray<string> }>>
  /** Number, households and residents. */
  readonly buildings: Readonly<Record<string, readonly [string, number, number]>>
  readonly exemptions: ReadonlyArray<string>
}

/** What the read models show of a day, as known at a place in the log; rebuilt from the log. */
export const shownOn = async (store: EventStore, day: CalendarDate, position?: Position): Promise<District> => {
  const load: LoadModels<unknown> = (projection, asOf) => pipe(
    rebuild({ reader: store, codec: governanceCodec, mode: 'checked', projection, ...(asOf && { asOf }), ...(position !== undefined && { knownAt: { position } }) }),
    TE.map(({ models }) => models))
  const grids = await gatherGrids(load, districtId as DistrictId, day)()
  if (E.isLeft(grids)) throw new Error(JSON.stringify(grids.left))
  return shown(grids.right)
}

function shown(grids: DistrictGrids): District {
  const { divisions: { towns, communities } } = grids
  const open = Object.keys(communities).filter((id) => communities[id]?.ended === null)
  const divided = [...grids.communities.values()].filter((model) => Object.keys(model.grids).length > 0).map((model) => model.communityId)
  const tree = gridTree(grids)
  return {
    towns: Object.fromEntries(Object.entries(towns).filter(([, town]) => town.ended === null).map(([id, { code, name }]) => [id, [code, name]])),
    communities: Object.fromEntries([...new Set([...open, ...divided])].map((id) => [id, shownCommunity(grids, id)])),
    breaches: tree.answer === 'tree' ? tree.tree.breaches.map((breach) => breach.rule === 'I1' ? `I1 ${breach.communityId}` : `I3 ${breach.buildingId}`).sort() : [],
  }
}

function shownCommunity({ divisions, communities }: DistrictGrids, id: string): Community {
  const division = divisions.communities[id]
  const model = communities.get(id as CommunityId)
  const buildings = Object.entries(model?.buildings ?? {})
  return {
    ...(division?.ended === null ? { labels: [division.code, division.name], town: division.townId } : { labels: null, town: null }),
    grids: Object.fromEntries(Object.entries(model?.grids ?? {}).map(([gridId, { code, name }]) =>
      [gridId, { code, name, buildings: buildings.filter(([, building]) => building.gridId === gridId).map(([buildingId]) => buildingId).sort() }])),
    buildings: Object.fromEntries(buildings.map(([buildingId, { number, households, residents }]) => [buildingId, [number, households, residents]])),
    exemptions: Object.values(model?.exemptions ?? {}).map(({ min, max, from, until }) => `${from} ${until} ${min} ${max}`).sort(),
  }
}

/** What the deciders know of a day. */
export const decidedOn = (known: KnownDistrict, day: CalendarDate): District => {
  const towns = townsOn(known, day)
  const open = communitiesOn(known, day)
  const divided = [...known.maps.keys()].filter((id) => Object.keys(partitionFor(known, id, day).grids).length > 0)
  const communities = [...new Set([...open.keys(), ...divided])]
  const names = lastNames(known, day)
  const figures = lastFigures(known, day)
  const labels = (id: string): Labels => [names.get(`${id} code`), names.get(`${id} name`)]
  return {
    towns: Object.fromEntries(towns.map((id) => [id, labels(id)])),
    communities: Object.fromEntries(communities.map((id) => [id, { labels: open.has(id) ? labels(id) : null, town: open.get(id) ?? null, ...decidedCommunity(known, id, day, figures) }])),
    breaches: [
      ...communities.filter((id) => !towns.some((townId) => townId === open.get(id))).map((id) => `I1 ${id}`),
      ...divided.flatMap((id) => partitionFaults(partitionFor(known, id, day)).map(({ buildingId }) => `I3 ${buildingId}`)),
    ].sort(),
  }
}

function decidedCommunity(known: KnownDistrict, id: CommunityId, day: CalendarDate, figures: ReturnType<typeof lastFigures>): Omit<Community, 'town' | 'labels'> {
  const { grids, buildings } = partitionFor(known, id, day)
  const map = known.maps.get(id)
  return {
    grids: Object.fromEntries(Object.values(grids).map(({ gridId, code, name, buildings: own }) => [gridId, { code, name, buildings: [...own].sort() }])),
    buildings: Object.fromEntries(Object.values(buildings).map(({ buildingId, number }) => [buildingId, [number, ...figures.get(buildingId) ?? noFigures]])),
    exemptions: (map === undefined ? [] : structureOf(map).exemptions).filter(({ from }) => from <= day).map(({ min, max, from, until }) => `${from} ${until} ${min} ${max}`).sort(),
  }
}

/** Of every building something was said. */
const noFigures = [NaN, NaN] as const

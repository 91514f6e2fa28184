/** Ideas for plans: operations that fit the district as it stands, and what becomes of it when they take effect. */

import type { CommunityCode, CommunityId, GridId, Name, Operation } from '@grid-governance/domain'
import type { Chance } from './chance.ts'
import { buildingsOf, nextGrid, nextNumber, type SimulatedCommunity, type SimulatedDistrict, type SimulatedGrid } from './simulated-district.ts'

export type IdeaKind = 'split' | 'merge' | 'boundary' | 'close' | 'mergeAndSplit' | 'reparentGrid' | 'reparentCommunity' | 'communitySplit'

/** A plan that could be drafted. `happen` brings the simulated district to where the plan leads. */
export interface Idea {
  readonly kind: IdeaKind
  readonly title: Name
  readonly communities: ReadonlyArray<SimulatedCommunity>
  readonly operations: ReadonlyArray<Operation>
  readonly happen: () => void
}

const minGrids = 2
const maxGrids = 5

/** An idea of some kind for a community; undefined where none of that kind fits. */
export const ideaOf = (kind: IdeaKind, district: SimulatedDistrict, community: SimulatedCommunity, chance: Chance): Idea | undefined => {
  switch (kind) {
    case 'split': return split(community, chance)
    case 'merge': return merge(community)
    case 'boundary': return boundary(community, chance)
    case 'close': return close(community, chance)
    case 'mergeAndSplit': return mergeAndSplit(community, chance)
    case 'reparentGrid': return reparentGrid(district, community, chance)
    case 'reparentCommunity': return reparentCommunity(district, community, chance)
    case 'communitySplit': return communitySplit(district, community)
  }
}

function split(community: SimulatedCommunity, chance: Chance): Idea | undefined {
  const source = bySize(community).at(-1)
  if (source === undefined || source.buildings.length < 4 || community.grids.length >= maxGrids) return undefined
  const cut = splitOf(community, source, chance.percent(50))
  return idea('split', `${community.name}网格拆分`, community, [cut.operation], cut.happen)
}

function merge(community: SimulatedCommunity): Idea | undefined {
  if (community.grids.length <= minGrids) return undefined
  const joined = mergeOf(community)
  return joined && idea('merge', `${community.name}网格合并`, community, [joined.operation], joined.happen)
}

/** At the limit of five grids: the two smallest become one, the largest is divided; the count is right at the end (T4). */
function mergeAndSplit(community: SimulatedCommunity, chance: Chance): Idea | undefined {
  const source = bySize(community).at(-1)
  if (community.grids.length !== maxGrids || source === undefined || source.buildings.length < 4) return undefined
  const joined = mergeOf(community)
  const cut = splitOf(community, source, chance.percent(50))
  return joined && idea('mergeAndSplit', `${community.name}网格重划`, community, [cut.operation, joined.operation], () => { cut.happen(); joined.happen() })
}

function boundary(community: SimulatedCommunity, chance: Chance): Idea | undefined {
  const from = bySize(community).at(-1)
  const to = bySize(community)[0]
  if (from === undefined || to === undefined || from === to || from.buildings.length < 5) return undefined
  const moving = from.buildings.slice(0, chance.between(1, 3))
  const moves = moving.map((buildingId) => ({ buildingId, from: from.gridId, to: to.gridId }))
  return idea('boundary', `${community.name}网格边界调整`, community, [{ kind: 'boundary', communityId: community.communityId, moves }], () => {
    replace(community, from.gridId, [{ ...from, buildings: from.buildings.filter((building) => !moving.includes(building)) }])
    replace(community, to.gridId, [{ ...to, buildings: [...to.buildings, ...moving] }])
  })
}

function close(community: SimulatedCommunity, chance: Chance): Idea | undefined {
  const [ending, ...others] = bySize(community)
  if (ending === undefined || others.length < minGrids) return undefined
  const moves = ending.buildings.map((buildingId) => ({ buildingId, to: chance.pick(others).gridId }))
  return idea('close', `${community.name}网格撤销`, community, [{ kind: 'close', communityId: community.communityId, gridId: ending.gridId, moves }], () => {
    community.grids = others.map((grid) => ({ ...grid, buildings: [...grid.buildings, ...moves.filter((move) => move.to === grid.gridId).map((move) => move.buildingId)] }))
  })
}

function reparentGrid(district: SimulatedDistrict, community: SimulatedCommunity, chance: Chance): Idea | undefined {
  const neighbours = district.communities.filter((other) => other !== community && other.townId === community.townId && !other.busy && other.grids.length < maxGrids)
  const moving = bySize(community)[0]
  if (neighbours.length === 0 || moving === undefined || community.grids.length <= minGrids) return undefined
  const target = chance.pick(neighbours)
  const { code } = nextGrid(target)
  const numbers = moving.buildings.map((buildingId) => ({ buildingId, number: nextNumber(target) }))
  const operation: Operation = { kind: 'reparentGrid', gridId: moving.gridId, from: community.communityId, to: target.communityId, code, numbers }
  return {
    kind: 'reparentGrid', title: `${community.name}网格划转` as Name, communities: [community, target], operations: [operation],
    happen: () => {
      const arriving = renumbered(buildingsOf(community, moving), numbers)
      community.grids = community.grids.filter((grid) => grid.gridId !== moving.gridId)
      community.buildings = community.buildings.filter((building) => !moving.buildings.includes(building.buildingId))
      target.grids = [...target.grids, { ...moving, code }]
      target.buildings = [...target.buildings, ...arriving]
    },
  }
}

/** A community goes to another town, with all its grids and under its old code: codes follow from no town here. */
function reparentCommunity(district: SimulatedDistrict, community: SimulatedCommunity, chance: Chance): Idea | undefined {
  const others = district.towns.filter((town) => town.townId !== community.townId)
  if (others.length === 0 || district.communities.filter((other) => other.townId === community.townId).length < 2) return undefined
  const to = chance.pick(others)
  const operation: Operation = { kind: 'reparentCommunity', communityId: community.communityId, from: community.townId, to: to.townId }
  return idea('reparentCommunity', `${community.name}划归${to.name}`, community, [operation], () => { community.townId = to.townId })
}

/** A community of four or five grids becomes two: itself, and a new one under the town's next free code. */
function communitySplit(district: SimulatedDistrict, community: SimulatedCommunity): Idea | undefined {
  if (community.grids.length < 2 * minGrids) return undefined
  const townCode = district.towns.find((town) => town.townId === community.townId)?.code ?? community.code.slice(0, 9)
  const serial = (district.lastSerials.get(townCode) ?? 0) + 1
  district.lastSerials.set(townCode, serial)
  const code = `${townCode}${String(serial).padStart(3, '0')}` as CommunityCode
  const young: SimulatedCommunity = {
    communityId: `C${code}` as CommunityId, code, name: `模拟第${serial}社区` as Name, townId: community.townId,
    grids: [], buildings: [], nextGrid: 1, nextBuilding: 1, busy: false, changedOn: community.changedOn,
  }
  const staying = community.grids.slice(0, -minGrids)
  const leaving = community.grids.slice(-minGrids).map((grid) => ({ ...grid, code: nextGrid(young).code }))
  const numbersOf = (grid: SimulatedGrid) => grid.buildings.map((buildingId) => ({ buildingId, number: nextNumber(young) }))
  const arriving = leaving.map((grid) => ({ grid, numbers: numbersOf(grid) }))
  const operation: Operation = {
    kind: 'communitySplit', source: community.communityId, targets: [
      {
        communityId: community.communityId, code: community.code, name: community.name, townId: community.townId, continuing: true,
        grids: staying.map((grid) => ({ gridId: grid.gridId, code: grid.code, numbers: buildingsOf(community, grid).map(({ buildingId, number }) => ({ buildingId, number })) })),
      },
      {
        communityId: young.communityId, code, name: young.name, townId: young.townId, continuing: false,
        grids: arriving.map(({ grid, numbers }) => ({ gridId: grid.gridId, code: grid.code, numbers })),
      },
    ],
  }
  return idea('communitySplit', `${community.name}社区拆分`, community, [operation], () => {
    young.grids = leaving
    young.buildings = arriving.flatMap(({ grid, numbers }) => renumbered(buildingsOf(community, grid), numbers))
    community.grids = staying
    community.buildings = community.buildings.filter((building) => !young.buildings.some((one) => one.buildingId === building.buildingId))
    district.communities.push(young)
  })
}

function splitOf(community: SimulatedCommunity, source: SimulatedGrid, continuing: boolean): { readonly operation: Operation, readonly happen: () => void } {
  const half = Math.ceil(source.buildings.length / 2)
  const first = continuing ? { gridId: source.gridId, code: source.code, name: source.name } : nextGrid(community)
  const targets = [
    { ...first, continuing, buildings: source.buildings.slice(0, half) },
    { ...nextGrid(community), continuing: false, buildings: source.buildings.slice(half) },
  ]
  return {
    operation: { kind: 'split', communityId: community.communityId, source: source.gridId, targets },
    happen: () => { replace(community, source.gridId, targets.map(({ gridId, code, name, buildings }) => ({ gridId, code, name, buildings }))) },
  }
}

function mergeOf(community: SimulatedCommunity): { readonly operation: Operation, readonly happen: () => void } | undefined {
  const [first, second] = bySize(community)
  if (first === undefined || second === undefined) return undefined
  const target = { ...nextGrid(community), continuing: false }
  return {
    operation: { kind: 'merge', communityId: community.communityId, sources: [first.gridId, second.gridId], target },
    happen: () => {
      replace(community, first.gridId, [{ gridId: target.gridId, code: target.code, name: target.name, buildings: [...first.buildings, ...second.buildings] }])
      replace(community, second.gridId, [])
    },
  }
}

function bySize(community: SimulatedCommunity): ReadonlyArray<SimulatedGrid> {
  return [...community.grids].sort((left, right) => left.buildings.length - right.buildings.length || (left.gridId < right.gridId ? -1 : 1))
}

function replace(community: SimulatedCommunity, gridId: GridId, grids: ReadonlyArray<SimulatedGrid>): void {
  community.grids = community.grids.flatMap((grid) => grid.gridId === gridId ? grids : [grid])
}

function renumbered<B extends { readonly buildingId: string, readonly number: string }>(
  buildings: ReadonlyArray<B>, numbers: ReadonlyArray<{ readonly buildingId: string, readonly number: B['number'] }>,
): ReadonlyArray<B> {
  return buildings.map((building) => ({ ...building, number: numbers.find((one) => one.buildingId === building.buildingId)?.number ?? building.number }))
}

function idea(kind: IdeaKind, title: string, community: SimulatedCommunity, operations: ReadonlyArray<Operation>, happen: () => void): Idea {
  return { kind, title: title as Name, communities: [community], operations, happen }
}

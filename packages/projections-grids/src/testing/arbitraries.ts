/** Arbitrary histories of a made-up district: sound ones, in which every fact fits what was before, and ones with corrections in them. */

import fc from 'fast-check'
import type { CalendarDate } from '@grid-governance/event-sourcing'
import {
  boundaryRedrawn, buildingRegistered, buildingRemoved, communityRecoded, communityRegistered, communityRenamed, communityReparented, communitySplit, correcting, details,
  districtRegistered, exemptionGranted, gridClosed,
  gridEstablished, gridRecoded, gridRenamed, gridReparented, gridSplit, gridsMerged, learnt, metricsRecorded, townClosed, townRecoded, townRegistered,
  townRenamed, voided,
  type Dating, type DraftAppend, type DraftFact, type Layout,
} from './facts.ts'

/** A history and what it comes to in the end. */
export interface MadeUpHistory {
  readonly appends: ReadonlyArray<DraftAppend>
  /** Communities by id, each with its open grids and their buildings. */
  readonly layout: Readonly<Record<string, Layout>>
  /** The first day, and the day of the last fact. */
  readonly firstDay: CalendarDate
  readonly lastDay: CalendarDate
}

/** Histories in which every fact fits what was before it in time; each takes effect on a day of its own. */
export const soundHistories = (maxLength = 25): fc.Arbitrary<MadeUpHistory> =>
  fc.array(moves, { maxLength, size: 'max' }).map((all) => tell(all))

/** Histories in which facts are also corrected, withdrawn and restored, whatever was built on them since. */
export const correctedHistories = (maxLength = 25): fc.Arbitrary<MadeUpHistory> =>
  fc.tuple(fc.array(moves, { maxLength, size: 'max' }), fc.array(fc.record({ pick: fc.nat(), how: fc.constantFrom('void', 'redate'), days: fc.integer({ min: -40, max: 40 }) }), { maxLength: 8 }))
    .map(([all, corrections]) => withCorrections(tell(all), corrections))

/** The same facts, learnt in another order; each takes effect when it did. */
export const learntInAnotherOrder = (history: MadeUpHistory): fc.Arbitrary<MadeUpHistory> =>
  fc.shuffledSubarray([...history.appends], { minLength: history.appends.length })
    .map((appends) => ({ ...history, appends: appends.map((append, index) => ({ ...append, learntOn: dayNumber(5000 + index) })) }))

/** Sound histories, learnt in any order, in which buildings were also counted wrongly: counts are corrected, withdrawn and restored. */
export const recountedHistories = (maxLength = 25): fc.Arbitrary<MadeUpHistory> =>
  fc.tuple(fc.array(moveOf(wandering), { maxLength, size: 'max' }).map(tell).chain(learntInAnotherOrder), fc.array(fc.record({ pick: fc.nat(), how: fc.constantFrom('void', 'recount'), households: fc.nat({ max: 99 }) }), { maxLength: 8 }))
    .map(([history, corrections]) => withRecounts(history, corrections))

const kinds = ['register', 'remove', 'measure', 'rename', 'recode', 'split', 'merge', 'boundary', 'close', 'reparent', 'reparentCommunity', 'splitCommunity', 'exempt',
  'renameCommunity', 'recodeCommunity', 'renameTown', 'recodeTown', 'openTown', 'closeTown'] as const
/** Moves among which buildings are counted and go from community to community. */
const wandering = ['measure', 'measure', 'measure', 'reparent', 'reparent', 'splitCommunity', 'register', 'remove', 'boundary', 'merge'] as const
const moveOf = (these: ReadonlyArray<typeof kinds[number]>) =>
  fc.record({ kind: fc.constantFrom(...these), picks: fc.tuple(fc.nat(), fc.nat(), fc.nat()), gap: fc.integer({ min: 1, max: 30 }) })
const moves = moveOf(kinds)

type Move = { readonly kind: typeof kinds[number], readonly picks: readonly [number, number, number], readonly gap: number }
type Communities = Record<string, Record<string, string[]>>

/** The district while its history is made up. */
interface Telling {
  communities: Communities
  /** The open towns. */
  towns: string[]
  /** The town of each community. */
  town: Record<string, string>
  grids: number
  buildings: number
  communityCount: number
  townCount: number
}

function tell(all: ReadonlyArray<Move>): MadeUpHistory {
  const telling: Telling = { communities: {}, towns: ['T1', 'T2'], town: {}, grids: 0, buildings: 0, communityCount: 0, townCount: 2 }
  const appends: DraftAppend[] = [learnt(dayNumber(5000), ...beginning(telling))]
  let time = 0
  for (const [index, move] of all.entries()) {
    const fact = next(telling, move, { on: dayNumber(time + move.gap), entry: `e${index}` }, `P${index}`)
    if (fact === undefined) continue
    time += move.gap
    appends.push(learnt(dayNumber(5000 + appends.length), fact))
  }
  return { appends, layout: telling.communities, firstDay: dayNumber(0), lastDay: dayNumber(time) }
}

function beginning(telling: Telling): ReadonlyArray<DraftFact> {
  const on = { on: dayNumber(0) }
  const facts: DraftFact[] = [districtRegistered(on), townRegistered(on, 'T1'), townRegistered(on, 'T2')]
  for (const town of ['T1', 'T1', 'T2']) {
    const community = newCommunity(telling, town)
    facts.push(communityRegistered(on, community, town))
    for (const size of [1, 3]) {
      const [grid, buildings] = [newGrid(telling), Array.from({ length: size }, () => newBuilding(telling))]
      gridsIn(telling, community)[grid] = buildings
      facts.push(gridEstablished(on, community, grid, buildings.map(measured)))
    }
  }
  return facts
}

/** The fact of one move, and what it does; undefined where the move finds nothing to move. */
function next(telling: Telling, { kind, picks: [first, second, third] }: Move, dating: Dating, plan: string): DraftFact | undefined {
  const community = pick(Object.keys(telling.communities), first)
  const own = gridsIn(telling, community)
  const grid = pick(Object.keys(own), second)
  const other = pick(Object.keys(own).filter((id) => id !== grid), third)
  const buildings = own[grid] ?? []
  switch (kind) {
    case 'register': {
      if (grid === '') return undefined
      const one = newBuilding(telling)
      buildings.push(one)
      return buildingRegistered(dating, community, grid, measured(one))
    }
    case 'remove': {
      const one = pick(buildings, third)
      if (one === '') return undefined
      own[grid] = buildings.filter((each) => each !== one)
      return buildingRemoved(dating, community, grid, one)
    }
    case 'measure': return buildings.length === 0 ? undefined : metricsRecorded(dating, community, grid, pick(buildings, third), third % 100, third % 300)
    case 'rename': return grid === '' ? undefined : gridRenamed(dating, community, grid, `Renamed ${third % 9}`)
    case 'recode': return grid === '' ? undefined : gridRecoded(dating, community, grid, `440402${String(third % 1e9).padStart(9, '0')}`)
    case 'exempt': return exemptionGranted(dating, community, 1, 2 + third % 9)
    case 'renameCommunity': return communityRenamed(dating, community, `Renamed ${third % 9}`)
    case 'recodeCommunity': return communityRecoded(dating, community, `440402${String(third % 1e6).padStart(6, '0')}`)
    case 'renameTown': return townRenamed(dating, pick(telling.towns, first), `Renamed ${third % 9}`)
    case 'recodeTown': return townRecoded(dating, pick(telling.towns, first), `440402${String(third % 1e3).padStart(3, '0')}`)
    case 'openTown': {
      telling.townCount += 1
      telling.towns.push(`T${telling.townCount}`)
      return townRegistered(dating, `T${telling.townCount}`)
    }
    case 'closeTown': {
      const empty = pick(telling.towns.filter((town) => !Object.keys(telling.communities).some((id) => telling.town[id] === town)), third)
      if (empty === '') return undefined
      telling.towns = telling.towns.filter((town) => town !== empty)
      return townClosed(dating, empty, telling.towns.slice(0, 1))
    }
    case 'split': {
      if (buildings.length < 2) return undefined
      const cut = 1 + third % (buildings.length - 1)
      const continuing = third % 2 === 0
      const targets = { [continuing ? grid : newGrid(telling)]: buildings.slice(0, cut), [newGrid(telling)]: buildings.slice(cut) }
      delete own[grid]
      Object.assign(own, structuredClone(targets))
      return gridSplit(dating, community, grid, targets, plan)
    }
    case 'merge': {
      if (other === '') return undefined
      const target = third % 2 === 0 ? other : newGrid(telling)
      const together = [...buildings, ...(own[other] ?? [])]
      delete own[grid]
      delete own[other]
      own[target] = together
      return gridsMerged(dating, community, [grid, other], { [target]: [...together] }, plan)
    }
    case 'boundary': {
      const one = pick(buildings, third)
      if (other === '' || one === '') return undefined
      own[grid] = buildings.filter((each) => each !== one)
      own[other] = [...(own[other] ?? []), one]
      return boundaryRedrawn(dating, community, structuredClone({ [grid]: own[grid], [other]: own[other] }), plan)
    }
    case 'close': {
      if (other === '') return undefined
      own[other] = [...(own[other] ?? []), ...buildings]
      delete own[grid]
      return gridClosed(dating, community, grid, buildings.length === 0 ? {} : structuredClone({ [other]: own[other] }), 'abolished', plan)
    }
    case 'reparent': {
      const to = pick(Object.keys(telling.communities).filter((id) => id !== community), third)
      if (grid === '' || to === '') return undefined
      delete own[grid]
      gridsIn(telling, to)[grid] = buildings
      return gridReparented(dating, community, to, grid, buildings.map(measured), plan)
    }
    case 'reparentCommunity': {
      const from = telling.town[community] ?? ''
      const to = pick(telling.towns.filter((town) => town !== from), third)
      if (to === '') return undefined
      telling.town[community] = to
      return communityReparented(dating, community, from, to, plan)
    }
    case 'splitCommunity': {
      if (Object.keys(own).length < 2) return undefined
      const town = telling.town[community] ?? 'T1'
      const continuing = third % 2 === 0
      const targets = [continuing ? community : newCommunity(telling, town), newCommunity(telling, town)]
      const parts = [Object.entries(own).slice(0, 1), Object.entries(own).slice(1)]
      delete telling.communities[community]
      for (const [index, target] of targets.entries()) telling.communities[target] = Object.fromEntries(parts[index] ?? [])
      return communitySplit(dating, community, Object.fromEntries(targets.map((target) => [
        target, { town, grids: Object.fromEntries(Object.entries(gridsIn(telling, target)).map(([id, ids]) => [id, ids.map(measured)])) },
      ])), plan)
    }
  }
}

function withRecounts(history: MadeUpHistory, corrections: ReadonlyArray<{ readonly pick: number, readonly how: string, readonly households: number }>): MadeUpHistory {
  const counts = history.appends.flatMap((append) => append.facts.filter(({ fact }) => fact.type === 'BuildingMetricsRecorded'))
  const appends = [...history.appends]
  const tips = new Map<string, string>()
  for (const [index, { pick: place, how, households }] of corrections.entries()) {
    const root = counts[place % Math.max(1, counts.length)]
    if (root === undefined) continue
    const { entryId } = root.fact.data as { readonly entryId: string }
    const [tip, entry] = [tips.get(entryId) ?? entryId, `c${index}`]
    const recount = { ...root, fact: { ...root.fact, data: { ...root.fact.data, entryId: entry, households } } as DraftFact['fact'] }
    appends.push(learnt(dayNumber(9000 + index), how === 'void' ? voided(root, entryId, { corrects: tip, entry }) : correcting(recount, entryId, tip)))
    tips.set(entryId, entry)
  }
  return { ...history, appends }
}

function withCorrections(history: MadeUpHistory, corrections: ReadonlyArray<{ readonly pick: number, readonly how: string, readonly days: number }>): MadeUpHistory {
  const appends = [...history.appends]
  const tips = new Map<string, string>()
  for (const [index, { pick: place, how, days }] of corrections.entries()) {
    const root = history.appends[1 + place % Math.max(1, history.appends.length - 1)]?.facts[0]
    if (root === undefined) continue
    const { entryId, effectiveOn } = root.fact.data as { readonly entryId: string, readonly effectiveOn: CalendarDate }
    const [tip, entry] = [tips.get(entryId) ?? entryId, `c${index}`]
    const redated = { ...root, fact: { ...root.fact, data: { ...root.fact.data, entryId: entry, effectiveOn: moved(effectiveOn, days) } } as DraftFact['fact'] }
    appends.push(learnt(dayNumber(5000 + appends.length), how === 'void' ? voided(root, entryId, { corrects: tip, entry }) : correcting(redated, entryId, tip)))
    tips.set(entryId, entry)
  }
  return { ...history, appends }
}

function newGrid(telling: Telling): string {
  telling.grids += 1
  return `G${telling.grids}`
}

function newBuilding(telling: Telling): string {
  telling.buildings += 1
  return `B${telling.buildings}`
}

function newCommunity(telling: Telling, town: string): string {
  telling.communityCount += 1
  const id = `C${telling.communityCount}`
  telling.communities[id] = {}
  telling.town[id] = town
  return id
}

function gridsIn(telling: Telling, community: string): Record<string, string[]> {
  return telling.communities[community] ??= {}
}

/** Figures follow from the id; some count nothing. What a plan copies is these too, whatever was counted since: it is no count. */
function measured(id: string): ReturnType<typeof details> {
  const serial = Number(id.slice(1))
  return details(id, serial % 4 * 7, serial % 5 * 11)
}

/** The member at a place, counted round; '' where there is none. */
function pick(all: ReadonlyArray<string>, place: number): string {
  return all[place % Math.max(1, all.length)] ?? ''
}

function dayNumber(days: number): CalendarDate {
  return new Date(Date.UTC(2010, 0, 1 + days)).toISOString().slice(0, 10) as CalendarDate
}

function moved(date: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10) as CalendarDate
}

/** From the places on which a figure rests to the facts that made them, tried out: with these facts alone, the figure is the same. */

import * as E from 'fp-ts/lib/Either.js'
import { chainIdOf, headOfChain, type Chain } from '../chain.ts'
import { sameTree } from '../json.ts'
import { byPosition, type RecordedEvent } from '../recorded-event.ts'
import { replay, shownTo, type Models } from '../replay.ts'
import { attempt, failed } from './attempt.ts'
import { chainsById, namedFacts, type Explanation, type NamedFact } from './explanation.ts'
import { chainsUnder, type Reach } from './named-chains.ts'
import { notedRun, type NotedRun } from './noted-run.ts'
import type { FactRun, Write } from './origins.ts'
import type { ModelsRead, Reads } from './question.ts'
import type { ReadPlace } from './read-places.ts'
import { reinstatedAt } from './scramble.ts'
import { removedMembers, writesAt, type WritesAt } from './writes-at.ts'

/** The facts of the keys that places name, by the name of the models and the key: whole chains, in the order of the log. */
export type FactsOfKeys = ReadonlyMap<string, ReadonlyMap<string, ReadonlyArray<RecordedEvent>>>

export interface PlacesToExplain {
  readonly reads: Reads
  readonly places: ReadonlyArray<ReadPlace>
  readonly facts: FactsOfKeys
  readonly value: unknown
  /** The figure, as JSON, made of other models. */
  readonly figureOf: (models: ModelsByName) => unknown
}

export type ModelsByName = Readonly<Record<string, Models<unknown>>>

/** Places that do not account for a figure: with the facts of these models alone it is another, so more of what was read must be named. */
export interface Unaccounted {
  readonly models: ModelsByName | undefined
}

/** The explanation, if these places account for the figure. */
export const explainPlaces = (request: PlacesToExplain): E.Either<Unaccounted, Explanation> => {
  const runs = notedRuns(request)
  const events = distinct([...request.facts.values()].flatMap((byKey) => [...byKey.values()].flat()))
  const found = writesOfPlaces(request, runs, events)
  const chains = chainsById(events)
  let models: ModelsByName | undefined
  for (const reach of ['before', 'all'] as const) {
    const roles = rolesOf(found, runs, reach)
    const named = new Set([...roles.setBy, ...roles.confirmedBy, ...roles.computedFrom])
    const alone = attempt(() => modelsByName(request.reads, events.filter((event) => named.has(chainIdOf(event)))))
    if (alone === failed) continue
    models ??= alone
    if (!sameTree(attempt(() => request.figureOf(alone)), request.value)) continue
    return E.right({
      value: request.value,
      setBy: namedFacts(roles.setBy, chains), confirmedBy: namedFacts(roles.confirmedBy, chains), computedFrom: namedFacts(roles.computedFrom, chains),
      overruled: overruled(request, events, [...chains].filter(([id]) => !named.has(id))),
      places: request.places,
      narrowed: reach === 'before',
    })
  }
  return E.left({ models })
}

type RunsOfKeys = ReadonlyMap<string, ReadonlyMap<string, NotedRun<unknown>>>

function notedRuns({ reads, facts }: PlacesToExplain): RunsOfKeys {
  return new Map([...facts].map(([name, byKey]) => [name, new Map([...byKey].map(([key, events]) => {
    const { projection, asOf } = reads[name] as ModelsRead<unknown>
    return [key, notedRun(projection, key, shownTo(projection, key, events, asOf))]
  }))]))
}

function writesOfPlaces(request: PlacesToExplain, runs: RunsOfKeys, events: ReadonlyArray<RecordedEvent>): WritesAt {
  const matters = removalsThatMatter(request, events)
  const found = request.places.map((place): WritesAt => {
    const run = runs.get(place.models)?.get(place.key)
    if (run === undefined) return { set: [], again: [] }
    if (place.look === 'removals') return matters(place, run)
    return place.path.length === 0 && place.look === 'presence' ? firstTouch(place, request.facts) : writesAt(run.origin, place)
  })
  return { set: found.flatMap(({ set }) => set), again: found.flatMap(({ again }) => again) }
}

/** A model is there as soon as a fact touches its key, whatever it says. */
function firstTouch({ models, key }: ReadPlace, facts: FactsOfKeys): WritesAt {
  const first = facts.get(models)?.get(key)?.[0]
  return { set: first === undefined ? [] : [{ run: { event: first, reads: [] }, readsBefore: 0 }], again: [] }
}

/** Tells the removals without which a figure would be another from those that are neighbours only. */
function removalsThatMatter(request: PlacesToExplain, events: ReadonlyArray<RecordedEvent>): (place: ReadPlace, run: NotedRun<unknown>) => WritesAt {
  const models = attempt(() => modelsByName(request.reads, events))
  const whole = models !== failed && sameTree(attempt(() => request.figureOf(models)), request.value)
  return (place, run) => {
    if (!whole) return writesAt(run.origin, place)
    const set = removedMembers(run.origin, place.path).flatMap(([name, { made, stands }]) => {
      const reinstated = reinstatedAt(new Map(Object.entries(models)), [place.models, place.key, ...place.path, name], stands)
      const other = attempt(() => request.figureOf(Object.fromEntries(reinstated as Map<string, Models<unknown>>)))
      return made === undefined || sameTree(other, request.value) ? [] : [made]
    })
    return { set, again: [] }
  }
}

interface Roles {
  readonly setBy: ReadonlySet<string>
  readonly confirmedBy: ReadonlySet<string>
  readonly computedFrom: ReadonlySet<string>
}

/** What each chain did for the figure; one that did more than one thing is listed by the first. */
function rolesOf({ set, again }: WritesAt, runs: RunsOfKeys, reach: Reach): Roles {
  const setBy = new Set(set.map(chainOfWrite))
  const confirmedBy = new Set(again.map(chainOfWrite).filter((id) => !setBy.has(id)))
  const under = chainsUnder(reach === 'all' ? [...set, ...again] : set, reach, runsByChain(runs))
  return { setBy, confirmedBy, computedFrom: new Set([...under].filter((id) => !setBy.has(id) && !confirmedBy.has(id))) }
}

function chainOfWrite({ run }: Write): string {
  return chainIdOf(run.event)
}

function runsByChain(runs: RunsOfKeys): ReadonlyMap<string, ReadonlyArray<FactRun>> {
  return Map.groupBy([...runs.values()].flatMap((byKey) => [...byKey.values()].flatMap((run) => run.runs)), ({ event }) => chainIdOf(event))
}

/** Chains that are not named, and that would have mattered as they were before their last correction or withdrawal. */
function overruled(request: PlacesToExplain, events: ReadonlyArray<RecordedEvent>, others: ReadonlyArray<readonly [string, Chain]>): ReadonlyArray<NamedFact> {
  const would = others.filter(([, chain]) => {
    const before = chainBefore(chain)
    return before.length > 0 && !sameTree(figureFrom(request, events.filter((event) => !chain.includes(event) || before.includes(event))), request.value)
  })
  return namedFacts(would.map(([id]) => id), new Map(would))
}

/** A chain as it was before what last changed the fact that holds; empty where another never held. */
function chainBefore(chain: Chain): Chain {
  const head = headOfChain(chain)
  return chain.slice(0, Math.max(0, chain.findLastIndex((_, index) => { const before = headOfChain(chain.slice(0, index)); return before !== undefined && before !== head })))
}

/** The figure that facts in the order of the log come to; a projection or query that fails on a part of the facts makes none. */
function figureFrom({ reads, figureOf }: PlacesToExplain, events: ReadonlyArray<RecordedEvent>): unknown {
  return attempt(() => figureOf(modelsByName(reads, events)))
}

function modelsByName(reads: Reads, events: ReadonlyArray<RecordedEvent>): ModelsByName {
  return Object.fromEntries(Object.entries(reads).map(([name, { projection, asOf }]) => [name, replay(projection, events, asOf)]))
}

function distinct(events: ReadonlyArray<RecordedEvent>): ReadonlyArray<RecordedEvent> {
  const byPlace = new Map(events.map((event) => [`${event.globalPosition}/${event.subIndex}`, event]))
  return [...byPlace.values()].sort(byPosition)
}

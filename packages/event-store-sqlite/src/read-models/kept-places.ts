/** Where the facts of models are, in a file of read models: the last ones beside the model, the earlier ones in runs that tell which days and positions they hold. */

import type { Position } from '@grid-governance/event-sourcing'
import { query, type Database } from '../database.ts'
import { numberedRun, placesIn, somePlace, type NumberedPlace } from './place-runs.ts'
import { emptyFullModels } from './sql/empty-full-models.ts'
import { saveRun } from './sql/save-run.ts'
import { selectFullModels } from './sql/select-full-models.ts'
import { selectLastRun } from './sql/select-last-run.ts'
import { selectPlaces } from './sql/select-places.ts'
import { selectRunsWithin } from './sql/select-runs-within.ts'

/** Facts after (`afterDay`, `afterPosition`) in the order in which they are shown, up to `lastDay`, of the log up to `upTo`. */
export interface PlacesWanted {
  readonly afterDay: number
  readonly afterPosition: number
  readonly lastDay: number
  readonly upTo: number
}

/** To be used within a transaction, or one reading, of the store. */
export interface KeptPlaces {
  /** Hands on the recent places of those models that have many. */
  readonly handOn: (projection: number) => void
  /** In the order of the log, each once. */
  readonly all: (projection: number, key: string) => ReadonlyArray<Position>
  /** In the order of the log, each once. */
  readonly within: (projection: number, key: string, wanted: PlacesWanted) => ReadonlyArray<Position>
  /** Whether there is a fact up to a position for which `isIt` answers true. */
  readonly some: (projection: number, key: string, upTo: number, isIt: (position: number) => boolean) => boolean
}

/** A run of that many is handed on, so that a question decodes little that it does not want. */
const mostInRun = 400
/** Beyond this the last run is full enough to be left alone: a key to which facts come one by one shall not have a row for every few of them. */
const fewBytes = 256

const everyDay = Number.MAX_SAFE_INTEGER

export const keptPlaces = (database: Database): KeptPlaces => {
  const runs = query<readonly [Uint8Array]>(database, selectPlaces)
  const runsWithin = query<readonly [Uint8Array]>(database, selectRunsWithin)
  const fullModels = query<readonly [key: string, recent: Uint8Array]>(database, selectFullModels)
  const lastRun = query<readonly [number: number, run: Uint8Array]>(database, selectLastRun)
  const savedRun = database.prepare(saveRun)
  const emptied = database.prepare(emptyFullModels)

  const handOn = (projection: number): void => {
    const full = fullModels.all(projection)
    if (full.length === 0) return
    for (const [key, recent] of full) handOnOf(projection, key, placesIn(recent))
    emptied.run(projection)
  }

  const handOnOf = (projection: number, key: string, recent: NumberedPlace[]): void => {
    const [last = 0, run] = lastRun.get(projection, key) ?? []
    const goesOn = run !== undefined && run.length < fewBytes
    const places = inOrder(goesOn ? [...placesIn(run), ...recent] : recent)
    let number = goesOn ? last : last + 1
    for (let from = 0; from < places.length; from += mostInRun) {
      keep(projection, key, number, places.slice(from, from + mostInRun))
      number += 1
    }
  }

  const keep = (projection: number, key: string, number: number, places: ReadonlyArray<NumberedPlace>): void => {
    let first = Number.POSITIVE_INFINITY
    let last = 0
    for (const { position } of places) {
      first = Math.min(first, position)
      last = Math.max(last, position)
    }
    savedRun.run(projection, key, number, places[0]?.day ?? 0, places.at(-1)?.day ?? 0, first, last, numberedRun(places))
  }

  const within: KeptPlaces['within'] = (projection, key, { afterDay, afterPosition, lastDay, upTo }) => {
    const found: number[] = []
    for (const [run] of runsWithin.all(projection, key, afterDay, afterPosition, lastDay, upTo)) {
      somePlace(run, (position, day) => {
        if (position <= upTo && day <= lastDay && (day > afterDay || (day === afterDay && position > afterPosition))) found.push(position)
        return false
      })
    }
    return inOrderOfLog(found)
  }

  return {
    handOn,
    all: (projection, key) => inOrderOfLog(runs.all(projection, key).flatMap(([run]) => placesIn(run).map(({ position }) => position))),
    within,
    some: (projection, key, upTo, isIt) => {
      const isThere = (run: Uint8Array): boolean => somePlace(run, (position) => position <= upTo && isIt(position))
      // Where the key has many runs, one of them mostly tells.
      const [, last] = lastRun.get(projection, key) ?? []
      return (last !== undefined && isThere(last)) || runsWithin.all(projection, key, 0, -1, everyDay, upTo).some(([run]) => isThere(run))
    },
  }
}

/** Each position once. Sorted as numbers: a set of thousands would take longer than to read them. */
function inOrderOfLog(positions: ReadonlyArray<number>): ReadonlyArray<Position> {
  const sorted = Float64Array.from(positions).sort()
  return Array.from(sorted.filter((position, index) => position !== sorted[index - 1])) as ReadonlyArray<number> as ReadonlyArray<Position>
}

/** By day and position, each place once: so the days of a run lie close together, and those without one apart. */
function inOrder(places: NumberedPlace[]): ReadonlyArray<NumberedPlace> {
  places.sort((left, right) => left.day - right.day || left.position - right.position)
  return places.filter(({ position, day }, index) => position !== places[index - 1]?.position || day !== places[index - 1]?.day)
}

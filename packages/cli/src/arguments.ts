/** From the words of the command line to what they mean; each mistake is named with its option. */

import * as E from 'fp-ts/lib/Either.js'
import { DistrictId, Name } from '@grid-governance/domain'
import { CalendarDate, EntryId, Uuid, type Position } from '@grid-governance/event-sourcing'
import type { PinnedHead, UsageMistake, UsageWrong } from './failure.ts'

/** What was known: at a position of the log, or at an instant (milliseconds since 1970). */
export type KnownAtArgument = { readonly position: Position } | { readonly instant: number }

type Parsed<A> = E.Either<UsageWrong, A>

export const mistaken = (mistake: UsageMistake): E.Either<UsageWrong, never> => E.left({ tag: 'UsageWrong', mistake })

/** A day as YYYY-MM-DD. */
export const dayArgument = (option: string, text: string): Parsed<CalendarDate> =>
  CalendarDate.is(text) ? E.right(text) : mistaken({ kind: 'notADay', option, value: text })

/**
 * A position (digits only) or an instant: a day (what was known when it ended), a day and time, perhaps with a zone; without one it is
 * the time in Asia/Shanghai.
 */
export const knownAtArgument = (option: string, text: string): Parsed<KnownAtArgument> => {
  if (/^\d{1,15}$/.test(text)) return E.right({ position: Number(text) as Position })
  if (CalendarDate.is(text)) return E.right({ instant: Date.parse(`${text}T23:59:59.999+08:00`) })
  const [, day = '', time = '', zone = '+08:00'] = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?$/.exec(text) ?? []
  const instant = CalendarDate.is(day) ? Date.parse(`${day}T${time}${zone}`) : Number.NaN
  return Number.isNaN(instant) ? mistaken({ kind: 'notAPlace', option, value: text }) : E.right({ instant })
}

/** A head as `backup` prints it: POSITION:LINK. */
export const headArgument = (option: string, text: string): Parsed<PinnedHead> => {
  const [, position, link] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  return position === undefined || link === undefined ? mistaken({ kind: 'notAHead', option, value: text }) : E.right({ position: Number(position), link })
}

/** A position of the log. */
export const positionArgument = (option: string, text: string): Parsed<Position> =>
  /^\d{1,15}$/.test(text) ? E.right(Number(text) as Position) : mistaken({ kind: 'notAPosition', option, value: text })

/** A projection: a name, perhaps with a version behind an @. */
export const projectionArgument = (option: string, text: string): Parsed<{ readonly name: string, readonly version: number | undefined }> => {
  const [, name, version] = /^([^@]+)(?:@(\d{1,9}))?$/.exec(text) ?? []
  return name === undefined ? mistaken({ kind: 'notAProjection', option, value: text }) : E.right({ name, version: version === undefined ? undefined : Number(version) })
}

/** One of several words. */
export const wordArgument = <const W extends string>(option: string, words: ReadonlyArray<W>, text: string): Parsed<W> =>
  words.includes(text as W) ? E.right(text as W) : mistaken({ kind: 'notOneOf', option, value: text, words })

export const districtArgument = (option: string, text: string): Parsed<DistrictId> =>
  DistrictId.is(text) ? E.right(text) : mistaken({ kind: 'notADistrict', option, value: text })

export const nameArgument = (option: string, text: string): Parsed<Name> =>
  Name.is(text) ? E.right(text) : mistaken({ kind: 'notAName', option, value: text })

/** The id of a command, an event or a correlation. */
export const uuidArgument = (option: string, text: string): Parsed<Uuid> => {
  const lower = text.toLowerCase()
  return Uuid.is(lower) ? E.right(lower) : mistaken({ kind: 'notAnId', option, value: text })
}

/** The id of a unit: what may stand in ids of grids, communities and plans. */
export const unitArgument = (option: string, text: string): Parsed<string> =>
  EntryId.is(text) ? E.right(text) : mistaken({ kind: 'notAnId', option, value: text })

/** A value that was perhaps not given. */
export const perhaps = <A>(parse: (option: string, text: string) => Parsed<A>, option: string, text: string | undefined): Parsed<A | undefined> =>
  text === undefined ? E.right(undefined) : parse(option, text)

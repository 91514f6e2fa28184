/** What is recorded beside every fact: who asked, by what document, in answer to what. */

import * as t from 'io-ts'
import { CalendarDate } from './calendar-date.ts'
import { CommandId, Uuid } from './identifiers.ts'
import { line, reference, shape, wholeNumber, words } from './shape.ts'

/** Who acted: a pseudonymous reference and a role, never a name (§6.8). */
export const Actor = shape({ ref: reference, role: words }, { organisation: reference })
export type Actor = t.TypeOf<typeof Actor>

/** The legal instrument of a change: document number, issuer, date (I38). */
export const Authority = shape({ documentNumber: line, issuer: line, date: CalendarDate })
export type Authority = t.TypeOf<typeof Authority>

/** `index` counts from 0; an append of three facts is 0, 1, 2 `of` 3. Runners publish only when index = of - 1. */
export const AppendPlace = shape({ index: wholeNumber, of: wholeNumber })
export type AppendPlace = t.TypeOf<typeof AppendPlace>

/** The metadata of every fact that comes through the front door. `causationId` is the event or command that led to it. */
export const EventMetadata = shape(
  { commandId: CommandId, commandDigest: t.string, correlationId: Uuid, actor: Actor, append: AppendPlace },
  { causationId: Uuid, authority: Authority, commandType: t.string, decidedOn: CalendarDate },
)
export type EventMetadata = t.TypeOf<typeof EventMetadata>

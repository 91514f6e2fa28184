/** Origins: for each place of a model, the fact that made what stands there, the facts that said it again, and what each had read by then. */

import { copy, sameTree } from '../json.ts'
import type { RecordedEvent } from '../recorded-event.ts'

/** A fact while `project` is shown it: the writes whose outcome it read, in the order of reading. */
export interface FactRun {
  readonly event: RecordedEvent
  readonly reads: Write[]
}

/** One write of a fact, and how much the fact had read by then: what it wrote, and that it wrote at all, may rest on that. */
export interface Write {
  readonly run: FactRun
  readonly readsBefore: number
}

/** What is known of one place. A list is one value, with all that stands in it. */
export interface Origin {
  kind: 'value' | 'record' | 'absent'
  /** The write that made it what it is, a removal too; undefined where it is as the projection begins. */
  set: Write | undefined
  /** The write since which there is something here, or nothing. */
  made: Write | undefined
  /** Writes since `set` that said the same. */
  again: Write[]
  /** The value or list that stands here, undefined for a record; what stood here last, where it was removed. */
  stands: unknown
  /** A list as it was when the last fact was done, since lists are changed in place. */
  noted: unknown
  /** The places below a record, those that were removed too. */
  readonly children: Map<string, Origin>
}

/** Whether something is a record, and not a list or a value. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The origin of something where there was nothing. */
export const originOf = (value: unknown, write: Write | undefined): Origin => {
  const origin = newOrigin(isRecord(value) ? 'record' : 'value', write, write)
  if (isRecord(value)) for (const key of Object.keys(value)) origin.children.set(key, originOf(value[key], write))
  else standing(origin, value)
  return origin
}

/** The origin after a write over something; the origin before stays as it is, for whoever still holds what was there. */
export const overwritten = (before: Origin, old: unknown, value: unknown, write: Write): Origin =>
  isRecord(value) ? recordOver(before, old, value, write) : valueOver(before, value, write)

/** The origin after a removal of what stood there. */
export const removed = (before: Origin, value: unknown, write: Write): Origin => {
  const origin = before.kind === 'absent' ? saidAgain(before, write) : newOrigin('absent', write, write)
  origin.stands = before.kind === 'absent' ? before.stands : copy(value)
  return origin
}

function recordOver(before: Origin, old: unknown, value: Readonly<Record<string, unknown>>, write: Write): Origin {
  const oldOf = (key: string): unknown => isRecord(old) && Object.hasOwn(old, key) ? old[key] : undefined
  const origin = before.kind === 'record' ? saidAgain(before, write) : newOrigin('record', write, before.kind === 'absent' ? write : before.made)
  for (const [key, child] of before.children) if (!Object.hasOwn(value, key)) origin.children.set(key, removed(child, oldOf(key), write))
  for (const key of Object.keys(value)) {
    const child = before.children.get(key)
    origin.children.set(key, child === undefined ? originOf(value[key], write) : overwritten(child, oldOf(key), value[key], write))
  }
  return origin
}

function valueOver(before: Origin, value: unknown, write: Write): Origin {
  const same = before.kind === 'value' && sameTree(before.stands, value)
  const origin = same ? saidAgain(before, write) : newOrigin('value', write, before.kind === 'absent' ? write : before.made)
  standing(origin, value)
  return origin
}

function standing(origin: Origin, value: unknown): void {
  origin.stands = value
  origin.noted = copy(value)
}

function saidAgain({ kind, set, made, again }: Origin, write: Write): Origin {
  return { ...newOrigin(kind, set, made), again: [...again, write] }
}

function newOrigin(kind: Origin['kind'], set: Write | undefined, made: Write | undefined): Origin {
  return { kind, set, made, again: [], stands: undefined, noted: undefined, children: new Map() }
}

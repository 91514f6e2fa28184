/** Checkpoints against the log: where a runner has come to, and whether that place is still what it was. */

import * as E from 'fp-ts/lib/Either.js'
import type { After } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure, StoredEvent } from '@grid-governance/event-store'
import type { Checkpoint, CheckpointNotInLog } from './runner-claim.ts'

/** Why a runner cannot go on from its checkpoint in this log; undefined where it can. */
export const checkpointProblem = async (
  reader: EventReader, runner: string, checkpoint: Checkpoint | undefined,
): Promise<CheckpointNotInLog | ReadFailure | undefined> => {
  if (checkpoint === undefined) return undefined
  const there = await reader.readAt([checkpoint.position])()
  if (E.isLeft(there)) return there.left
  const found = there.right[0]?.eventId
  return found === checkpoint.eventId ? undefined : { tag: 'CheckpointNotInLog', runner, checkpoint, found }
}

/** The checkpoint at a place; the event there is among `events`, or a filter passed over it and it is read. */
export const checkpointAt = async (
  reader: EventReader, place: After, events: ReadonlyArray<StoredEvent>,
): Promise<E.Either<ReadFailure, Checkpoint | undefined>> => {
  if (place === 'beginning') return E.right(undefined)
  const last = events.at(-1)
  if (last?.globalPosition === place) return E.right({ position: place, eventId: last.eventId })
  const there = await reader.readAt([place])()
  if (E.isLeft(there)) return there
  const event = there.right[0]
  if (event === undefined) throw new Error(`The log was read to ${place}, but it has no event there.`)
  return E.right({ position: place, eventId: event.eventId })
}

/** The place to read on from after a checkpoint. */
export const afterCheckpoint = (checkpoint: Checkpoint | undefined): After => checkpoint?.position ?? 'beginning'

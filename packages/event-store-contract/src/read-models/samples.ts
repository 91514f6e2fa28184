/** Made-up models for the contract: every text says of which version it is. */

import assert from 'node:assert/strict'
import type { EventId, Position } from '@grid-governance/event-sourcing'
import type { ModelToSave, ProjectionId, ReadModelStore, SkippedFact } from '@grid-governance/subscriptions'
import { ran } from '../acting.ts'

export const first: ProjectionId = { name: 'tree', version: 1 }
export const second: ProjectionId = { name: 'tree', version: 2 }

export const position = (number: number): Position => number as Position

export const checkpointAt = (number: number) => ({ position: position(number), eventId: `event-${number}` as EventId })

/** A model that says which version made it. */
export const model = (key: string, version: number, more: Partial<ModelToSave> = {}): ModelToSave =>
  ({ key, text: JSON.stringify({ version }), shownUpTo: '', stale: false, blocked: undefined, sinceSnapshot: 0, newPlaces: [{ position: position(version), day: '' }], newChained: [], ...more })

export const blocked = (key: string): ModelToSave => model(key, 1, { text: null, blocked: { eventId: 'event-3', position: position(3), error: 'it fails' } })

export const skip = (key: string, at = 3): SkippedFact =>
  ({ key, position: position(at), eventId: `event-${at}` as EventId, reason: 'counted twice, see the letter of 3 May', actor: 'O-1', at: 1_700_000_000_000 })

export const keys = ['g1', 'g2', 'g3']

/** Builds a version up to a place with these models; answers the token of its claim. */
export const build = async (store: ReadModelStore, projection: ProjectionId, at: number, models: ReadonlyArray<ModelToSave> = keys.map((key) => model(key, projection.version))): Promise<number> => {
  const { token } = await ran(store.claim(projection))
  await ran(store.save({ projection, token, checkpoint: checkpointAt(at), models }))
  return token
}

/** Which version each of the models says that it is of. */
export const versionsIn = async (store: ReadModelStore): Promise<ReadonlyArray<number>> => {
  const found = await ran(store.loadActive('tree', keys))
  assert.ok(found !== undefined, 'no version answers')
  return [found.version, ...found.models.map(({ text }) => (JSON.parse(text ?? '{}') as { readonly version: number }).version)]
}

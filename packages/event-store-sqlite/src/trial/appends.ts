/** Made-up events for the specs. */

import { derivedId, type StreamName } from '@grid-governance/event-sourcing'
import type { AppendReceipt, AppendRequest, EventStore, EventToAppend, ExpectedVersion, StoredEvent } from '@grid-governance/event-store'

export const stream = 'gridMap-440402.001' as StreamName

/** An event that is known by its name. */
export const eventOf = (name: string): EventToAppend => ({
  eventId: derivedId('spec', name),
  type: 'GridOpened',
  schemaVersion: 1,
  metadata: { actor: { ref: 'A-1', role: 'townOfficer' }, note: `办〔2021〕${name}` },
  data: { name, grid: `440402.001.${name}`, households: 280 },
})

/** An append of events that are known by their names. */
export const appending = (expectedVersion: ExpectedVersion, names: ReadonlyArray<string>, to: StreamName = stream): AppendRequest => {
  const [first = '', ...more] = names
  return { stream: to, expectedVersion, events: [eventOf(first), ...more.map(eventOf)] }
}

/** Appends, and expects that it goes well. */
export const write = async (store: EventStore, request: AppendRequest): Promise<AppendReceipt> => {
  const result = await store.append(request)()
  if (result._tag === 'Left') throw new Error(JSON.stringify(result.left))
  return result.right
}

/** The whole log. */
export const logOf = async (store: Pick<EventStore, 'readAll'>): Promise<ReadonlyArray<StoredEvent>> => {
  const page = await store.readAll({ after: 'beginning', maxCount: 100_000 })()
  if (page._tag === 'Left') throw new Error(JSON.stringify(page.left))
  return page.right.events
}

/** The value of a Right; throws the Left. */
export const ran = async <A>(task: () => Promise<{ readonly _tag: 'Right', readonly right: A } | { readonly _tag: 'Left', readonly left: unknown }>): Promise<A> => {
  const result = await task()
  if (result._tag === 'Left') throw new Error(JSON.stringify(result.left))
  return result.right
}

/** The value of a Left; throws when all went well. */
export const refused = async <F>(task: () => Promise<{ readonly _tag: 'Right', readonly right: unknown } | { readonly _tag: 'Left', readonly left: F }>): Promise<F> => {
  const result = await task()
  if (result._tag === 'Right') throw new Error(`went well: ${JSON.stringify(result.right)}`)
  return result.left
}

/** How questions say what they saw: the client's results and errors as plain values, events by label, positions as words. */

import type { AppendResult, EventData, ResolvedEvent } from '@eventstore/db-client'
import type { World } from './question.spec-parts.ts'

/** The result of a call of the real client, or its error: its class, and what a program would look at. */
export async function outcome(call: Promise<unknown>): Promise<unknown> {
  try {
    return { ok: told(await call) }
  } catch (error) {
    return { failed: failed(error) }
  }
}

function told(result: unknown): unknown {
  const { success, nextExpectedRevision, position } = (result ?? {}) as Partial<AppendResult>
  return success === undefined ? result : { success, nextExpectedRevision, position: position === undefined ? 'none' : '<pos>' }
}

export function failed(error: unknown): unknown {
  const { constructor, message, type, code, streamName, expectedVersion, actualVersion, maxAppendSize } = error as Record<string, unknown> & { constructor: { name: string } }
  const firstLine = String(message).split('\n')[0]?.replace(/^(Deadline exceeded after) .*$/, '$1 <n>s')
  return { error: constructor.name, message: firstLine, type, code, streamName, expectedVersion, actualVersion, maxAppendSize }
}

/** What a read gave: revision and type of each event, then how it ended. */
export async function listed(read: AsyncIterable<ResolvedEvent>): Promise<unknown[]> {
  const seen: unknown[] = []
  try {
    for await (const resolved of read) seen.push(shown(resolved))
  } catch (error) {
    seen.push(failed(error))
  }
  return seen
}

export function shown({ event, link }: ResolvedEvent): string {
  const one = event === undefined ? 'no event' : `${event.type}@${event.revision} of ${event.streamId}`
  return link === undefined ? one : `${one} by ${link.type}@${link.revision} of ${link.streamId}`
}

export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, milliseconds) })

type Flat = Record<string, string | number>

/** An event for the real client, by label. */
export function clientEvent({ names }: World, label: string, more: { type?: string; data?: Flat; metadata?: Flat } = {}): EventData {
  return { id: names.id(label), contentType: 'application/json' as const, type: more.type ?? 'E', data: more.data ?? { a: 1 }, metadata: more.metadata }
}

/** Both ways to append, by the real client: the shared batch stream, and one call for each (that is how it appends with credentials). */
export const paths = [
  { path: 'batch', options: {} },
  { path: 'unary', options: { credentials: { username: 'nobody', password: 'insecure' } } },
] as const

/** A subscription on the wire that ends when told: what it saw, checkpoints and all. */
export function kindsOf(items: readonly unknown[]): string[] {
  return items.map((item) => {
    if (typeof item === 'string') return item
    const [kind = ''] = Object.keys(item as object)
    const { event } = (item as { event?: { event?: { streamRevision: string; metadataMap: { type: string } } } }).event ?? {}
    return kind === 'event' ? `${event?.metadataMap.type}@${event?.streamRevision}` : kind
  })
}

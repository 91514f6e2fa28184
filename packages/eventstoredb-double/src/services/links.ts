/** Links: events of type `$>` whose data name another event, as `revision@stream`. */

import type { Database } from '../database/database.ts'
import type { StoredEvent } from '../database/stored-event.ts'

/** Undefined where the event is no link; otherwise what it leads to, as far as a reader may see it. */
export function linked(database: Database, event: StoredEvent): { readonly to: StoredEvent | undefined } | undefined {
  if (event.type !== '$>') return undefined
  const target = /^(\d+)@(.+)$/s.exec(Buffer.from(event.data).toString('utf8'))
  if (target === null) return undefined
  const [, revision = '', stream = ''] = target
  const visible = database.read(stream)
  if (visible.stream !== 'there') return { to: undefined }
  const to = visible.events[Number(revision)]
  const seen = to !== undefined && to.revision >= visible.from && to.revision <= visible.last && visible.shown(to)
  return { to: seen ? to : undefined }
}

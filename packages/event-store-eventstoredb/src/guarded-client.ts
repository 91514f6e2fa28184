/** A client that appends texts as they are, and lets go of its connection when it is disposed of. */

import { batchAppends, isKnownInside } from './batch-appends.ts'
import type { EsdbClient } from './client.ts'

/** What of the client is taken hold of: it has no door for this. */
interface Inner {
  getChannel?: () => Promise<{ readonly close: () => void }>
  dispose: () => Promise<void>
  appendTexts?: EsdbClient['appendTexts']
}

/** Where a client looks otherwise inside, it is left as it is. */
export const guardedClient = (client: EsdbClient): EsdbClient => {
  const inner = client as unknown as Inner
  if (inner.appendTexts !== undefined || !isKnownInside(client)) return client
  inner.dispose = disposal(inner)
  inner.appendTexts = batchAppends(client)
  return client
}

/** Its own way ends calls and leaves the connection; and where an append was never answered, it does not come to an end. */
function disposal(inner: Inner): Inner['dispose'] {
  const [dispose, getChannel] = [inner.dispose.bind(inner), inner.getChannel?.bind(inner)]
  return async () => {
    const channel = await getChannel?.().catch(() => undefined)
    const disposed = dispose()
    disposed.catch(() => undefined)
    await Promise.race([disposed, new Promise((resolve) => { setTimeout(resolve, disposeWithinMs).unref() })])
    channel?.close()
  }
}

const disposeWithinMs = 500

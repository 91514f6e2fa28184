/** Waiting for more: a subscription serves as a bell, and since a subscription may end without a word, the log is looked at now and then as well. */

import * as E from 'fp-ts/lib/Either.js'
import { isAfter, type After, type Position } from '@grid-governance/event-sourcing'
import type { EventStore } from '@grid-governance/event-store'
import { excludeSystemEvents, START } from './client.ts'
import type { Connection } from './connection.ts'
import { belongsToLog, rawEventOf } from './raw-event.ts'

type WaitOptions = Parameters<EventStore['waitBeyond']>[1]

/** A timer of more than 2^31 - 1 milliseconds would fire at once. */
const longestTimerMs = 2 ** 31 - 1

/** When the time is up, the log is looked at once more, for so long at most. */
const lastLookMs = 1000

/** Waits until an event of the log lies beyond a place; `look` asks the log itself. */
export const waitBeyond = (
  connection: Connection, look: () => Promise<boolean>, lookEveryMs: number, after: After, { timeoutMs, signal }: WaitOptions,
): Promise<'more' | 'timeout'> =>
  new Promise((resolve) => {
    let ended = false
    let endBell = (): void => undefined
    const end = (answer: 'more' | 'timeout'): void => {
      if (ended) return
      ended = true
      clearTimeout(timeUp)
      clearTimeout(lastLook)
      clearInterval(looking)
      signal?.removeEventListener('abort', stop)
      endBell()
      resolve(answer)
    }
    const stop = (): void => { end('timeout') }
    // One look at a time: on a server that is silent they would pile up.
    let looks: Promise<void> | undefined
    let lastLook: ReturnType<typeof setTimeout> | undefined
    const lookNow = (): Promise<void> => looks ??= lookOnce().finally(() => { looks = undefined })
    const lookOnce = async (): Promise<void> => { if (!ended && await look()) end('more') }
    const timeUp = setTimeout(() => {
      void lookNow().then(stop)
      lastLook = setTimeout(stop, lastLookMs)
    }, Math.min(timeoutMs, longestTimerMs))
    const looking = setInterval(() => { void lookNow() }, lookEveryMs)
    signal?.addEventListener('abort', stop)
    if (signal?.aborted === true) stop()
    else void lookNow().then(() => { if (!ended) endBell = bell(connection, after, () => { end('more') }) })
  })

/** Calls once something comes after a place, as long as the subscription lives; answers how to end it. */
function bell(connection: Connection, after: After, ring: () => void): () => void {
  try {
    const fromPosition = after === 'beginning' ? START : { commit: BigInt(after), prepare: BigInt(after) }
    const subscription = connection.client().subscribeToAll({ fromPosition, filter: excludeSystemEvents() }, { highWaterMark: 1 })
    // Whatever ends it, the log is looked at anyway.
    subscription.on('error', () => undefined)
    subscription.on('data', (resolved) => {
      const raw = rawEventOf(resolved)
      if (raw !== undefined && belongsToLog(raw) && isAfter(raw.position as Position, after)) ring()
    })
    return () => { void Promise.resolve(subscription.unsubscribe()).catch(() => undefined) }
  } catch {
    return () => undefined
  }
}

/** Whether an answer of the log says that there is more. */
export const saysMore = (answer: E.Either<unknown, { readonly events: ReadonlyArray<unknown> }>): boolean => E.isRight(answer) && answer.right.events.length > 0

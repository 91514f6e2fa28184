/** Waits for events: appends of this process are noticed at once, those of others by asking the file every few milliseconds. */

import { isAfter, type After, type Position } from '@grid-governance/event-sourcing'

export interface LogWatch {
  readonly waitBeyond: (after: After, options: { readonly timeoutMs: number, readonly signal?: AbortSignal }) => Promise<'more' | 'timeout'>
  /** Something was appended by this process. */
  readonly appended: () => void
  /** Lets everyone who waits go. */
  readonly close: () => void
}

export interface LogWatchOptions {
  /** The last position of the log, -1 when it is empty; may throw, then nothing is known. */
  readonly lastPosition: () => number
  /** Changes when another connection has committed; may throw. */
  readonly dataVersion: () => number
  readonly pollEveryMs: number
}

/** A timer of more than 2^31 - 1 milliseconds would fire at once; this one ends after 24 days. */
const longestTimerMs = 2 ** 31 - 1

interface Waiting {
  readonly after: After
  readonly end: (answer: 'more' | 'timeout') => void
}

export const logWatch = ({ lastPosition, dataVersion, pollEveryMs }: LogWatchOptions): LogWatch => {
  const waiting = new Set<Waiting>()
  let poll: NodeJS.Timeout | undefined
  let seen: number | undefined

  const waitBeyond: LogWatch['waitBeyond'] = (after, { timeoutMs, signal }) => new Promise((resolve) => {
    const one: Waiting = {
      after,
      end: (answer) => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', stop)
        waiting.delete(one)
        if (waiting.size === 0) stopPolling()
        resolve(answer)
      },
    }
    const stop = (): void => { one.end('timeout') }
    const timer = setTimeout(stop, Math.min(timeoutMs, longestTimerMs))
    waiting.add(one)
    signal?.addEventListener('abort', stop)
    if (signal?.aborted === true) stop()
    else {
      startPolling()
      look()
    }
  })

  const look = (): void => {
    const last = quietly(lastPosition)
    if (last === undefined || last < 0) return
    for (const one of [...waiting]) if (isAfter(last as Position, one.after)) one.end('more')
  }

  const startPolling = (): void => {
    if (poll !== undefined) return
    seen = undefined
    poll = setInterval(lookIfChanged, pollEveryMs)
  }

  const stopPolling = (): void => {
    clearInterval(poll)
    poll = undefined
  }

  const lookIfChanged = (): void => {
    const version = quietly(dataVersion)
    if (version !== undefined && version === seen) return
    seen = version
    look()
  }

  return {
    waitBeyond,
    appended: () => { if (waiting.size > 0) look() },
    close: () => { for (const one of [...waiting]) one.end('timeout') },
  }
}

/** `waitBeyond` never fails: a file that cannot be read now is asked again at the next poll. */
function quietly<A>(ask: () => A): A | undefined {
  try {
    return ask()
  } catch {
    return undefined
  }
}

/** Waiting in memory: until something is there, the time is up, or a signal says stop. */

/** A timer of more than 2^31 - 1 milliseconds would fire at once; this one ends after 24 days. */
const longestTimerMs = 2 ** 31 - 1

/** Looks whenever it is woken: who changes something calls all that `waiting` holds. */
export const waitUntil = (
  there: () => boolean, waiting: Set<() => void>, { timeoutMs, signal }: { readonly timeoutMs: number, readonly signal?: AbortSignal },
): Promise<'more' | 'timeout'> =>
  new Promise((resolve) => {
    const end = (answer: 'more' | 'timeout'): void => {
      clearTimeout(timer)
      waiting.delete(look)
      signal?.removeEventListener('abort', stop)
      resolve(answer)
    }
    const look = (): void => { if (there()) end('more') }
    const stop = (): void => { end('timeout') }
    const timer = setTimeout(stop, Math.min(timeoutMs, longestTimerMs))
    waiting.add(look)
    signal?.addEventListener('abort', stop)
    if (signal?.aborted === true) stop()
    else look()
  })

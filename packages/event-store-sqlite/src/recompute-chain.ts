/** Recomputes the hash chain of any store through its reader: for stores that keep none, and for doubts about one that does. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { After, Position } from '@grid-governance/event-sourcing'
import { chainStart, nextLink, type EventReader, type ReadFailure } from '@grid-governance/event-store'
import type { PinnedHead } from './log-report.ts'

export interface RecomputeOptions {
  /** Goes no further than this position (inclusive); to the head unless given. */
  readonly upTo?: Position
  /** Told after every page. */
  readonly onProgress?: (progress: { readonly read: number }) => void
}

const pageSize = 1000

/** The head that the events as they are read come to; compare its link with `head().link` or with a head pinned earlier. */
export const recomputeChain = (reader: Pick<EventReader, 'readAll'>, { upTo, onProgress }: RecomputeOptions = {}): TaskEither<ReadFailure, PinnedHead> =>
  async () => {
    let after: After = 'beginning'
    let position: After = 'beginning'
    let link = chainStart
    let count = 0
    for (;;) {
      const page = await reader.readAll({ after, maxCount: pageSize, ...(upTo === undefined ? {} : { upTo }) })()
      if (E.isLeft(page)) return page
      for (const event of page.right.events) {
        link = nextLink(link, event)
        position = event.globalPosition
        count += 1
      }
      onProgress?.({ read: count })
      if (page.right.endOfLog) return E.right({ count, position, link })
      after = page.right.readTo
    }
  }

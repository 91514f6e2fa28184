/** Command ids that the log knows from other streams: a stream knows only its own, so the front door cannot tell (decision 12). */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { CommandIdReused, EventReader } from '@grid-governance/event-store'
import type { After } from '@grid-governance/event-sourcing'
import type { Failure } from '../failure.ts'
import type { Desk } from '../outcome.ts'
import type { Attempt, Submitted } from './submit-all.ts'

const pageSize = 1000

/** In canonical text an unescaped quotation mark ends a string, so this is the field and no part of another. */
const commandIdIn = /"commandId":"([^"]+)"/

/**
 * What was tried out up to the first command whose id was used for another stream. There is no index of command ids, so the log is read
 * once; what is only answered again needs no reading. Fails only where the log itself does.
 */
export const withoutIdsUsedElsewhere = (log: EventReader, { submitted, failure }: Attempt, desk: Desk): TaskEither<Failure, Attempt> => async () => {
  const news = new Map(submitted.filter(({ receipt }) => receipt.outcome !== 'alreadyDone').map((one) => [one.request.commandId as string, one]))
  if (news.size === 0) return E.right({ submitted, failure })
  const used = await usedElsewhere(log, news, desk)
  if (E.isLeft(used)) return used
  const place = submitted.findIndex(({ request }) => used.right.has(request.commandId))
  return E.right(place === -1 ? { submitted, failure } : { submitted: submitted.slice(0, place), failure: used.right.get(submitted[place]?.request.commandId ?? '') })
}

async function usedElsewhere(log: EventReader, news: ReadonlyMap<string, Submitted>, desk: Desk): Promise<E.Either<Failure, ReadonlyMap<string, CommandIdReused>>> {
  const used = new Map<string, CommandIdReused>()
  const progress = desk.progress(desk.words.sentences.checking)
  try {
    const head = await log.head()()
    if (E.isLeft(head)) return head
    for (let after: After = 'beginning'; after !== head.right.after;) {
      const page = await log.readAll({ after, maxCount: pageSize })()
      if (E.isLeft(page)) return page
      for (const { metadata, stream, streamVersion } of page.right.events) {
        const one = news.get(commandIdIn.exec(metadata)?.[1] ?? '')
        if (one !== undefined && one.receipt.stream !== stream) {
          used.set(one.request.commandId, { tag: 'CommandIdReused', commandId: one.request.commandId, stream, recordedAtVersion: streamVersion })
        }
      }
      after = page.right.readTo
      if (after === 'beginning' || page.right.events.length < pageSize) break
      progress.advance(after, Number(head.right.after))
    }
    return E.right(used)
  } finally {
    progress.end()
  }
}

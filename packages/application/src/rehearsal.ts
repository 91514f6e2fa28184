/** Rehearsed batches: the real front door over a log that keeps nothing. */

import * as E from 'fp-ts/lib/Either.js'
import { rehearse } from '@grid-governance/event-store'
import type { RehearseBatch, RehearsedRequest } from './api.ts'
import { openFrontDoor } from './front-door.ts'

export const rehearseBatch: RehearseBatch = (options, requests) => async () => {
  const rehearsal = await rehearse(options.store, options.now)()
  if (E.isLeft(rehearsal)) return rehearsal
  const frontDoor = openFrontDoor({ ...options, store: rehearsal.right })
  const rehearsed: RehearsedRequest[] = []
  for (const request of requests) {
    const outcome = await frontDoor.submit(request)()
    rehearsed.push({ request, outcome })
    if (E.isLeft(outcome)) break
  }
  return E.right({
    requests: rehearsed, events: rehearsal.right.rehearsed(), store: rehearsal.right,
    accepted: rehearsed.length === requests.length && rehearsed.every(({ outcome }) => E.isRight(outcome)),
  })
}

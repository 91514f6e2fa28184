/** A store that keeps the contract while it declares less: positions with gaps, no chain, filters on the client, clocks overruled. */

import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { After, Position } from '@grid-governance/event-sourcing'
import { memoryStore, passes, type StoredEvent } from '@grid-governance/event-store'
import type { StoreMaker } from './memory-harness.ts'

/** Positions are a hundred and more apart. */
const outside = (inner: Position): Position => (inner * 100 + 7 + inner % 13) as Position

export const sparseStore: StoreMaker = (now) => {
  let newest = 0
  const store = memoryStore(() => (newest = Math.max(newest, now())))
  const shown = new Map<Position, Position>()
  const show = (position: Position): Position => {
    shown.set(outside(position), position)
    return outside(position)
  }
  const showAfter = (after: After): After => after === 'beginning' ? after : show(after)
  const showEvent = (event: StoredEvent): StoredEvent => ({ ...event, globalPosition: show(event.globalPosition) })
  /** The last inner position that is not beyond an outer one. */
  const find = (position: Position): Position => shown.get(position) ?? (Number.isSafeInteger(position) && position > 0 ? Number.MAX_SAFE_INTEGER as Position : position)
  const findAfter = (after: After): After => after === 'beginning' ? after : find(after)
  return {
    ...store,
    declared: { ...store.declared, name: 'sparse', positionsDense: false, keepsChain: false, filtersOn: 'client', clockBehindLog: 'finding' },
    append: (request) => pipe(store.append(request), TE.map((receipt) => ({ ...receipt, position: show(receipt.position) }))),
    readStream: (request) => pipe(store.readStream(request), TE.map((page) => ({ ...page, events: page.events.map(showEvent) }))),
    readAll: ({ filter, ...request }) => pipe(
      store.readAll({ ...request, after: findAfter(request.after), ...(request.upTo === undefined ? {} : { upTo: find(request.upTo) }) }),
      TE.map((page) => ({ ...page, readTo: page.events.length === 0 ? request.after : showAfter(page.readTo), events: page.events.filter((event) => passes(filter, event)).map(showEvent) })),
    ),
    readAt: (positions) => pipe(store.readAt(positions.map(find)), TE.map((events) => events.map(showEvent))),
    head: () => pipe(store.head(), TE.map((head) => ({ ...head, after: showAfter(head.after), link: undefined }))),
    prefixKnownAt: (instant) => pipe(store.prefixKnownAt(instant), TE.map(showAfter)),
    waitBeyond: (after, options) => store.waitBeyond(findAfter(after), options),
  }
}

/** Replay by the plainest means, to compare the library's with: no indexes, every chain told from its beginning. */

import { effectiveDateOf, entryOf, entryVoided, type CalendarDate, type Fact, type Projection, type RecordedEvent } from '@grid-governance/event-sourcing'

/** The model of a key as of a day: resolve every chain, sort by (effective day, position of the root), fold. */
export const byBruteForce = <F extends Fact, Model>(projection: Projection<F, Model>, key: string, events: ReadonlyArray<RecordedEvent>, asOf: CalendarDate): Model => {
  const model = projection.initial(key)
  for (const { head } of standingByBruteForce(projection, events)) {
    if (effectiveDateOf(head) <= asOf && projection.keys(head).includes(key)) projection.project(model, head)
  }
  return model
}

/** What stands of every chain, in the order in which it takes effect. */
export const standingByBruteForce = <F extends Fact, Model>(projection: Projection<F, Model>, events: ReadonlyArray<RecordedEvent>): ReadonlyArray<{ readonly head: RecordedEvent<F>, readonly root: RecordedEvent }> =>
  events.filter((event) => entryOf(event).root === undefined).flatMap((root) => {
    const head = standsOf(chainOf(root, events))
    return head === undefined || !projection.handles.includes(head.type) ? [] : [{ head: head as RecordedEvent<F>, root }]
  }).sort((left, right) => effectiveDateOf(left.head).localeCompare(effectiveDateOf(right.head)) || left.root.globalPosition - right.root.globalPosition)

function chainOf(root: RecordedEvent, events: ReadonlyArray<RecordedEvent>): ReadonlyArray<RecordedEvent> {
  return [root, ...events.filter((event) => event.stream === root.stream && entryOf(event).root !== undefined && entryOf(event).root === entryOf(root).entryId)]
}

/** What stands after each entry in turn: a correction itself; after a withdrawal what stood before the entry that it takes back. */
function standsOf(chain: ReadonlyArray<RecordedEvent>): RecordedEvent | undefined {
  const stoodBefore = new Map<string | undefined, RecordedEvent | undefined>()
  let stands: RecordedEvent | undefined
  for (const event of chain) {
    const { entryId, corrects } = entryOf(event)
    stoodBefore.set(entryId, stands)
    stands = event.type === entryVoided ? stoodBefore.get(corrects) : event
  }
  return stands
}

/** How far a reading of a log has come: in events where positions are counted, in hundredths where they have gaps. */

import type { After } from '@grid-governance/event-sourcing'
import type { StoreDeclaration } from '@grid-governance/event-store'
import type { Progress } from './progress.ts'

/** Steps done, and steps in all, of a reading that goes up to `head` and has come to `place`. */
export const stepsTo = ({ positionsDense }: Pick<StoreDeclaration, 'positionsDense'>, place: After, head: After): { readonly done: number, readonly total: number } => {
  const [done, total] = [countTo(place), countTo(head)]
  return positionsDense ? { done, total } : { done: total === 0 ? 0 : Math.floor(100 * done / total), total: 100 }
}

/** Shows the progress of a reading that goes up to `head`. */
export const advanceTo = (progress: Progress, declared: Pick<StoreDeclaration, 'positionsDense'>, place: After, head: After): void => {
  const { done, total } = stepsTo(declared, place, head)
  progress.advance(done, total)
}

function countTo(place: After): number {
  return place === 'beginning' ? 0 : place + 1
}

/** Of which file a failed copy speaks: the draft is a name of ours that nobody asked for, and only one of the two files that were named is at fault. */

import type { StoreUnavailable } from '@grid-governance/event-store'

/** The files of a copy. */
export interface CopyFiles {
  readonly from: string
  readonly to: string
  /** What the copy is called until it is verified. */
  readonly draft: string
}

/** What only a file that is being written can meet; all else lies in what is copied. */
const ofTheTarget: ReadonlyArray<StoreUnavailable['reason']> = ['full', 'readOnly', 'missing']

/** The same failure, told of the file to which it belongs. */
export const failureOfCopy = (failure: StoreUnavailable, { from, to, draft }: CopyFiles): StoreUnavailable => ({
  ...failure,
  where: ofTheTarget.includes(failure.reason) ? to : from,
  detail: failure.detail.replaceAll(draft, to),
})

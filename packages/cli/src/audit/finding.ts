/** Findings: what `verify` can find wrong with a log. */

import type { FileProblem } from '../ports.ts'

export interface Finding {
  readonly finding: FileProblem['kind'] | 'versionGap' | 'clockStep' | 'positionStep' | 'foreignEvent' | 'undecodableFact' | 'brokenChain' | 'pinnedHeadDiffers' | 'pinnedHeadMissing'
  readonly position: number | null
  readonly stream: string | null
  readonly streamVersion: number | null
  /** Figures and problems: before and after, or what the codec says. */
  readonly detail: ReadonlyArray<string>
}

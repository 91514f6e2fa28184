/** Whether a version is fit to answer: it has caught up, nothing in it is stale, and no key is blocked, unless that is put up with. */

import { isAfter, projectionName, type After } from '@grid-governance/event-sourcing'
import type { ProjectionSummary, SwitchRequest, VersionNotReady } from './read-model-store.ts'
import { afterCheckpoint } from './checkpoints.ts'

/** Why it is not; undefined where it is. Every store asks this within the step in which it switches. */
export const versionNotReady = (
  { name, version, checkpoint: saved, stale, blocked }: Pick<ProjectionSummary, 'name' | 'version' | 'checkpoint' | 'stale' | 'blocked'>, caughtUpTo: After, allow: NonNullable<SwitchRequest['allow']> = {},
): VersionNotReady | undefined => {
  const checkpoint = afterCheckpoint(saved)
  const behind = stale > 0 || (caughtUpTo !== 'beginning' && isAfter(caughtUpTo, checkpoint))
  return (behind && allow.behind !== true) || (blocked > 0 && allow.blocked !== true)
    ? { tag: 'VersionNotReady', projection: projectionName({ name, version }), checkpoint, caughtUpTo, stale, blocked }
    : undefined
}

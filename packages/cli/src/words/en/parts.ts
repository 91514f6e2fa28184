/** Parts of English sentences that several tables share. */

import type { ClosingReason, DispositionAction, Operation, SubjectKind } from '@grid-governance/domain'

export const closingReasonsEn: Readonly<Record<ClosingReason, string>> = {
  replaced: 'replaced', split: 'split', merged: 'merged', abolished: 'abolished', neverValid: 'never was valid',
}

export const subjectKindsEn: Readonly<Record<SubjectKind, string>> = {
  posts: 'posts', branch: 'party branch', groups: 'party groups', members: 'party members', points: 'points', funds: 'funds', duties: 'duties', reports: 'weekly reports',
  visits: 'visits', contactChain: 'contact chain', deliberation: 'deliberation', functionalGrids: 'functional grids', stationedTeam: 'stationed team', signboard: 'signboard',
}

export const dispositionsEn: Readonly<Record<DispositionAction, string>> = {
  end: 'to be ended', createNew: 'to be made anew', carry: 'to be carried on', moveTo: 'to be moved', divideByBuilding: 'to be divided by building',
  recompute: 'to be computed anew', recheck: 'to be checked again', realign: 'to be aligned again', publish: 'to be published', unaffected: 'not affected',
}

/** Up to four names, and how many more there are. */
export const shortListEn = (items: ReadonlyArray<string>): string =>
  items.length <= 4 ? items.join(', ') : `${items.slice(0, 3).join(', ')} and ${items.length - 3} more`

/** All of several things: "a, b and c". */
export const listEn = (items: ReadonlyArray<string>): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`

/** What an operation of a plan asks for. */
export const operationEn = (operation: Operation): string => {
  switch (operation.kind) {
    case 'split': return `split ${operation.source} into ${listEn(operation.targets.map((target) => target.gridId))}`
    case 'merge': return `merge ${listEn(operation.sources)} into ${operation.target.gridId}`
    case 'boundary': return `move ${operation.moves.length === 1 ? '1 building' : `${operation.moves.length} buildings`} between grids of ${operation.communityId}`
    case 'close': return `close ${operation.gridId}`
    case 'reparentGrid': return `move ${operation.gridId} from ${operation.from} to ${operation.to}`
    case 'reparentCommunity': return `move ${operation.communityId} from ${operation.from} to ${operation.to}`
    case 'communitySplit': return `split ${operation.source} into ${listEn(operation.targets.map((target) => target.communityId))}`
  }
}

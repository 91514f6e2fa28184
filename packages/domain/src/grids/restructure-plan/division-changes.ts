/** What a plan does to the divisions of a district: put in, and taken out again. */

import type { CommunityLife, DivisionStructure } from '../../shared/division-structure.ts'
import type { CommunityId } from '../../shared/identifiers.ts'
import type { DivisionChange } from './outcomes.ts'

/** The divisions with a change; nothing happens where they know it already. */
export const withDivisionChange = (divisions: DivisionStructure, { effectiveOn, opens, moves, closes }: DivisionChange): DivisionStructure => {
  const communities = { ...divisions.communities }
  for (const { communityId, townId, code } of opens) {
    communities[communityId] ??= { from: effectiveOn, to: null, towns: [{ from: effectiveOn, townId }], codes: [{ from: effectiveOn, code }] }
  }
  for (const { communityId, townId } of moves) change(communities, communityId, (life) => ({ ...life, towns: withStay(life.towns, { from: effectiveOn, townId }) }))
  for (const { communityId } of closes) change(communities, communityId, (life) => ({ ...life, to: effectiveOn }))
  return { ...divisions, communities }
}

/** The divisions without a change; nothing happens where they do not know it yet. */
export const withoutDivisionChange = (divisions: DivisionStructure, { effectiveOn, opens, moves, closes }: DivisionChange): DivisionStructure => {
  const communities = { ...divisions.communities }
  for (const { communityId } of opens) delete communities[communityId]
  for (const { communityId, townId } of moves) {
    change(communities, communityId, (life) => ({ ...life, towns: life.towns.filter((stay) => stay.from !== effectiveOn || stay.townId !== townId) }))
  }
  for (const { communityId } of closes) change(communities, communityId, (life) => life.to === effectiveOn ? { ...life, to: null } : life)
  return { ...divisions, communities }
}

function change(communities: Record<string, CommunityLife>, communityId: CommunityId, next: (life: CommunityLife) => CommunityLife): void {
  const life = communities[communityId]
  if (life !== undefined) communities[communityId] = next(life)
}

function withStay(towns: CommunityLife['towns'], stay: CommunityLife['towns'][number]): CommunityLife['towns'] {
  if (towns.some((known) => known.from === stay.from && known.townId === stay.townId)) return towns
  return [...towns, stay].sort((left, right) => left.from < right.from ? -1 : left.from > right.from ? 1 : 0)
}

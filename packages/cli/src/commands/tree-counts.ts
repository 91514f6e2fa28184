/** What a batch does to the grid tree: grids and buildings of every community that it touches, before and after. */

import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { districtOf, type CommunityId, type DistrictId, type GovernanceEvent } from '@grid-governance/domain'
import { entryOf, type CalendarDate } from '@grid-governance/event-sourcing'
import type { EventReader } from '@grid-governance/event-store'
import type { DistrictGrids } from '@grid-governance/projections-grids'
import { districtGridsAt } from '../audit/grid-models.ts'
import type { Failure } from '../failure.ts'
import type { Desk } from '../outcome.ts'
import { figure, text, type AnswerTable, type Row } from '../output/answer.ts'
import { receiptsOf } from './receipt-tables.ts'
import type { Submitted } from './submit-all.ts'

/** Counts as of the last day on which one of the facts takes effect; no table where no community is touched. */
export const countsTable = (before: EventReader, after: EventReader, submitted: ReadonlyArray<Submitted>, desk: Desk): TE.TaskEither<Failure, ReadonlyArray<AnswerTable>> => {
  const all = submitted.flatMap(({ receipt }) => receiptsOf(receipt)).flatMap(({ stream, facts }) => facts.map((fact) => ({ stream, fact })))
  const [first] = all
  const communities = [...new Set(all.flatMap(({ fact }) => communitiesChanged(fact)))].sort()
  if (first === undefined || communities.length === 0) return TE.right([])
  const district = districtOf(first.stream as Parameters<typeof districtOf>[0])
  const day = all.reduce((latest, { fact }) => { const on = entryOf(fact).effectiveOn ?? latest; return on > latest ? on : latest }, desk.today())
  return pipe(
    TE.Do,
    TE.bind('then', () => allKnownOf(before, district, day, desk)),
    TE.bind('now', () => allKnownOf(after, district, day, desk)),
    TE.map(({ then, now }) => [tableOf(communities, then, now, day, desk)]),
  )
}

/** A district as all that is recorded now has it. */
function allKnownOf(reader: EventReader, district: DistrictId, day: CalendarDate, desk: Desk): TE.TaskEither<Failure, DistrictGrids> {
  return pipe(
    reader.head(),
    TE.flatMap(({ after }) => districtGridsAt({ reader, mode: 'checked' }, district, day, after === 'beginning' ? { instant: 0 } : { position: after }, desk)),
  )
}

function tableOf(communities: ReadonlyArray<CommunityId>, before: DistrictGrids, after: DistrictGrids, day: CalendarDate, { words }: Desk): AnswerTable {
  return {
    name: 'communities',
    title: words.sentences.countsAsOf(day),
    columns: [...text('community', 'name'), ...figure('gridsBefore', 'gridsAfter', 'buildingsBefore', 'buildingsAfter')],
    rows: communities.map((community): Row => ({
      community, name: after.divisions.communities[community]?.name ?? before.divisions.communities[community]?.name ?? '',
      gridsBefore: gridsIn(before, community), gridsAfter: gridsIn(after, community),
      buildingsBefore: buildingsIn(before, community), buildingsAfter: buildingsIn(after, community),
    })),
  }
}

/** The communities whose grids or buildings a fact changes; what only prepares or repeats a decision changes none. */
function communitiesChanged(fact: GovernanceEvent): ReadonlyArray<CommunityId> {
  switch (fact.type) {
    case 'GridEstablished': case 'BuildingRegistered': case 'BuildingRemoved': case 'GridSplit': case 'GridsMerged': case 'GridBoundaryRedrawn': case 'GridClosed':
      return [fact.data.communityId]
    case 'GridReparented': return [fact.data.fromCommunity, fact.data.toCommunity]
    case 'CommunitySplit': return [fact.data.source, ...fact.data.targets.map((target) => target.communityId)]
    case 'RestructureExecuted': case 'RestructureCorrected': return fact.data.communityIds
    default: return []
  }
}

function gridsIn(grids: DistrictGrids, community: CommunityId): number {
  return Object.keys(grids.communities.get(community)?.grids ?? {}).length
}

function buildingsIn(grids: DistrictGrids, community: CommunityId): number {
  return Object.keys(grids.communities.get(community)?.buildings ?? {}).length
}

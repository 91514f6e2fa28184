/** The public names of this package: a new one is a visible difference. */

import { expect, it } from 'vitest'
import * as offered from './index.ts'

it('offers these names and no others', () => {
  expect(Object.keys(offered).sort()).toEqual([
    'addCounts', 'addFigures', 'beginnings', 'beginningsTable', 'buildingsInNoGrid', 'buildingsTable', 'byCommunity', 'communitiesOfTown',
    'communitiesTable', 'communityGrids', 'communityGridsInParts', 'communityKey', 'communityKeys', 'communityOfKey', 'districtGridsFrom',
    'districtKey', 'districtKeys', 'districtOfKey', 'divisions', 'exemptionOn', 'figuresByGrid', 'figuresOf', 'foundingOf', 'gatherGrids',
    'gridHistory', 'gridProjections', 'gridTables', 'gridTree', 'gridTreeFrom', 'gridTreeQuestion', 'gridsNamed', 'gridsQuestion',
    'gridsTable', 'gridsUnknownBefore', 'joinModels', 'knownPart', 'lineage', 'lineageAlgorithm', 'lineageEdgesTable', 'lineageFrom',
    'lineageInParts', 'lineageOf', 'lineageOfQuestion', 'locatedBuildings', 'mappingBetween', 'mappingFrom', 'mappingQuestion',
    'neverValidGrid', 'noCounts', 'noFigures', 'openCommunities', 'openGrids', 'rowsOf', 'townsTable', 'twoDaysQuestion', 'unknownBefore',
  ])
})

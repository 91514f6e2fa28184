/** The public names of this package: a new one is a visible difference. */

import { expect, it } from 'vitest'
import * as offered from './index.ts'

it('offers these names and no others', () => {
  expect(Object.keys(offered).sort()).toEqual([
    'addCounts', 'addFigures', 'beginnings', 'buildingsInNoGrid', 'communitiesOfTown', 'communityGrids', 'communityKey', 'communityKeys',
    'communityOfKey', 'districtGridsFrom', 'districtKey', 'districtKeys', 'districtOfKey', 'divisions', 'exemptionOn', 'figuresByGrid', 'figuresOf',
    'gatherGrids', 'gridHistory', 'gridProjections', 'gridTree', 'gridTreeFrom', 'gridTreeQuestion', 'gridsNamed', 'gridsQuestion',
    'gridsUnknownBefore', 'joinModels', 'knownPart', 'lineage', 'lineageAlgorithm', 'lineageFrom', 'lineageOf', 'lineageOfQuestion',
    'locatedBuildings', 'mappingBetween', 'mappingFrom', 'mappingQuestion', 'neverValidGrid', 'noCounts', 'noFigures', 'openCommunities',
    'openGrids', 'rowsOf', 'twoDaysQuestion', 'unknownBefore',
  ])
})

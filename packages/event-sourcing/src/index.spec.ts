/** What the package and its two side doors offer, so that a new public name is a visible difference. */

import { expect, test } from 'vitest'
import * as offered from './index.ts'
import * as laws from './laws.ts'
import * as scenarios from './testing.ts'

test('the words are these, and no others', () => {
  expect(Object.keys(offered).sort()).toEqual([
    'Actor', 'AppendPlace', 'Authority', 'BrandedType', 'CalendarDate', 'CommandId', 'DatedData', 'EntryId', 'EntryKind', 'EntryVoidedData',
    'EventId', 'EventMetadata', 'KeyOutsideUnit', 'OneOfType', 'Position', 'Sealed', 'ShapeType', 'StreamName', 'Uuid', 'at', 'brandedNumber',
    'brandedText', 'byEffect', 'byPosition', 'categoryOf', 'chainIdOf', 'chainsOf', 'clearScheme', 'clearText', 'column', 'copy', 'dated',
    'dating', 'dayOfInstant', 'decodeCommand', 'definePolicy', 'defineProcess', 'defineProjection', 'defineTable', 'derivedId', 'diff',
    'effectiveDateOf', 'emptyTimeline', 'endsAppend', 'entryIdOf', 'entryOf', 'entryVoided', 'eventIdOf', 'eventsByKey', 'explainAnswer',
    'explainPath', 'explainReads', 'fact', 'factCodec', 'factMakers', 'figureReads', 'file', 'fileElsewhere', 'fold', 'foldKey',
    'freezeTree', 'handled', 'headOfChain', 'instanceOf', 'isAfter', 'isCategory', 'isPrintable', 'isSealed', 'keysOfPlaces', 'line',
    'list', 'liveModels', 'mergeCodecs', 'modelsFrom', 'modelsOf', 'notedRun', 'oneOf', 'onlyKey', 'partOfUnit', 'partReads', 'problemsOf',
    'projectLive', 'projectionName', 'projectionOfPart', 'question', 'readsUnknown', 'reference', 'replay', 'resolveChain',
    'resolveEntries', 'ruledText', 'sameTree', 'schemesIn', 'sealInClear', 'segments', 'shape', 'shapeName', 'shownTo', 'standing',
    'upcastAll', 'valueAt', 'wholeNumber', 'withoutSealed', 'words',
  ])
})

test('for scenarios there are these', () => {
  expect(Object.keys(scenarios).sort()).toEqual([
    'AssertionError', 'assertSame', 'deciderScenarios', 'differences', 'firstMoment', 'givenFacts', 'inStream', 'recordedLog',
  ])
})

test('for laws there are these', () => {
  expect(Object.keys(laws).sort()).toEqual([
    'applyLaws', 'arbitraryFacts', 'arbitraryLogs', 'asyncLawFor', 'byBruteForce', 'codecLaws', 'deciderLaws', 'explainPathLaws',
    'explainQueryLaws', 'jsonKeys', 'jsonNumbers', 'jsonObjects', 'jsonTexts', 'jsonValues', 'lawFor', 'partitionLaws', 'projectionLaws',
    'shapesOf',
  ])
})

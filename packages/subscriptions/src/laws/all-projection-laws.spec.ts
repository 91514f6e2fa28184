/** All laws hold for sound projections of this package's made-up world, by one call each. */

import { describe, test } from 'vitest'
import { applyLaws } from '@grid-governance/event-sourcing/laws'
import { districtFile, gridFiles, sampleCodec } from '../builders.ts'
import { allProjectionLaws } from '../laws.ts'

describe('a projection with a model for each key', () => applyLaws(allProjectionLaws({ projection: gridFiles, codec: sampleCodec }), test))
describe('a projection with a single model', () => applyLaws(allProjectionLaws({ projection: districtFile, codec: sampleCodec }), test))

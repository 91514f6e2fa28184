/** The laws hold for a sound domain. */

import { describe, test } from 'vitest'
import { applyLaws, arbitraryLogs, codecLaws, projectionLaws } from '../laws.ts'
import { allFacts, arbitraryFacts, codec, historyAnswers, historyProjection, roomDecider, shelfProjection } from '../shelves.spec-domain.ts'
import { goldens, roomLaws, shelfLaws } from './shelf-laws.spec-domain.ts'

describe('a sound decider', () => applyLaws(roomLaws(roomDecider), test))
describe('a sound projection in effective order', () => applyLaws(shelfLaws(shelfProjection), test))
describe('a sound projection in recorded order', () => applyLaws(projectionLaws({ projection: historyProjection, logs: arbitraryLogs(arbitraryFacts), answers: historyAnswers }), test))
describe('a sound codec', () => applyLaws(codecLaws({ codec, facts: allFacts, goldens }), test))

/** The lineage of made-up grids between two days, by example. */

import { describe, expect, it } from 'vitest'
import type { RecordedEvent } from '@grid-governance/event-sourcing'
import { districtGridsFrom, type DistrictGrids } from '../district-grids.ts'
import { lineageFrom, mappingFrom } from '../from-events.ts'
import type { KnownAt } from '../known-part.ts'
import {
  boundaryRedrawn, buildingRegistered, buildingRemoved, community, communityRegistered, communitySplit, correcting, day, details, district, districtRegistered, grid, gridClosed,
  gridEstablished, gridReparented, gridSplit, gridsMerged, learnt, metricsRecorded, planExecuted, recorded, townRegistered, voided,
} from '../testing/facts.ts'
import { foundingOf } from './edges.ts'
import { lineageOf, type Lineage, type LineageAnswer } from './queries.ts'

/** Community C1: G1 has B1 (10 households), B2 (30) and B3 (60); G2 has B4 (10). Community C2: G9 has B9. */
const laidOut = learnt('2018-07-01',
  districtRegistered({ on: '2018-07-01' }), townRegistered({ on: '2018-07-01' }, 'T1'),
  communityRegistered({ on: '2018-07-01' }, 'C1', 'T1'), communityRegistered({ on: '2018-07-01' }, 'C2', 'T1'),
  gridEstablished({ on: '2018-07-01' }, 'C1', 'G1', [details('B1', 10, 20), details('B2', 30, 80), details('B3', 60, 100)]),
  gridEstablished({ on: '2018-07-01' }, 'C1', 'G2', [details('B4')]),
  gridEstablished({ on: '2018-07-01' }, 'C2', 'G9', [details('B9')]))

const split = gridSplit({ on: '2020-03-01', entry: 'split' }, 'C1', 'G1', { G3: ['B1'], G4: ['B2', 'B3'] }, 'P1')

const forwards = (events: ReadonlyArray<RecordedEvent>, gridId: string, from: string, to: string, asKnownAt?: KnownAt): LineageAnswer =>
  lineageFrom(events, grid(gridId), { district, from: day(from), to: day(to), ...(asKnownAt === undefined ? {} : { asKnownAt }) })

const backwards = (events: ReadonlyArray<RecordedEvent>, gridId: string, from: string, to: string): LineageAnswer =>
  lineageFrom(events, grid(gridId), { district, from: day(from), to: day(to) }, 'backwards')

const answered = (answer: LineageAnswer): Lineage => {
  if (answer.answer !== 'lineage') throw new Error(`no lineage, but ${answer.answer}`)
  return answer
}

/** The shares of each part as "part/whole" of buildings, households and residents. */
const sharesOf = (answer: LineageAnswer): Readonly<Record<string, string>> => Object.fromEntries(answered(answer).parts.map(({ grid: { gridId }, shares }) =>
  [gridId, Object.values(shares).map(({ part, whole }) => `${part}/${whole}`).join(' ')]))

const stepsOf = (answer: LineageAnswer) => answered(answer).steps.map((step) =>
  [step.effectiveOn, step.planId, step.operations.map(({ kind, from, to }) => `${kind}: ${from.join('+')} to ${to.join('+')}`)])

describe('the successors of a grid', () => {
  it('§4.9 shares a split grid out by its buildings, exactly, in buildings, households and residents', () => {
    const answer = forwards(recorded(laidOut, learnt('2020-01-10', split)), 'G1', '2020-01-01', '2021-01-01')
    expect(sharesOf(answer)).toEqual({ G3: '1/3 10/100 20/200', G4: '2/3 90/100 180/200' })
    expect(answered(answer)).toMatchObject({ algorithm: 'lineage.sharesByBuilding@1', whole: { buildings: 3, households: 100, residents: 200 }, notComparable: [] })
  })

  it('names the plan, the document, the day and the fact of every step', () => {
    const events = recorded(laidOut, learnt('2020-01-10', split, planExecuted('2020-03-01', ['C1'])))
    expect(answered(forwards(events, 'G1', '2020-01-01', '2021-01-01')).steps).toEqual([{
      effectiveOn: '2020-03-01', planId: 'P1', documentNumber: 'made-up 1',
      operations: [{ kind: 'split', eventId: events.find((event) => event.type === 'GridSplit')?.eventId, operationId: 'O1', documentNumber: 'made-up 1', from: ['G1'], to: ['G3', 'G4'] }],
      after: [
        { gridId: 'G3', communityId: 'C1', shares: { buildings: { part: 1, whole: 3 }, households: { part: 10, whole: 100 }, residents: { part: 20, whole: 200 } } },
        { gridId: 'G4', communityId: 'C1', shares: { buildings: { part: 2, whole: 3 }, households: { part: 90, whole: 100 }, residents: { part: 180, whole: 200 } } },
      ],
    }])
  })

  it('walks from the tree of the first day to the tree of the second: a split on the second day counts, one on the first does not', () => {
    const events = recorded(laidOut, learnt('2020-01-10', split))
    expect(sharesOf(forwards(events, 'G1', '2020-02-29', '2020-03-01'))).toEqual({ G3: '1/3 10/100 20/200', G4: '2/3 90/100 180/200' })
    expect(forwards(events, 'G1', '2020-03-01', '2021-01-01')).toEqual({
      answer: 'ended', gridId: 'G1', communityId: 'C1', on: '2020-03-01', reason: 'split', successors: ['G3', 'G4'] })
    expect(sharesOf(forwards(events, 'G1', '2019-01-01', '2020-02-29'))).toEqual({ G1: '3/3 100/100 200/200' })
  })

  it('takes one step for each plan, and follows the buildings through all of them', () => {
    const events = recorded(laidOut,
      learnt('2020-01-10', split),
      learnt('2021-01-10', gridsMerged({ on: '2021-03-01' }, 'C1', ['G3', 'G2'], { G5: ['B1', 'B4'] }, 'P2'),
        boundaryRedrawn({ on: '2021-03-01' }, 'C1', { G5: ['B1', 'B4', 'B2'], G4: ['B3'] }, 'P2')),
      learnt('2022-01-10', gridClosed({ on: '2022-03-01' }, 'C1', 'G4', { G5: ['B1', 'B2', 'B3', 'B4'] }, 'abolished', 'P3')))
    expect(stepsOf(forwards(events, 'G1', '2020-01-01', '2021-12-31'))).toEqual([
      ['2020-03-01', 'P1', ['split: G1 to G3+G4']],
      ['2021-03-01', 'P2', ['merged: G3 to G5', 'boundaryRedrawn: G4 to G5']],
    ])
    expect(sharesOf(forwards(events, 'G1', '2020-01-01', '2021-12-31'))).toEqual({ G4: '1/3 60/100 100/200', G5: '2/3 40/100 100/200' })
    expect(sharesOf(forwards(events, 'G1', '2020-01-01', '2022-12-31'))).toEqual({ G5: '3/3 100/100 200/200' })
  })

  it('T5 gives part of a grid to another when a building moves, and the rest to itself', () => {
    const events = recorded(laidOut, learnt('2020-01-10', boundaryRedrawn({ on: '2020-03-01' }, 'C1', { G1: ['B2', 'B3'], G2: ['B1', 'B4'] })))
    expect(sharesOf(forwards(events, 'G1', '2020-01-01', '2021-01-01'))).toEqual({ G1: '2/3 90/100 180/200', G2: '1/3 10/100 20/200' })
  })

  it('follows a grid to another community, where it keeps its id', () => {
    const events = recorded(laidOut, learnt('2020-01-10', gridReparented({ on: '2020-03-01' }, 'C1', 'C2', 'G2', [details('B4')])))
    const answer = answered(forwards(events, 'G2', '2020-01-01', '2021-01-01'))
    expect(answer.parts).toMatchObject([{ grid: { gridId: 'G2', communityId: 'C2' } }])
    expect(answer.steps).toMatchObject([{ operations: [{ kind: 'reparented', from: ['G2'], to: ['G2'] }], after: [{ gridId: 'G2', communityId: 'C2' }] }])
  })

  it('T29 follows grids through the division of their community', () => {
    const events = recorded(laidOut, learnt('2020-01-10', communitySplit({ on: '2020-03-01' }, 'C1', {
      C1: { town: 'T1', grids: { G1: [details('B1', 10, 20), details('B2', 30, 80), details('B3', 60, 100)] } }, C6: { town: 'T1', grids: { G2: [details('B4')] } } })))
    expect(answered(forwards(events, 'G2', '2020-01-01', '2021-01-01'))).toMatchObject({ parts: [{ grid: { gridId: 'G2', communityId: 'C6' } }], steps: [{ operations: [{ kind: 'communitySplit' }] }] })
    const { lineage } = districtGridsFrom(events, { district, asOf: day('2020-01-01') })
    expect([foundingOf(lineage, community('C6'))?.effectiveOn, foundingOf(lineage, community('C2'))]).toEqual(['2020-03-01', undefined])
    expect(answered(forwards(events, 'G1', '2020-01-01', '2021-01-01'))).toMatchObject({ parts: [{ grid: { gridId: 'G1', communityId: 'C1' } }], steps: [] })
  })

  it('measures by the figures of the first day, and says what was taken down since', () => {
    const events = recorded(laidOut, learnt('2020-01-10', split), learnt('2020-06-01',
      metricsRecorded({ on: '2020-06-01' }, 'C1', 'G3', 'B1', 999, 999), buildingRemoved({ on: '2020-06-01' }, 'C1', 'G4', 'B2')))
    const answer = forwards(events, 'G1', '2020-01-01', '2021-01-01')
    expect(sharesOf(answer)).toEqual({ G3: '1/3 10/100 20/200', G4: '1/3 60/100 100/200' })
    expect(answered(answer).rest).toEqual({ buildings: { part: 1, whole: 3 }, households: { part: 30, whole: 100 }, residents: { part: 80, whole: 200 } })
  })

  it('flags shares of households as not comparable where there were no households', () => {
    const events = recorded(laidOut, learnt('2018-07-02', gridEstablished({ on: '2018-07-01' }, 'C2', 'G7', [details('B71', 0, 5), details('B72', 0, 0)])),
      learnt('2020-01-10', gridSplit({ on: '2020-03-01' }, 'C2', 'G7', { G7: ['B71'], G8: ['B72'] })))
    const answer = answered(forwards(events, 'G7', '2020-01-01', '2021-01-01'))
    expect(sharesOf(answer)).toEqual({ G7: '1/2 0/0 5/5', G8: '1/2 0/0 0/5' })
    expect(answer.notComparable).toEqual([{ measure: 'households', reason: 'nothingToShare' }])
  })

  it('names the heir of a grid without buildings, and flags every share', () => {
    const events = recorded(laidOut, learnt('2018-07-02', gridEstablished({ on: '2018-07-01' }, 'C2', 'G7', [])),
      learnt('2020-01-10', gridsMerged({ on: '2020-03-01' }, 'C2', ['G7', 'G9'], { G8: ['B9'] })))
    const answer = answered(forwards(events, 'G7', '2020-01-01', '2021-01-01'))
    expect(sharesOf(answer)).toEqual({ G8: '0/0 0/0 0/0' })
    expect(answer.notComparable.map((one) => one.measure)).toEqual(['buildings', 'households', 'residents'])
    expect(stepsOf(answer)).toEqual([['2020-03-01', 'P1', ['merged: G7 to G8']]])
    expect(sharesOf(backwards(events, 'G8', '2020-01-01', '2021-01-01'))).toEqual({ G9: '1/1 10/10 25/25' })
  })
})

describe('the predecessors of a grid', () => {
  it('says which part of a grid came out of which, by the figures of the second day', () => {
    const events = recorded(laidOut, learnt('2020-01-10', gridsMerged({ on: '2020-03-01' }, 'C1', ['G1', 'G2'], { G3: ['B1', 'B2', 'B3', 'B4'] })))
    expect(sharesOf(backwards(events, 'G3', '2020-01-01', '2021-01-01'))).toEqual({ G1: '3/4 100/110 200/225', G2: '1/4 10/110 25/225' })
    expect(stepsOf(backwards(events, 'G3', '2020-01-01', '2021-01-01'))).toEqual([['2020-03-01', 'P1', ['merged: G1+G2 to G3']]])
  })

  it('sets aside what was registered since', () => {
    const events = recorded(laidOut, learnt('2019-01-10', buildingRegistered({ on: '2020-02-01' }, 'C1', 'G1', details('B5', 40, 50))),
      learnt('2020-01-10', gridSplit({ on: '2020-03-01' }, 'C1', 'G1', { G3: ['B1', 'B5'], G4: ['B2', 'B3'] })))
    const answer = answered(backwards(events, 'G3', '2020-01-01', '2021-01-01'))
    expect(sharesOf(answer)).toEqual({ G1: '1/2 10/50 20/70' })
    expect(answer.rest).toMatchObject({ buildings: { part: 1, whole: 2 } })
    expect(stepsOf(answer)).toEqual([['2020-03-01', 'P1', ['split: G1 to G3']]])
  })

  it('T33 does not know the predecessors of what was imported later, and says from when on it would', () => {
    const events = recorded(laidOut, learnt('2020-01-10', gridEstablished({ on: '2020-01-01' }, 'C2', 'G7', [details('B7')], 'unknown')),
      learnt('2020-06-01', gridsMerged({ on: '2020-06-01' }, 'C2', ['G7', 'G9'], { G9: ['B7', 'B9'] })))
    expect(backwards(events, 'G7', '2019-01-01', '2020-01-01')).toEqual({ answer: 'unknown', gridId: 'G7', unknownBefore: '2020-01-01' })
    const partly = answered(backwards(events, 'G9', '2019-01-01', '2020-06-01'))
    expect(sharesOf(partly)).toEqual({ G9: '1/2 10/20 25/50' })
    expect(partly.unknown.buildings).toEqual({ part: 1, whole: 2 })
    expect(partly.notComparable).toEqual(['buildings', 'households', 'residents'].map((measure) => ({ measure, reason: 'unknownBefore' })))
  })
})

describe('grids that are not there', () => {
  const wrong = recorded(laidOut, learnt('2020-03-01', split), learnt('2020-06-01', voided(split, 'split'),
    gridClosed({ on: '2020-03-01', entry: 'G3-never' }, 'C1', 'G3', {}, 'neverValid'), gridClosed({ on: '2020-03-01', entry: 'G4-never' }, 'C1', 'G4', {}, 'neverValid')))

  it('T32 answers for a grid that never was valid where its buildings really were', () => {
    expect(forwards(wrong, 'G3', '2020-04-01', '2021-01-01')).toMatchObject({ answer: 'neverValid', gridId: 'G3', instead: [{ gridId: 'G1' }] })
    expect(sharesOf(forwards(wrong, 'G1', '2020-01-01', '2021-01-01'))).toEqual({ G1: '3/3 100/100 200/200' })
    expect(stepsOf(forwards(wrong, 'G1', '2020-01-01', '2021-01-01'))).toEqual([])
  })

  it('T32 brings the lineage back when the withdrawal itself is withdrawn, with all that it had said', () => {
    const restored = recorded(laidOut, learnt('2020-03-01', split),
      learnt('2020-06-01', voided(split, 'split', { entry: 'void' }), gridClosed({ on: '2020-03-01', entry: 'G3-never' }, 'C1', 'G3', {}, 'neverValid')),
      learnt('2020-07-01', voided(split, 'split', { corrects: 'void' }), voided(split, 'G3-never')))
    expect(sharesOf(forwards(restored, 'G1', '2020-01-01', '2021-01-01'))).toEqual({ G3: '1/3 10/100 20/200', G4: '2/3 90/100 180/200' })
    expect(sharesOf(forwards(restored, 'G3', '2020-04-01', '2021-01-01'))).toEqual({ G3: '1/1 10/10 20/20' })
  })

  it('T33 does not know what an imported grid was before its import', () => {
    const imported = recorded(learnt('2018-07-02', gridEstablished({ on: '2018-07-01' }, 'C1', 'G1', [details('B1')], 'unknown')))
    expect(forwards(imported, 'G1', '2018-06-30', '2020-01-01')).toEqual({ answer: 'unknown', gridId: 'G1', unknownBefore: '2018-07-01' })
  })

  it('T32 keeps the lineage that was known before the correction', () => {
    const known = { instant: Date.parse('2020-05-01T00:00:00Z') }
    expect(sharesOf(forwards(wrong, 'G1', '2020-01-01', '2021-01-01', known))).toEqual({ G3: '1/3 10/100 20/200', G4: '2/3 90/100 180/200' })
  })

  it('calls a target never valid that a correction replaced by another', () => {
    const events = recorded(laidOut, learnt('2020-03-01', split),
      learnt('2020-06-01', correcting(gridSplit({ on: '2020-03-01' }, 'C1', 'G1', { G3: ['B1'], G5: ['B2', 'B3'] }), 'split')))
    expect(forwards(events, 'G4', '2020-04-01', '2021-01-01')).toMatchObject({ answer: 'neverValid', instead: [{ gridId: 'G5' }] })
    expect(forwards(events, 'G3', '2020-04-01', '2021-01-01')).toMatchObject({ answer: 'lineage' })
  })

  it('takes the word of a closure that says "never valid"', () => {
    const events = recorded(laidOut, learnt('2020-03-01', split), learnt('2020-06-01', gridClosed({ on: '2020-06-01' }, 'C1', 'G3', { G4: ['B1', 'B2', 'B3'] }, 'neverValid', 'P2')))
    expect(forwards(events, 'G3', '2020-06-01', '2021-01-01')).toMatchObject({ answer: 'neverValid', instead: [{ gridId: 'G4' }] })
  })

  it('says when a grid begins that is not there yet', () => {
    const events = recorded(laidOut, learnt('2020-01-10', split))
    expect(forwards(events, 'G3', '2019-01-01', '2021-01-01')).toEqual({ answer: 'notYet', gridId: 'G3', begins: '2020-03-01' })
  })

  it('knows no grid of which no fact speaks, and no lineage against time', () => {
    expect(forwards(recorded(laidOut), 'G404', '2019-01-01', '2020-01-01')).toEqual({ answer: 'noSuchGrid', gridId: 'G404' })
    expect(forwards(recorded(laidOut), 'G1', '2020-01-01', '2019-01-01')).toEqual({ answer: 'datesReversed', from: '2020-01-01', to: '2019-01-01' })
  })
})

describe('the mapping of all grids of two days', () => {
  it('pairs grids that have buildings in common, as parts of both', () => {
    const events = recorded(laidOut, learnt('2020-01-10', split),
      learnt('2020-06-01', gridsMerged({ on: '2020-06-01' }, 'C1', ['G3', 'G2'], { G2: ['B1', 'B4'] }, 'P2')))
    const mapping = mappingFrom(events, { district, from: day('2020-01-01'), to: day('2021-01-01') })
    expect(mapping.rows.map(({ from, to, ofFrom, ofTo }) => [from.gridId, to.gridId, ofFrom.households, ofTo.households])).toEqual([
      ['G1', 'G2', { part: 10, whole: 100 }, { part: 10, whole: 20 }],
      ['G1', 'G4', { part: 90, whole: 100 }, { part: 90, whole: 90 }],
      ['G2', 'G2', { part: 10, whole: 10 }, { part: 10, whole: 20 }],
      ['G9', 'G9', { part: 10, whole: 10 }, { part: 10, whole: 10 }],
    ])
    expect([mapping.ended, mapping.begun, mapping.unknown]).toEqual([[], [], []])
  })

  it('T33 sets apart the grids of which it does not know what they were', () => {
    const events = recorded(laidOut, learnt('2020-01-10', gridEstablished({ on: '2020-01-01' }, 'C2', 'G7', [details('B7')], 'unknown'), gridEstablished({ on: '2020-01-01' }, 'C2', 'G8', [details('B8')])))
    const mapping = mappingFrom(events, { district, from: day('2019-01-01'), to: day('2021-01-01') })
    expect(mapping.unknown).toMatchObject([{ grid: { gridId: 'G7' }, unknownBefore: '2020-01-01' }])
    expect(mapping.begun.map((one) => one.gridId)).toEqual(['G8'])
  })
})

describe('asking models instead of facts', () => {
  it('answers the same from models read elsewhere, at one place in the log', () => {
    const events = recorded(laidOut, learnt('2020-01-10', split))
    const asOf = (text: string): DistrictGrids => districtGridsFrom(events, { district, asOf: day(text) })
    expect(lineageOf(grid('G1'), asOf('2020-01-01'), asOf('2021-01-01'))).toEqual(forwards(events, 'G1', '2020-01-01', '2021-01-01'))
  })
})

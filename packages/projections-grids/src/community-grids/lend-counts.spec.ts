/** What was counted of a building holds wherever it is: counts across the communities of a made-up district. */

import { describe, expect, it } from 'vitest'
import type { RecordedEvent } from '@grid-governance/event-sourcing'
import { districtGridsFrom } from '../district-grids.ts'
import { lineageFrom } from '../from-events.ts'
import { buildingsOf } from '../lineage/queries.ts'
import {
  building, community, communitySplit, correcting, day, details, district, grid, gridEstablished, gridReparented, learnt, metricsRecorded, recorded, voided, type DraftFact,
} from '../testing/facts.ts'
import { noGrids } from './read-model.ts'
import { lendCounts } from './lend-counts.ts'

/** B1 in G1 of community C1, with 10 households from 2018-07-01; C2 and C3 have a grid each. */
const laidOut = learnt('2018-07-01',
  gridEstablished({ on: '2018-07-01', entry: 'laid' }, 'C1', 'G1', [details('B1')]), gridEstablished({ on: '2018-07-01' }, 'C1', 'G2', [details('B2')]),
  gridEstablished({ on: '2018-07-01' }, 'C2', 'G3', [details('B3')]), gridEstablished({ on: '2018-07-01' }, 'C3', 'G4', [details('B4')]))

/** G1 moves on a day; what the plan copies is what was known when it was decided. */
const moving = (on: string, from: string, to: string, copied = 10, plan = `P${on.replaceAll('-', '')}`) => gridReparented({ on, entry: `move.${on}` }, from, to, 'G1', [details('B1', copied)], plan)
const counted = (on: string, inCommunity: string, households: number, entry = `count.${on}`) => metricsRecorded({ on, entry }, inCommunity, 'G1', 'B1', households, households)

/** The log of these facts, each learnt after the one before it. */
const knowing = (...facts: ReadonlyArray<DraftFact>): ReadonlyArray<RecordedEvent> => recorded(laidOut, ...facts.map((fact, index) => learnt(`2025-01-0${index + 1}`, fact)))

/** Where B1 is on a day, and how many households it has. */
const householdsOn = (events: ReadonlyArray<RecordedEvent>, ...days: ReadonlyArray<string>) => days.map((asOf) => {
  const located = buildingsOf(districtGridsFrom(events, { district, asOf: day(asOf) })).get(building('B1'))
  return `${located?.communityId} ${located?.households}`
})

describe('a count of a building', () => {
  it('6.1 that was learnt after the building had moved, of a day before, holds in the new community from the move on', () => {
    const events = knowing(moving('2020-03-01', 'C1', 'C2'), counted('2020-02-01', 'C1', 30))
    expect(householdsOn(events, '2020-01-31', '2020-02-01', '2020-02-29', '2020-03-01')).toEqual(['C1 10', 'C1 30', 'C1 30', 'C2 30'])
  })

  it('holds until a later one in the new community, whichever was learnt first', () => {
    const events = knowing(moving('2020-03-01', 'C1', 'C2'), counted('2020-06-01', 'C2', 40), counted('2020-02-01', 'C1', 30))
    expect(householdsOn(events, '2020-03-01', '2020-05-31', '2020-06-01')).toEqual(['C2 30', 'C2 30', 'C2 40'])
  })

  it('6.1 that was corrected or withdrawn after the building had moved is corrected and withdrawn in the new community too', () => {
    const wrong = [counted('2020-02-01', 'C1', 300, 'count'), moving('2020-03-01', 'C1', 'C2', 300)]
    expect(householdsOn(knowing(...wrong), '2020-03-01')).toEqual(['C2 300'])
    expect(householdsOn(knowing(...wrong, correcting(counted('2020-02-01', 'C1', 30, 'right'), 'count')), '2020-03-01')).toEqual(['C2 30'])
    expect(householdsOn(knowing(...wrong, voided(counted('2020-02-01', 'C1', 0), 'count')), '2020-02-29', '2020-03-01')).toEqual(['C1 10', 'C2 10'])
  })

  it('6.1 gives way to the figures of a registration that was corrected, where there was no count', () => {
    const events = knowing(moving('2020-03-01', 'C1', 'C2'), correcting(gridEstablished({ on: '2018-07-01', entry: 'right' }, 'C1', 'G1', [details('B1', 12)]), 'laid'))
    expect(householdsOn(events, '2018-07-01', '2020-03-01')).toEqual(['C1 12', 'C2 12'])
  })

  it('goes with its building from community to community', () => {
    const events = knowing(moving('2020-03-01', 'C1', 'C2'), moving('2021-03-01', 'C2', 'C3'), counted('2020-02-01', 'C1', 30), counted('2020-06-01', 'C2', 40))
    expect(householdsOn(events, '2020-03-01', '2020-06-01', '2021-03-01')).toEqual(['C2 30', 'C2 40', 'C3 40'])
    expect(householdsOn(knowing(moving('2020-03-01', 'C1', 'C2'), moving('2021-03-01', 'C2', 'C3'), counted('2020-02-01', 'C1', 30)), '2021-03-01')).toEqual(['C3 30'])
  })

  it('goes with its building away and back', () => {
    const away = [moving('2020-03-01', 'C1', 'C2'), moving('2021-03-01', 'C2', 'C1')]
    expect(householdsOn(knowing(...away, counted('2020-06-01', 'C2', 40)), '2021-02-28', '2021-03-01')).toEqual(['C2 40', 'C1 40'])
    expect(householdsOn(knowing(...away, counted('2020-02-01', 'C1', 30)), '2020-03-01', '2021-03-01')).toEqual(['C2 30', 'C1 30'])
    expect(householdsOn(knowing(...away, counted('2020-02-01', 'C1', 30), counted('2020-06-01', 'C2', 40), counted('2021-04-01', 'C1', 50)), '2021-03-01', '2021-04-01')).toEqual(['C1 40', 'C1 50'])
  })

  it('T29 goes with its building to a community that came out of another, and stays in one that continues', () => {
    const divided = communitySplit({ on: '2020-03-01' }, 'C1', {
      C1: { town: 'T1', grids: { G1: [details('B1')] } }, C6: { town: 'T1', grids: { G2: [details('B2')] } } })
    const events = knowing(divided, counted('2020-02-01', 'C1', 30), metricsRecorded({ on: '2020-02-01' }, 'C1', 'G2', 'B2', 31, 31))
    const located = buildingsOf(districtGridsFrom(events, { district, asOf: day('2020-03-01') }))
    expect([located.get(building('B1')), located.get(building('B2'))]).toMatchObject([{ communityId: 'C1', households: 30 }, { communityId: 'C6', households: 31 }])
  })

  it('T32 that was taken in the new community holds in the old one when the move is withdrawn', () => {
    const moved = [moving('2020-03-01', 'C1', 'C2'), counted('2020-06-01', 'C2', 40)]
    expect(householdsOn(knowing(...moved, voided(moving('2020-03-01', 'C1', 'C2'), 'move.2020-03-01')), '2020-05-31', '2020-06-01')).toEqual(['C1 10', 'C1 40'])
  })

  it('T3 that was taken in the old community holds in the new one when the move is learnt late', () => {
    const events = knowing(counted('2020-06-01', 'C1', 40), moving('2020-03-01', 'C1', 'C2'))
    expect(householdsOn(events, '2020-03-01', '2020-06-01')).toEqual(['C2 10', 'C2 40'])
  })

  it('holds before another of the same day where the building was at the end of that day', () => {
    const events = knowing(counted('2020-03-01', 'C1', 30, 'first'), moving('2020-03-01', 'C1', 'C2'), counted('2020-03-01', 'C2', 40, 'second'), moving('2021-03-01', 'C2', 'C3'))
    expect(householdsOn(events, '2020-03-01', '2021-03-01')).toEqual(['C2 40', 'C3 40'])
    const back = knowing(counted('2020-03-01', 'C1', 30, 'first'), moving('2020-03-01', 'C1', 'C2'), counted('2020-03-01', 'C2', 40, 'second'), voided(moving('2020-03-01', 'C1', 'C2'), 'move.2020-03-01'))
    expect(householdsOn(back, '2020-03-01')).toEqual(['C1 30'])
  })

  it('changes the shares of a lineage, which are those of the figures of the day', () => {
    const events = knowing(moving('2020-03-01', 'C1', 'C2'), counted('2020-02-01', 'C1', 30))
    expect(lineageFrom(events, grid('G1'), { district, from: day('2020-01-01'), to: day('2020-03-01') }, 'backwards')).toMatchObject({ whole: { households: 30 } })
  })
})

describe('figures that a plan copied', () => {
  it('are what was known when it was decided, and are no count', () => {
    expect(householdsOn(knowing(moving('2020-03-01', 'C1', 'C2', 999)), '2020-03-01')).toEqual(['C2 10'])
  })

  it('stand where nothing is known of the community from which the building came', () => {
    const events = recorded(learnt('2020-01-01', moving('2020-03-01', 'C9', 'C2', 17)))
    expect(householdsOn(events, '2020-03-01')).toEqual(['C2 17'])
  })
})

describe('the models of communities', () => {
  it('are handed through where no building has come from elsewhere', () => {
    const communities = new Map([community('C1'), community('C2')].map((id) => [id, noGrids(id)]))
    expect(lendCounts(communities)).toBe(communities)
  })
})

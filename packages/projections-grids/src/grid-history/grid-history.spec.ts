/** The history of made-up grids: what was decided, corrected and learnt late. */

import { describe, expect, it } from 'vitest'
import {
  boundaryRedrawn, buildingRegistered, communitySplit, correcting, details, grid, gridClosed, gridEstablished, gridRenamed, gridReparented, gridSplit, gridsMerged, learnt, metricsRecorded,
  planScheduled, recorded, voided,
} from '../testing/facts.ts'
import { gridHistory } from './queries.ts'

const established = gridEstablished({ on: '2018-07-01', entry: 'laid' }, 'C1', 'G1', [details('B1'), details('B2')])
const split = gridSplit({ on: '2020-03-01', entry: 'split' }, 'C1', 'G1', { G3: ['B1'], G4: ['B2'] })
const events = recorded(
  learnt('2018-07-02', established, gridEstablished({ on: '2018-07-01' }, 'C1', 'G2', [details('B9')])),
  learnt('2020-03-01', planScheduled('2020-03-01', ['C1']), split),
  learnt('2020-04-01', correcting(gridSplit({ on: '2020-03-15', entry: 'moved' }, 'C1', 'G1', { G3: ['B1'], G5: ['B2'] }), 'split')),
  learnt('2020-05-01', voided(split, 'split', { corrects: 'moved', entry: 'withdrawn' })),
  learnt('2020-06-01', gridRenamed({ on: '2019-01-01', entry: 'named', late: true }, 'C1', 'G1', 'East Grid')))

const told = (gridId: string, order: 'effect' | 'recording') =>
  gridHistory(events, grid(gridId), order).map((row) => `${String(row.effectiveOn)} learnt ${row.recordedOn}: ${row.kind} ${row.type} ${row.entryId}${row.holds ? ', holds' : ''}`)

describe('the history of a grid', () => {
  it('tells every fact in the order of effect, with what was corrected, withdrawn and learnt late', () => {
    expect(told('G1', 'effect')).toEqual([
      '2018-07-01 learnt 2018-07-02: change GridEstablished laid, holds',
      '2019-01-01 learnt 2020-06-01: lateRecording GridRenamed named, holds',
      '2020-03-01 learnt 2020-03-01: change GridSplit split, holds',
      '2020-03-15 learnt 2020-04-01: correction GridSplit moved',
      'null learnt 2020-05-01: correction EntryVoided withdrawn',
    ])
  })

  it('tells the same in the order in which it was learnt', () => {
    expect(told('G1', 'recording')).toEqual([
      '2018-07-01 learnt 2018-07-02: change GridEstablished laid, holds',
      '2020-03-01 learnt 2020-03-01: change GridSplit split, holds',
      '2020-03-15 learnt 2020-04-01: correction GridSplit moved',
      'null learnt 2020-05-01: correction EntryVoided withdrawn',
      '2019-01-01 learnt 2020-06-01: lateRecording GridRenamed named, holds',
    ])
  })

  it('T32 tells of a grid that never was what was once said, though nothing of it holds', () => {
    expect(told('G5', 'recording')).toContain('2020-03-15 learnt 2020-04-01: correction GridSplit moved')
    expect(gridHistory(recorded(learnt('2020-03-01', split), learnt('2020-05-01', voided(split, 'split'))), grid('G3')).map((row) => row.holds)).toEqual([false, false])
  })

  it('carries the document, the plan, the event and the actor of every fact', () => {
    const row = gridHistory(events, grid('G1')).find((one) => one.entryId === 'split')
    expect(row).toMatchObject({ documentNumber: 'made-up 1', planId: 'P1', corrects: null, stream: 'restructurePlan-440402.P1', streamVersion: 2, actor: { ref: 'sample', role: 'clerk' } })
    expect(row?.eventId).toBe(events.find((event) => event.type === 'GridSplit')?.eventId)
  })

  it('is empty for a grid of which no fact speaks', () => {
    expect(gridHistory(events, grid('G404'))).toEqual([])
  })

  it('finds a grid in every fact that names it', () => {
    const all = recorded(learnt('2020-01-01',
      gridEstablished({ on: '2018-01-01' }, 'C1', 'G1', [details('B1')]), buildingRegistered({ on: '2018-02-01' }, 'C1', 'G1', details('B2')),
      metricsRecorded({ on: '2018-03-01' }, 'C1', 'G1', 'B1', 1, 1), boundaryRedrawn({ on: '2018-04-01' }, 'C1', { G1: ['B1', 'B2'], G2: ['B3'] }),
      gridsMerged({ on: '2018-05-01' }, 'C1', ['G2', 'G1'], { G1: ['B1', 'B2', 'B3'] }), gridReparented({ on: '2018-06-01' }, 'C1', 'C2', 'G1', [details('B1'), details('B2'), details('B3')]),
      communitySplit({ on: '2018-07-01' }, 'C2', { C5: { town: 'T1', grids: { G1: [details('B1'), details('B2'), details('B3')] } } }), gridClosed({ on: '2018-08-01' }, 'C5', 'G1', { G9: ['B1', 'B2', 'B3'] })))
    expect(gridHistory(all, grid('G1')).map((row) => row.type)).toEqual([
      'GridEstablished', 'BuildingRegistered', 'BuildingMetricsRecorded', 'GridBoundaryRedrawn', 'GridsMerged', 'GridReparented', 'CommunitySplit', 'GridClosed'])
  })
})

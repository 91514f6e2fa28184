/** The tables of the grids: what they say of a made-up district, and that they never say anything but the grid tree and lineage do. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryVoided, replay, standing, type CalendarDate, type Projection, type RecordedEvent, type Table } from '@grid-governance/event-sourcing'
import { districtGridsFrom } from '../district-grids.ts'
import { gridTree } from '../grid-tree/queries.ts'
import { correctedHistories } from '../testing/arbitraries.ts'
import {
  boundaryRedrawn, communityRegistered, day, details, district, districtRegistered, gridClosed, gridEstablished, gridReparented, gridSplit, learnt, recorded, townClosed, townRegistered,
} from '../testing/facts.ts'
import { beginningsTable, buildingsTable, communitiesTable, gridTables, gridsTable, lineageEdgesTable, townsTable } from './index.ts'

const on = { on: '2018-07-01' }
const laidOut = learnt('2018-07-01',
  districtRegistered(on), townRegistered(on, 'T1'), townRegistered(on, 'T2'), communityRegistered(on, 'C1', 'T1', 'unknown'), communityRegistered(on, 'C2', 'T1'),
  gridEstablished(on, 'C1', 'G1', [details('B1', 10, 20), details('B2', 30, 80)], 'unknown'), gridEstablished(on, 'C1', 'G2', [details('B3', 5, 9)]),
  gridEstablished(on, 'C2', 'G9', [details('B9')]))

/** All rows of a table, over the models of these facts. */
function rowsOf<Row>(table: { readonly projection: Projection, readonly days: Table['days'], readonly joined: Table['joined'], readonly rows: (model: never, key: string, asOf: CalendarDate) => Iterable<Row> }, events: ReadonlyArray<RecordedEvent>, asOf: string): ReadonlyArray<Row> {
  const shown = events.filter(({ type }) => table.projection.handles.includes(type) || type === entryVoided)
  const models = replay(table.projection, shown, table.days === 'all' ? undefined : day(asOf))
  return [...table.joined?.(models) ?? models].flatMap(([key, model]) => [...table.rows(model as never, key, day(asOf))])
}

describe('towns and communities', () => {
  it('are valid from their first day up to the first day on which they are no more', () => {
    const events = recorded(laidOut, learnt('2019-01-01', townClosed({ on: '2019-02-01' }, 'T2', ['T1'])))
    expect(rowsOf(townsTable, events, '2019-03-01').map((row) => [row.town_id, row.valid_from, row.valid_to, row.end_reason, row.successors]))
      .toEqual([['T1', '2018-07-01', null, null, null], ['T2', '2018-07-01', '2019-02-01', 'merged', ['T1']]])
    expect(rowsOf(townsTable, events, '2019-01-31').map((row) => row.valid_to)).toEqual([null, null])
    expect(rowsOf(communitiesTable, events, '2019-03-01').map((row) => [row.district_id, row.community_id, row.town_id])).toEqual([['440402', 'C1', 'T1'], ['440402', 'C2', 'T1']])
  })
})

describe('grids', () => {
  const events = recorded(laidOut,
    learnt('2019-01-01', gridSplit({ on: '2019-03-01' }, 'C1', 'G1', { G3: ['B1'], G4: ['B2'] })),
    learnt('2019-02-01', gridReparented({ on: '2019-05-01' }, 'C1', 'C2', 'G2', [details('B3', 5, 9)])))

  it('are open, closed or moved, each with the days on which it was of its community', () => {
    expect(rowsOf(gridsTable, events, '2019-06-01').map((row) => [row.community_id, row.grid_id, row.status, row.valid_from, row.valid_to, row.moved_to, row.came_from, row.residents])).toEqual([
      ['C1', 'G3', 'open', '2019-03-01', null, null, null, 20], ['C1', 'G4', 'open', '2019-03-01', null, null, null, 80],
      ['C1', 'G1', 'closed', '2018-07-01', '2019-03-01', null, null, null], ['C1', 'G2', 'moved', null, '2019-05-01', 'C2', null, null],
      ['C2', 'G9', 'open', '2018-07-01', null, null, null, 25], ['C2', 'G2', 'open', '2019-05-01', null, null, 'C1', 9],
    ])
  })

  it('are those of the day that is asked for, and their buildings with them', () => {
    expect(rowsOf(gridsTable, events, '2019-02-28').map((row) => [row.grid_id, row.status])).toEqual([['G1', 'open'], ['G2', 'open'], ['G9', 'open']])
    expect(rowsOf(buildingsTable, events, '2019-04-01').map((row) => [row.building_id, row.grid_id])).toEqual([['B1', 'G3'], ['B2', 'G4'], ['B3', 'G2'], ['B9', 'G9']])
  })
})

describe('lineage edges', () => {
  const events = recorded(laidOut,
    learnt('2019-01-01', gridReparented({ on: '2019-05-01' }, 'C1', 'C2', 'G2', [details('B3')])),
    learnt('2019-02-01', gridClosed({ on: '2019-06-01' }, 'C2', 'G9', { G2: ['B3', 'B9'] })))

  it('tell of each step once, also of one that touches two communities', () => {
    const rows = rowsOf(lineageEdgesTable, events, '2019-12-31').filter((row) => row.kind !== 'established')
    expect(rows.map((row) => [row.effective_on, row.kind, row.role, row.grid_id, row.community_id, row.buildings])).toEqual([
      ['2019-05-01', 'reparented', 'source', 'G2', null, null], ['2019-05-01', 'reparented', 'place', 'G2', 'C2', 1],
      ['2019-06-01', 'closed', 'source', 'G9', null, null], ['2019-06-01', 'closed', 'successor', 'G2', null, null], ['2019-06-01', 'closed', 'place', 'G2', 'C2', 2],
    ])
  })

  it('take effect on their day', () => {
    expect(rowsOf(lineageEdgesTable, events, '2019-05-31').some((row) => row.kind === 'closed')).toBe(false)
    const redrawn = recorded(laidOut, learnt('2019-01-01', boundaryRedrawn({ on: '2019-05-01' }, 'C1', { G1: ['B1'], G2: ['B2', 'B3'] })))
    expect(rowsOf(lineageEdgesTable, redrawn, '2019-05-01').filter((row) => row.kind === 'boundaryRedrawn' && row.role === 'place').map((row) => row.buildings)).toEqual([1, 2])
  })
})

it('T33 beginnings say of which units the time before is unknown, whatever day is asked for', () => {
  const unknown = rowsOf(beginningsTable, recorded(laidOut), '2018-01-01').filter((row) => row.earlier === 'unknown')
  expect(unknown.map((row) => [row.unit, row.unit_id, row.community_id, row.known_from])).toEqual([['community', 'C1', null, '2018-07-01'], ['grid', 'G1', 'C1', '2018-07-01']])
})

describe('over any history', () => {
  it('the open grids come to what the tree counts, and no edge stands twice', () => {
    fc.assert(fc.property(correctedHistories(), (history) => {
      const events = recorded(...history.appends)
      const models = districtGridsFrom(events, { district, asOf: history.lastDay })
      const tree = gridTree(models)
      const open = rowsOf(gridsTable, events, history.lastDay).filter((row) => row.status === 'open')
      if (tree.answer !== 'tree' || !tree.tree.counts.known || tree.tree.breaches.length > 0) return
      const { grids, buildings, residents } = tree.tree.counts.value
      expect({ grids: open.length, buildings: sum(open.map((row) => row.buildings)), residents: sum(open.map((row) => row.residents)) }).toEqual({ grids, buildings, residents })
      const edges = rowsOf(lineageEdgesTable, events, history.lastDay).map((row) => [row.entry_id, row.role, row.grid_id].join())
      expect(new Set(edges).size).toBe(edges.length)
      expect(new Set(edges.map((edge) => edge.split(',')[0]))).toEqual(new Set(standing(models.lineage).filter((edge) => edge.effectiveOn <= history.lastDay).map((edge) => edge.entryId)))
    }), { numRuns: 100 })
  })

  it('every cell is there and fits its column', () => {
    fc.assert(fc.property(correctedHistories(12), (history) => {
      for (const table of gridTables) {
        for (const row of rowsOf(table, recorded(...history.appends), history.lastDay)) {
          expect(Object.keys(row).sort()).toEqual(Object.keys(table.columns).sort())
          for (const [name, { nullable }] of Object.entries(table.columns)) if (!nullable) expect((row as Readonly<Record<string, unknown>>)[name]).not.toBeNull()
        }
      }
    }), { numRuns: 25 })
  })
})

function sum(figures: ReadonlyArray<number | bigint | null>): number {
  return figures.reduce<number>((all, one) => all + Number(one ?? 0), 0)
}

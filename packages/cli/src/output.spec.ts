/** How answers are shown: as a table, as JSON, as CSV; and how progress is. */

import { Writable } from 'node:stream'
import { describe, expect, it, vi } from 'vitest'
import type { CalendarDate, Position } from '@grid-governance/event-sourcing'
import { figure, text, wide, type Answer } from './output/answer.ts'
import { asCsv } from './output/csv.ts'
import { asJson } from './output/json.ts'
import { progressOf } from './output/progress.ts'
import { asText } from './output/table.ts'
import { en } from './words/en.ts'
import { zh } from './words/zh.ts'

const answer: Answer = {
  standpoint: { asOf: '2019-01-01' as CalendarDate, position: 41 as Position, recordedAt: Date.parse('2018-12-31T16:00:00Z'), projections: ['divisions@1'] },
  notes: ['A note.'],
  tables: [{
    name: 'units',
    columns: [...text('name', 'id'), ...figure('grids'), ...wide('since')],
    rows: [
      { name: '翠香街道', id: 'T1', grids: 12, since: '2018-07-01' },
      { name: '甲A社区', id: 'C1', grids: null, since: null },
      { name: '=SUM(A1)', id: 'C2', grids: 0, since: null },
    ],
    indents: [0, 1, 1],
  }],
}

describe('tables', () => {
  it('stand straight with Chinese characters in them', () => {
    const [, , , headings = '', , ...rows] = asText(answer, zh).split('\n')
    const ends = [headings, ...rows].map((line) => widthOf(line))
    expect(new Set(ends).size).toBe(1)
    expect([headings, ...rows].map((line) => widthOf(line.slice(0, /T1|C1|C2|标识/.exec(line)?.index)))).toEqual([12, 12, 12, 12])
  })

  it('have a rule as wide as they are on the screen', () => {
    const [, , , headings = '', rule = ''] = asText(answer, zh).split('\n')
    expect(rule).toMatch(/^─+$/)
    expect(rule).toHaveLength(widthOf(headings))
  })

  it('call a figure that is not known unknown, never 0', () => {
    expect(asText(answer, en)).toMatch(/甲A社区 +C1 +unknown/)
    expect(asText(answer, zh)).toMatch(/甲A社区 +C1 +不明/)
    expect(asText(answer, en)).toMatch(/=SUM\(A1\) +C2 +0/)
  })

  it('write out what would turn or break a line, as the names of an older log may', () => {
    const turned: Answer = { notes: ['note \u001b[31m'], tables: [{ name: 'units', columns: text('name', 'id'), rows: [{ name: 'a\u202eb\nc', id: 'T1' }] }] }
    expect(asText(turned, en).split('\n').map((line) => line.replaceAll(/ +/g, ' '))).toEqual(['note \\u{1b}[31m', '', 'name id', expect.stringMatching(/^─+$/), 'a\\u{202e}b\\u{a}c T1'])
  })

  it('leave out columns that are too wide for a screen', () => {
    expect(asText(answer, en)).not.toContain('2018-07-01')
  })
})

describe('JSON', () => {
  it('has where the answer comes from, and every column under its own name in every language', () => {
    expect(JSON.parse(asJson(answer))).toEqual({
      asOf: '2019-01-01', knownAt: { position: 41, recordedAt: '2019-01-01T00:00:00.000+08:00' }, projections: ['divisions@1'], notes: ['A note.'],
      units: [
        { name: '翠香街道', id: 'T1', grids: 12, since: '2018-07-01' },
        { name: '甲A社区', id: 'C1', grids: null, since: null },
        { name: '=SUM(A1)', id: 'C2', grids: 0, since: null },
      ],
    })
  })
})

describe('CSV', () => {
  it('has where the answer comes from on every row, and lets no name run as a formula', () => {
    expect(asCsv(answer).split('\n')).toEqual([
      'name,id,grids,since,as_of,known_at_position,known_at_instant,projections',
      '翠香街道,T1,12,2018-07-01,2019-01-01,41,2019-01-01T00:00:00.000+08:00,divisions@1',
      '甲A社区,C1,,,2019-01-01,41,2019-01-01T00:00:00.000+08:00,divisions@1',
      `'=SUM(A1),C2,0,,2019-01-01,41,2019-01-01T00:00:00.000+08:00,divisions@1`,
    ])
  })

  it('is empty where there is no table', () => {
    expect(asCsv({ notes: ['A note.'], tables: [] })).toBe('')
  })
})

describe('progress', () => {
  it('is silent for a second, then tells a file now and then how far it is', () => {
    const written: string[] = []
    const stream = new Writable({ write: (chunk: Buffer, _, done) => { written.push(chunk.toString()); done() } })
    let clock = 0
    const progress = progressOf({ stream, isTerminal: false }, () => clock, 'verifying')
    for (const [at, done] of [[500, 1], [1500, 2], [2500, 3], [7000, 4]] as const) {
      clock = at
      progress.advance(done, 9)
    }
    progress.end()
    expect(written).toEqual(['verifying 2/9\n', 'verifying 4/9\n'])
  })

  it('draws a bar in a terminal, once a second has passed', async () => {
    const written: string[] = []
    const stream = Object.assign(new Writable({ write: (chunk: Buffer, _, done) => { written.push(chunk.toString()); done() } }), { isTTY: true, columns: 80 })
    let clock = 0
    const progress = progressOf({ stream, isTerminal: true }, () => clock, 'verifying')
    progress.advance(1, 4)
    expect(written).toEqual([])
    clock = 1500
    progress.advance(2, 4)
    await vi.waitFor(() => { expect(written.join('')).toContain('verifying') })
    expect(written.join('')).toContain('50 % | 2/4')
    progress.end()
  })
})

/** The width of a line in a terminal, where Chinese characters take two places. */
function widthOf(line: string): number {
  return [...line].reduce((sum, character) => sum + (/[\u2e80-\u9fff\uff00-\uff60]/.test(character) ? 2 : 1), 0)
}

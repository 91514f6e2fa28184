/** The scenarios: each passes where it should, and where it should not, says in words what is wrong. */

import { describe, expect, test } from 'vitest'
import type { Command } from '../decider.ts'
import type { StreamName } from '../identifiers.ts'
import { definePolicy } from '../policy.ts'
import { defineProcess } from '../process.ts'
import { counted, day, entry, historyProjection, labelled, make, remarked, roomDecider, shelfProjection, takenBack, type ShelfCommand, type ShelfFact } from '../shelves.spec-domain.ts'
import { AssertionError, deciderScenarios, differences, givenFacts, inStream, recordedLog } from '../testing.ts'

type Tidy = Command<'Tidy', { readonly shelf: string }>
const stream = 'room-1' as StreamName
const count = (books: number): ShelfCommand => ({ type: 'CountBooks', data: { books } })

describe('a scenario of a decider', () => {
  const { given } = deciderScenarios(roomDecider, { decidedOn: day('2024-01-05'), evidence: { guests: 2 } })
  const five = counted('new.0', '2024-01-05', 5)

  test('passes where these facts are decided', () => {
    given([]).when(count(5)).then([five])
    given([labelled('a', '2024-01-01', '甲')]).when({ type: 'LabelShelf', data: { shelf: 's1', zh: '甲' } }).thenNothing()
    given([]).when(count(101)).thenRejected({ type: 'TooManyBooks', books: 101 })
  })

  test('takes what is known from its context, and what is not said from the defaults', () => {
    given([]).when(count(5), { decidedOn: day('2024-01-06'), entryId: () => entry('mine') }).then([counted('mine', '2024-01-06', 5)])
    given([counted('a', '2024-01-01', 1)]).when({ type: 'TakeBackCount', data: { entryId: entry('a') } }).then([
      make.EntryVoided({ ...takenBack('new.0', 'a', 'a').data, reason: { sealed: 'clear@1', subjects: [], body: '2 guests' } }),
    ])
  })

  test.each<readonly [string, () => void, string]>([
    ['another fact', () => given([]).when(count(5)).then([counted('new.0', '2024-01-06', 6)]),
      'not these facts were decided:\n  [0].data.effectiveOn: expected "2024-01-06", was "2024-01-05"\n  [0].data.books: expected 6, was 5'],
    ['a fact missing', () => given([]).when(count(5)).then([five, five]), 'not these facts were decided:\n  [1]: expected {"type":"BooksCounted"'],
    ['a fact too many', () => given([]).when(count(5)).thenNothing(), 'something was decided:\n  [0]: expected nothing, was {"type":"BooksCounted"'],
    ['a rejection instead', () => given([]).when(count(101)).then([five]), 'should have been accepted, was rejected with {"type":"TooManyBooks","rule":"R2","books":101,"most":100}'],
    ['facts instead of a rejection', () => given([]).when(count(5)).thenRejected({ type: 'TooManyBooks' }), 'should have been rejected with {"type":"TooManyBooks"}, decided [{"type":"BooksCounted"'],
    ['another rejection', () => given([]).when(count(101)).thenRejected({ type: 'TooManyBooks', most: 50 }), 'rejected otherwise, with {"type":"TooManyBooks","rule":"R2","books":101,"most":100}:\n  most: expected 50, was 100'],
  ])('fails with words on %s', (_, scenario, words) => {
    expect(messageOf(scenario)).toContain(words)
  })

  test('fails where decide changes what it is given', () => {
    const careless = { ...roomDecider, decide: (command: ShelfCommand) => { (command.data as { books: number }).books = 1; return roomDecider.decide(command, roomDecider.initialState, {} as never) } }
    expect(() => deciderScenarios(careless).given([]).when(count(5))).toThrow(TypeError)
  })

  test('fails where a decided fact is one that evolve chokes on', () => {
    const choking = { ...roomDecider, evolve: () => { throw new RangeError('choked') } }
    expect(() => deciderScenarios(choking, { evidence: { guests: 0 } }).given([]).when(count(5))).toThrow('choked')
  })
})

describe('a scenario of a projection', () => {
  const scenario = givenFacts(labelled('a', '2024-01-01', '甲'), counted('b', '2024-01-03', 5), counted('c', '2024-01-03', 6, { root: 'b', corrects: 'b' })).project(shelfProjection)

  test('passes where the model is this one, by key, by day, by what was known', () => {
    scenario.key('s1').then({ label: { zh: '甲' }, books: 6, counts: { c: 6 }, remarks: 0 })
    scenario.key('s1').asOf('2024-01-02').then({ label: { zh: '甲' }, books: 0, counts: {}, remarks: 0 })
    scenario.knowing(2).key('s1').then({ label: { zh: '甲' }, books: 5, counts: { b: 5 }, remarks: 0 })
    scenario.knowing(0).key('s1').thenNone()
    scenario.thenNone()
  })

  test('fails with words where it is another', () => {
    expect(messageOf(() => scenario.key('s1').then({ label: null, books: 5, counts: { c: 6 }, remarks: 0 })))
      .toBe('the model "s1" of shelf is another:\n  label: expected null, was {"zh":"甲"}\n  books: expected 5, was 6')
    expect(messageOf(() => scenario.key('s9').then({ label: null, books: 5, counts: {}, remarks: 0 }))).toBe('the model "s9" of shelf does not exist: no fact touches it')
    expect(messageOf(() => scenario.key('s1').thenNone())).toBe('the model "s1" of shelf exists')
  })

  test('in recorded order asks the timelines, not the scenario, for a day', () => {
    const history = givenFacts(counted('b', '2024-01-03', 5)).project(historyProjection).key('s1')
    expect(history.model?.books.chains).toHaveProperty('b')
    expect(() => history.asOf('2024-01-01')).toThrow('shelfHistory sees facts in the order of the log; ask its timelines for a day.')
  })

  test('keeps streams apart', () => {
    givenFacts(inStream('room-1', counted('a', '2024-01-01', 1)), inStream('room-2', takenBack('b', 'a', 'a'))).project(shelfProjection).key('s1')
      .then({ label: null, books: 1, counts: { a: 1 }, remarks: 0 })
  })
})

describe('a scenario of a policy', () => {
  const tidyUp = definePolicy<ShelfFact, Tidy>()({
    name: 'tidyUp', startFrom: 'now', handles: ['ShelfRemarked'],
    when: { ShelfRemarked: ({ data }) => data.text === 'dusty' ? [{ stream, key: data.shelf, command: { type: 'Tidy', data: { shelf: data.shelf } } }] : [] },
  })

  test('passes where these are the reactions', () => {
    givenFacts(labelled('a', '2024-01-01', '甲'), remarked('dusty'), remarked('fine')).react(tidyUp).then([{ stream, key: 's1', command: { type: 'Tidy', data: { shelf: 's1' } } }])
    givenFacts(remarked('fine')).react(tidyUp).thenNothing()
  })

  test('fails with words where they are others', () => {
    expect(messageOf(() => givenFacts(remarked('dusty', 's2')).react(tidyUp).then([{ stream, key: 's1', command: { type: 'Tidy', data: { shelf: 's2' } } }])))
      .toBe('tidyUp reacts otherwise:\n  [0].key: expected "s1", was "s2"')
    expect(messageOf(() => givenFacts(remarked('dusty')).react(tidyUp).thenNothing())).toContain('tidyUp reacts:\n  [0]: expected nothing')
  })
})

describe('a scenario of a process', () => {
  const recount = defineProcess<ShelfFact, Tidy>()({
    name: 'recount', startFrom: 'now', handles: ['BooksCounted', 'ShelfRemarked'],
    instances: (event) => 'shelves' in event.data ? event.data.shelves : [event.data.shelf],
    initial: (shelf) => ({ shelf, due: null as string | null }),
    evolve: { BooksCounted: (state, { data }) => ({ ...state, due: data.effectiveOn }), ShelfRemarked: (state) => ({ ...state, due: null }) },
    due: ({ shelf, due }) => due === null ? [] : [{ deadlineId: shelf, dueOn: day(due), stream, command: { type: 'Tidy', data: { shelf } } }],
  })
  const deadline = (shelf: string, on: string) => ({ deadlineId: shelf, dueOn: day(on), stream, command: { type: 'Tidy' as const, data: { shelf } } })
  const scenario = givenFacts(counted('a', '2024-01-03', 1, { shelves: ['s1', 's2'] }), counted('b', '2024-01-02', 1, { shelves: ['s3'] }), remarked('done', 's1')).run(recount)

  test('passes where these deadlines are open, whatever their order', () => {
    scenario.thenOpen([deadline('s2', '2024-01-03'), deadline('s3', '2024-01-02')])
    scenario.thenDueBy('2024-01-02', [deadline('s3', '2024-01-02')])
    scenario.thenDueBy('2024-01-01', [])
    scenario.instance('s1').thenNothingOpen()
    scenario.instance('s2').thenOpen([deadline('s2', '2024-01-03')])
  })

  test('fails with words where they are others', () => {
    expect(messageOf(() => scenario.thenDueBy('2024-01-02', []))).toContain('other deadlines of recount are due by 2024-01-02:\n  [0]: expected nothing')
    expect(messageOf(() => scenario.instance('s2').thenNothingOpen())).toContain('deadlines of recount are open:')
    expect(messageOf(() => scenario.instance('s2').thenOpen([deadline('s2', '2024-01-04')]))).toBe('other deadlines of recount are open:\n  [0].dueOn: expected "2024-01-04", was "2024-01-03"')
  })
})

describe('a made-up log', () => {
  test('has versions by stream, positions by append, and places within an append', () => {
    const log = recordedLog([inStream('room-1', remarked('a'), remarked('b')), remarked('c'), { stream: 'room-1', facts: [remarked('d')], recordedAt: 5, metadata: { commandDigest: 'mine' } }])
    expect(log.map(({ stream: name, streamVersion, globalPosition, metadata }) => [name, streamVersion, globalPosition, metadata.append.index, metadata.append.of])).toEqual([
      ['room-1', 1, 0, 0, 2], ['room-1', 2, 1, 1, 2], ['sample-1', 1, 2, 0, 1], ['room-1', 3, 3, 0, 1],
    ])
    expect(log.map(({ recordedAt }) => recordedAt)).toEqual([1704067200000, 1704067200000, 1704067201000, 5])
    expect([log[3]?.metadata.commandDigest, new Set(log.map(({ eventId }) => eventId)).size]).toEqual(['mine', 4])
  })
})

describe('the differences of two trees', () => {
  test.each<readonly [unknown, unknown, ReadonlyArray<string>]>([
    [{ a: 1 }, { a: 1 }, []],
    [1, 2, ['expected 2, was 1']],
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 3, c: 4 }] }, ['a[1].b: expected 3, was 2', 'a[1].c: expected 4, was nothing']],
    [[1, 2], [1], ['[1]: expected nothing, was 2']],
    [{ a: [] }, { a: {} }, ['a: expected {}, was []']],
    [{ a: undefined }, {}, ['a: expected nothing, was undefined']],
  ])('%j, where %j was expected', (actual, expected, lines) => {
    expect(differences(actual, expected)).toEqual(lines)
  })

  test('are not told without end', () => {
    expect(differences(Array.from({ length: 50 }, () => 0), Array.from({ length: 50 }, () => 1)).at(-1)).toBe('and 30 more')
  })
})

test('a failing scenario carries what was expected and what was there, for the test runner to show', () => {
  try {
    deciderScenarios(roomDecider).given([]).when(count(101)).then([])
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(AssertionError)
    expect(error).toMatchObject({ name: 'AssertionError', expected: [], actual: { type: 'TooManyBooks' } })
  }
})

function messageOf(scenario: () => void): string {
  try {
    scenario()
    return 'nothing was thrown'
  } catch (error) {
    return error instanceof AssertionError ? error.message : `not an AssertionError: ${String(error)}`
  }
}

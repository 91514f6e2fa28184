/** What `defineProjection`, `definePolicy` and `defineProcess` take, to the compiler and when they run. */

import { describe, expect, expectTypeOf, test } from 'vitest'
import type { CalendarDate } from './calendar-date.ts'
import type { Command } from './decider.ts'
import type { StreamName } from './identifiers.ts'
import type { JsonObject } from './json.ts'
import { definePolicy } from './policy.ts'
import { defineProcess } from './process.ts'
import { defineProjection, onlyKey, projectionName } from './projection.ts'
import type { RecordedEvent } from './recorded-event.ts'
import { counted, day, labelled, remarked, type ShelfFact } from './shelves.spec-domain.ts'
import { recordedLog } from './testing.ts'
import { emptyTimeline } from './timeline.ts'

type Tidy = Command<'Tidy', { readonly shelf: string }>
const stream = 'room-1' as StreamName
const [label, count, remark] = recordedLog<ShelfFact>([labelled('a', '2024-01-01', '甲'), counted('b', '2024-01-02', 3), remarked('dusty')]) as [RecordedEvent<ShelfFact>, RecordedEvent<ShelfFact>, RecordedEvent<ShelfFact>]

describe('a projection', () => {
  const total = defineProjection<ShelfFact>()({
    name: 'total', version: 2, handles: ['BooksCounted'], initial: () => ({ books: 0 }),
    project: { BooksCounted: (model, { data }) => { model.books += data.books } },
  })

  test('is in effective order and has a single model unless it says otherwise', () => {
    expect([total.order, total.keys(count as never), projectionName(total)]).toEqual(['effective', [onlyKey], 'total@2'])
  })

  test('leaves alone what it does not handle', () => {
    const model = total.initial(onlyKey)
    total.project(model, label as never)
    expect(model).toEqual({ books: 0 })
  })

  test('knows the data of each fact that it handles', () => {
    defineProjection<ShelfFact>()({
      name: 'typed', version: 1, handles: ['BooksCounted', 'ShelfRemarked'], initial: () => ({ books: 0 }),
      keys: (event) => {
        expectTypeOf(event.type).toEqualTypeOf<'BooksCounted' | 'ShelfRemarked'>()
        return event.type === 'BooksCounted' ? event.data.shelves : [event.data.shelf]
      },
      project: {
        BooksCounted: (model, event) => {
          expectTypeOf(event.data.books).toEqualTypeOf<number>()
          expectTypeOf(model).toEqualTypeOf<{ books: number }>()
        },
        // @ts-expect-error a remark has no books
        ShelfRemarked: (model, { data }) => { model.books = data.books },
      },
    })
  })

  test('with a misspelt fact does not compile', () => {
    defineProjection<ShelfFact>()({
      // @ts-expect-error it is spelt BooksCounted
      name: 'misspelt', version: 1, handles: ['BookCounted'], initial: () => ({}),
      // @ts-expect-error it is spelt BooksCounted
      project: { BookCounted: () => undefined },
    })
  })

  test('without a case for what it handles does not compile', () => {
    defineProjection<ShelfFact>()({
      name: 'forgetful', version: 1, handles: ['BooksCounted', 'ShelfRemarked'], initial: () => ({}),
      // @ts-expect-error ShelfRemarked is missing
      project: { BooksCounted: () => undefined },
    })
  })

  test('that reads a field that a fact does not have does not compile', () => {
    defineProjection<ShelfFact>()({
      name: 'mistaken', version: 1, handles: ['BooksCounted'], initial: () => ({ books: 0 }),
      // @ts-expect-error it is shelves: a count may be of several
      keys: ({ data }) => [data.shelf],
      // @ts-expect-error it is spelt books
      project: { BooksCounted: (model, { data }) => { model.books = data.book } },
    })
  })

  test('whose models begin with their key does not compile without keys', () => {
    const begin = (shelf: string) => ({ shelf, books: 0 })
    const project = { BooksCounted: () => undefined }
    // @ts-expect-error keys is missing
    defineProjection<ShelfFact>()({ name: 'keyless', version: 1, handles: ['BooksCounted'], initial: (shelf) => ({ shelf, books: 0 }), project })
    // @ts-expect-error keys is missing
    defineProjection<ShelfFact>()({ name: 'keyless', version: 1, handles: ['BooksCounted'], initial: begin, project })
    defineProjection<ShelfFact>()({ name: 'keyed', version: 1, handles: ['BooksCounted'], keys: ({ data }) => data.shelves, initial: begin, project })
    defineProjection<ShelfFact>()({ name: 'single', version: 1, handles: ['BooksCounted'], initial: () => ({ books: 0 }), project })
  })

  test('whose model is no JSON tree does not compile', () => {
    const common = { name: 'odd', version: 1, handles: ['BooksCounted'], project: { BooksCounted: () => undefined } } as const
    const define = defineProjection<ShelfFact>()
    // @ts-expect-error a Map is no JSON
    define({ ...common, initial: () => ({ shelves: new Map<string, number>() }) })
    // @ts-expect-error a Set is no JSON, however deep it stands
    define({ ...common, initial: (): { lists: Array<{ of: Set<string> }> } => ({ lists: [] }) })
    // @ts-expect-error a Date is no JSON
    define({ ...common, initial: () => ({ since: new Date(0) }) })
    // @ts-expect-error undefined is no JSON: null is
    define({ ...common, initial: (): { label: string | undefined } => ({ label: undefined }) })
    // @ts-expect-error a bigint is no JSON
    define({ ...common, initial: () => ({ books: 0n }) })
    // @ts-expect-error a function is no JSON, so an object of a class is none
    define({ ...common, initial: () => ({ count: () => 0 }) })
    // @ts-expect-error nothing at all is no model
    define({ ...common, initial: () => undefined })
    interface Branch { readonly label?: string, readonly branches: { [name: string]: Branch }, readonly pair: readonly [number, string | null], readonly on: CalendarDate }
    define({ ...common, initial: (): Branch => ({ branches: {}, pair: [0, null], on: day('2024-01-01') }) })
    define({ ...common, initial: (): JsonObject => ({}) })
    define({ ...common, initial: () => emptyTimeline<number>() })
  })

  test('with a case for what it does not handle does not compile', () => {
    defineProjection<ShelfFact>()({
      name: 'busy', version: 1, handles: ['BooksCounted'], initial: () => ({}),
      // @ts-expect-error ShelfRemarked is not handled
      project: { BooksCounted: () => undefined, ShelfRemarked: () => undefined },
    })
  })

  test('that writes a wrong value into its model does not compile', () => {
    defineProjection<ShelfFact>()({
      name: 'wrong', version: 1, handles: ['BooksCounted'], initial: () => ({ books: '' }),
      // @ts-expect-error books is a text in this model
      project: { BooksCounted: (model, { data }) => { model.books = data.books } },
    })
  })
})

describe('a policy', () => {
  const tidyUp = definePolicy<ShelfFact, Tidy>()({
    name: 'tidyUp', startFrom: 'now', handles: ['ShelfRemarked'],
    when: { ShelfRemarked: ({ data }) => [{ stream, key: data.shelf, command: { type: 'Tidy', data: { shelf: data.shelf } } }] },
  })

  test('reacts to what it handles, and to nothing else', () => {
    expect(tidyUp.react(remark as never)).toEqual([{ stream, key: 's1', command: { type: 'Tidy', data: { shelf: 's1' } } }])
    expect(tidyUp.react(label as never)).toEqual([])
  })

  test('without a case for what it handles, or with a misspelt one, does not compile', () => {
    definePolicy<ShelfFact, Tidy>()({
      name: 'forgetful', startFrom: 'beginning', handles: ['ShelfRemarked', 'BooksCounted'],
      // @ts-expect-error BooksCounted is missing
      when: { ShelfRemarked: () => [] },
    })
    definePolicy<ShelfFact, Tidy>()({
      // @ts-expect-error it is spelt ShelfRemarked
      name: 'misspelt', startFrom: 'beginning', handles: ['ShelfRemaked'],
      // @ts-expect-error it is spelt ShelfRemarked
      when: { ShelfRemaked: () => [] },
    })
  })

  test('that asks for a command that does not exist does not compile', () => {
    definePolicy<ShelfFact, Tidy>()({
      name: 'wrong', startFrom: 'now', handles: ['ShelfRemarked'],
      // @ts-expect-error there is no command Burn
      when: { ShelfRemarked: ({ data }) => [{ stream, key: data.shelf, command: { type: 'Burn', data: { shelf: data.shelf } } }] },
    })
  })
})

describe('a process', () => {
  const recount = defineProcess<ShelfFact, Tidy>()({
    name: 'recount', startFrom: 'now', handles: ['BooksCounted', 'ShelfRemarked'],
    instances: (event) => 'shelves' in event.data ? event.data.shelves : [event.data.shelf],
    initial: (shelf) => ({ shelf, due: null as string | null }),
    evolve: {
      BooksCounted: (state, { data }) => ({ ...state, due: data.effectiveOn }),
      ShelfRemarked: (state) => ({ ...state, due: null }),
    },
    due: ({ shelf, due }) => due === null ? [] : [{ deadlineId: 'recount', dueOn: day(due), stream, command: { type: 'Tidy', data: { shelf } } }],
  })

  test('folds what it handles, and leaves its state alone otherwise', () => {
    const state = recount.evolve(recount.initial('s1'), count as never)
    expect(recount.due(state)).toEqual([{ deadlineId: 'recount', dueOn: '2024-01-02', stream, command: { type: 'Tidy', data: { shelf: 's1' } } }])
    expect(recount.evolve(state, label as never)).toBe(state)
    expect(recount.due(recount.evolve(state, remark as never))).toEqual([])
  })

  test('without a case for what it handles does not compile', () => {
    defineProcess<ShelfFact, Tidy>()({
      name: 'forgetful', startFrom: 'now', handles: ['BooksCounted', 'ShelfRemarked'], instances: () => [], initial: () => ({}), due: () => [],
      // @ts-expect-error ShelfRemarked is missing
      evolve: { BooksCounted: (state) => state },
    })
  })
})

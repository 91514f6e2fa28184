/** Tables: a row that does not fit its columns does not compile, and a name that SQL would have to quote is refused. */

import { describe, expect, expectTypeOf, it } from 'vitest'
import type { CalendarDate } from './calendar-date.ts'
import type { Fact } from './fact.ts'
import { defineProjection } from './projection.ts'
import { column, defineTable, type RowOf, type Table } from './table.ts'

type BookLent = Fact<'BookLent', { readonly reader: string }>
const loans = defineProjection<BookLent>()({
  name: 'loans', version: 1, handles: ['BookLent'], keys: ({ data }) => [data.reader],
  initial: () => ({ books: 0 }), project: { BookLent: (model) => { model.books += 1 } },
})
const says = { 'zh-CN': '读者', en: 'a reader' }
const columns = { reader: column.text(says), books: column.integer(says), lent_on: column.orNull(column.date(says)) }
const readers = defineTable({ name: 'readers', says, projection: loans, columns, rows: ({ books }, reader) => [{ reader, books, lent_on: null }] })

describe('a table', () => {
  it('yields the rows of a model', () => {
    expect([...readers.rows({ books: 2 }, 'Li', '2019-01-01' as CalendarDate)]).toEqual([{ reader: 'Li', books: 2, lent_on: null }])
    expect(readers.days).toBe('asOf')
  })

  it('is typed by its columns, and takes its place in a list of tables', () => {
    expectTypeOf<RowOf<typeof columns>>().toEqualTypeOf<{ readonly reader: string, readonly books: number | bigint, readonly lent_on: CalendarDate | null }>()
    expectTypeOf<[typeof readers]>().toExtend<ReadonlyArray<Table>>()
  })

  it('does not compile with a cell missing, of a wrong type, or empty where it must not be', () => {
    // @ts-expect-error the row has no books
    defineTable({ name: 'readers', says, projection: loans, columns, rows: (_, reader) => [{ reader, lent_on: null }] })
    // @ts-expect-error the books are not a text
    defineTable({ name: 'readers', says, projection: loans, columns, rows: ({ books }, reader) => [{ reader, books: String(books), lent_on: null }] })
    // @ts-expect-error a day is no mere text
    defineTable({ name: 'readers', says, projection: loans, columns, rows: ({ books }, reader) => [{ reader, books, lent_on: '2019-01-01' }] })
    // @ts-expect-error the books are never unknown
    defineTable({ name: 'readers', says, projection: loans, columns, rows: (_, reader) => [{ reader, books: null, lent_on: null }] })
    // @ts-expect-error the model has no pages
    defineTable({ name: 'readers', says, projection: loans, columns, rows: ({ pages }, reader) => [{ reader, books: pages, lent_on: null }] })
  })

  it('has names that SQL takes as they are', () => {
    const named = (name: string, own: string) => () => defineTable({ name, says, projection: loans, columns: { [own]: column.text(says) }, rows: () => [] })
    expect(named('readers', 'lentOn')).toThrow('lentOn of readers')
    expect(named('my readers', 'reader')).toThrow('my readers')
    expect(() => defineTable({ name: 'readers', says, projection: loans, columns: {}, rows: () => [] })).toThrow('no columns')
  })
})

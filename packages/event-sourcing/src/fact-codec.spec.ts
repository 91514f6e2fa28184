/** The codec of a table of facts: what goes into the log, what comes out of it, and the older shapes. */

import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { fact, factMakers } from './fact.ts'
import { factCodec, mergeCodecs } from './fact-codec.ts'
import { shape } from './shape.ts'
import { codec, counted, labelled, make, remarked, upcasters } from './shelves.spec-domain.ts'
import { upcastAll, type Upcaster } from './upcaster.ts'

const old = { entryId: 'e1', kind: 'change', effectiveOn: '2024-01-01', shelf: 's1', books: 7 }

describe('encoding', () => {
  test('takes a fact of today', () => {
    expect(codec.encode(remarked('dusty'))).toEqual(E.right({ type: 'ShelfRemarked', schemaVersion: 1, data: { shelf: 's1', text: 'dusty' } }))
  })

  test('refuses an older shape, for only the newest is written', () => {
    expect(codec.encode({ type: 'BooksCounted', schemaVersion: 1, data: old } as never)).toMatchObject(E.left({ tag: 'UndecodableFact', type: 'BooksCounted', schemaVersion: 1 }))
  })

  test('refuses what its shape refuses, and says why', () => {
    expect(codec.encode({ ...remarked('x'), data: { shelf: 's1' } } as never)).toMatchObject(E.left({ problems: ['text is missing, expected string'] }))
  })
})

describe('decoding', () => {
  test('brings an older shape to today', () => {
    expect(codec.decode({ type: 'BooksCounted', schemaVersion: 1, data: old })).toEqual(E.right([counted('e1', '2024-01-01', 7)]))
  })

  test('goes on from step to step, to a fact of another type and to several facts', () => {
    const data = { entryId: 'e1', effectiveOn: '2024-01-01', shelf: 's1', books: 7, remark: 'dusty' }
    expect(codec.decode({ type: 'StockTaken', schemaVersion: 1, data })).toEqual(E.right([counted('e1', '2024-01-01', 7), remarked('dusty')]))
    expect(codec.decode({ type: 'StockTaken', schemaVersion: 1, data: { ...data, remark: null } })).toEqual(E.right([counted('e1', '2024-01-01', 7)]))
  })

  test('may yield no fact at all', () => {
    const forgotten: Upcaster = { type: 'Rumoured', from: 1, upcast: () => [] }
    expect(factCodec({}, [forgotten]).decode({ type: 'Rumoured', schemaVersion: 1, data: {} })).toEqual(E.right([]))
  })

  test.each([
    ['an unknown type', { type: 'Unheard', schemaVersion: 1, data: {} }, ['Unheard is not a known fact']],
    ['a name that every object has', { type: 'constructor', schemaVersion: 1, data: {} }, ['constructor is not a known fact']],
    ['a newer version', { type: 'BooksCounted', schemaVersion: 3, data: {} }, ['BooksCounted@3 has no upcaster to version 2; it may come from a newer release']],
    ['an unknown field', { ...remarked('x'), data: { shelf: 's1', text: 'x', more: 1 } }, ['more is not a known field']],
    ['an older shape that does not lead to a sound fact', { type: 'BooksCounted', schemaVersion: 1, data: { ...old, books: -1 } }, ['books is -1, expected a whole number from 0']],
  ])('refuses %s', (_, raw, problems) => {
    expect(codec.decode(raw)).toMatchObject(E.left({ tag: 'UndecodableFact', problems }))
  })

  test('in trust upcasts, and checks nothing', () => {
    expect(codec.trust({ type: 'BooksCounted', schemaVersion: 1, data: old })).toEqual([counted('e1', '2024-01-01', 7)])
    expect(codec.trust({ type: 'Unheard', schemaVersion: 1, data: 3 })).toEqual([{ type: 'Unheard', schemaVersion: 1, data: 3 }])
  })
})

describe('a defect is thrown', () => {
  test('for two upcasters of one shape', () => {
    expect(() => factCodec({}, [...upcasters, ...upcasters])).toThrow('BooksCounted@1 has two upcasters.')
  })

  test('for upcasters that undo each other', () => {
    const there: Upcaster = { type: 'A', from: 1, upcast: (data) => [{ type: 'B', schemaVersion: 1, data }] }
    const back: Upcaster = { type: 'B', from: 1, upcast: (data) => [{ type: 'A', schemaVersion: 1, data }] }
    expect(() => upcastAll(new Map([['A@1', there], ['B@1', back]]), { type: 'A', schemaVersion: 1, data: {} })).toThrow('The upcasters of A@1 never end.')
  })

  test('for two concepts that declare a fact differently', () => {
    const other = factCodec({ ShelfRemarked: fact(1, shape({})) })
    expect(() => mergeCodecs(codec, other)).toThrow('Two concepts declare ShelfRemarked differently.')
  })
})

describe('a merged codec', () => {
  const doors = factCodec({ DoorOpened: fact(1, shape({ door: t.string })) })
  const all = mergeCodecs(codec, doors, codecOfRemarks())

  test('reads the facts of each, in all their shapes', () => {
    expect(all.decode({ type: 'DoorOpened', schemaVersion: 1, data: { door: 'd1' } })).toMatchObject(E.right([{ type: 'DoorOpened' }]))
    expect(all.decode({ type: 'BooksCounted', schemaVersion: 1, data: old })).toEqual(E.right([counted('e1', '2024-01-01', 7)]))
  })

  test('is of the union of their facts', () => {
    type Types = Parameters<typeof all.encode>[0]['type']
    expectTypeOf<Types>().toEqualTypeOf<'ShelfLabelled' | 'BooksCounted' | 'ShelfRemarked' | 'EntryVoided' | 'DoorOpened'>()
  })

  function codecOfRemarks() {
    return { ...factCodec({ ShelfRemarked: codec.declarations['ShelfRemarked'] as NonNullable<typeof codec.declarations[string]> }) } as unknown as typeof doors
  }
})

describe('makers', () => {
  test('write the version of today', () => {
    expect(make.BooksCounted(counted('e1', '2024-01-01', 1).data)).toMatchObject({ type: 'BooksCounted', schemaVersion: 2 })
    expect(factMakers({ A: fact(3, shape({})) }).A({})).toEqual({ type: 'A', schemaVersion: 3, data: {} })
  })

  test('take only the data of their fact', () => {
    // @ts-expect-error a shelf must be named
    make.ShelfRemarked({ text: 'dusty' })
    // @ts-expect-error there is no such fact
    expect(make.ShelfRemaked).toBeUndefined()
    expect(labelled('e', '2024-01-01', '甲').type).toBe('ShelfLabelled')
  })
})

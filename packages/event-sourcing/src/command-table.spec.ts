/** Tables of commands: what is read, and what is said of a request that is not a command. */

import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { decodeCommand, type CommandOf } from './command-table.ts'
import { shape } from './shape.ts'

const table = { LabelShelf: shape({ shelf: t.string }), CloseRoom: shape({}) }

describe('a request', () => {
  test('is read as the command that it is', () => {
    expect(decodeCommand(table, { type: 'LabelShelf', data: { shelf: 's1' } })).toEqual(E.right({ type: 'LabelShelf', data: { shelf: 's1' } }))
  })

  test.each<readonly [string, unknown, string, ReadonlyArray<string>]>([
    ['of an unknown type', { type: 'Burn', data: {} }, 'Burn', ['"Burn" is not a known command']],
    ['of a name that every object has', { type: 'toString', data: {} }, 'toString', ['"toString" is not a known command']],
    ['without a type', { data: {} }, 'undefined', ['nothing is not a known command']],
    ['that is a text', 'LabelShelf', 'undefined', ['nothing is not a known command']],
    ['that is null', null, 'undefined', ['nothing is not a known command']],
    ['with more fields', { type: 'CloseRoom', data: {}, at: 1 }, 'CloseRoom', ['at is not a known field of a command']],
    ['without data', { type: 'LabelShelf' }, 'LabelShelf', ['the value is missing, expected { shelf }']],
    ['with wrong data', { type: 'LabelShelf', data: { shelf: 1 } }, 'LabelShelf', ['shelf is 1, expected string']],
  ])('%s is malformed', (_, input, type, problems) => {
    expect(decodeCommand(table, input)).toEqual(E.left({ tag: 'MalformedCommand', type, problems }))
  })
})

test('the union of the commands follows from the table', () => {
  expectTypeOf<CommandOf<typeof table>['type']>().toEqualTypeOf<'LabelShelf' | 'CloseRoom'>()
})

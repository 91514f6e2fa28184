/** Golden ids: they are stored in logs and named in documents, so they never change. */

import { describe, expect, test } from 'vitest'
import { derivedId, entryIdOf, eventIdOf } from './derived-ids.ts'
import { EntryId, Uuid, type CommandId, type StreamName } from './identifiers.ts'

const commandId = '11111111-2222-4333-8444-555555555555' as CommandId
const stream = 'gridMap-440402.C1' as StreamName

describe('derived ids', () => {
  // Each was computed by other means: uuid.uuid5(namespace, the parts as JSON) of Python.
  test('are these, for ever', () => {
    expect(eventIdOf(commandId, stream, 0)).toBe('06de69f7-23a1-5cbe-b3fc-c21052614c4c')
    expect(eventIdOf(commandId, stream, 12)).toBe('25480fbd-080c-5993-bc60-004b56f88c69')
    expect(derivedId('policy', '网格', 'a"b')).toBe('88677f4a-ac11-5eb4-b864-ea8776318a6f')
    expect(derivedId()).toBe('41898730-ab84-5274-8220-f21d49bb0177')
    expect(entryIdOf(commandId, stream, 12)).toBe('25480fbd-080c-5993-bc60-004b56f88c69')
  })

  test('are ids by the grammar of ids', () => {
    expect(Uuid.is(eventIdOf(commandId, stream, 0))).toBe(true)
    expect(EntryId.is(entryIdOf(commandId, stream, 9_999))).toBe(true)
  })

  test('tell the entries of one command on two streams apart', () => {
    expect(entryIdOf(commandId, stream, 0)).not.toBe(entryIdOf(commandId, 'gridMap-440402.C2' as StreamName, 0))
  })

  test('of parts that would run into one another are apart', () => {
    const ids = [derivedId('a', 'bc'), derivedId('ab', 'c'), derivedId('abc'), derivedId('a', 'b', 'c'), derivedId('a","bc'), derivedId('', 'abc'), derivedId('abc', '')]
    expect(new Set(ids).size).toBe(ids.length)
  })
})

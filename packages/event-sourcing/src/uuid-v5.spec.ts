/** Our UUIDs of version 5, held against the library for names of all lengths. */

import fc from 'fast-check'
import { v5 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { uuidsIn } from './uuid-v5.ts'

const namespaces = ['a4f0c5a6-1d3e-5c0b-9a53-0f6b2c7d8e91', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'ffffffff-ffff-ffff-ffff-ffffffffffff']

describe.each(namespaces)('a UUID in %s', (namespace) => {
  const uuidOf = uuidsIn(namespace)

  test('is what the library says, for any name', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (name) => {
      expect(uuidOf(name)).toBe(v5(name, namespace))
    }), { numRuns: 1000 })
  })

  test('is what the library says for every length around the ends of blocks, whatever came before', () => {
    for (let length = 400; length >= 0; length -= 1) expect(uuidOf('n'.repeat(length))).toBe(v5('n'.repeat(length), namespace))
  })

  test('is what the library says for a name that is longer than any before', () => {
    for (const length of [1000, 1024, 1025, 5000, 100_000]) expect(uuidOf('网'.repeat(length))).toBe(v5('网'.repeat(length), namespace))
  })
})

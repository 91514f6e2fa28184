// What is run for which words.
import { expect, it } from 'vitest'
import { askedOf } from './asked.ts'

const known = ['append', 'replay']

it.each([
  ['all of them without a word', [], { benchmarks: known, words: [] }],
  ['those that are named', ['replay', 'append'], { benchmarks: ['replay', 'append'], words: [] }],
  ['one with a word of its own', ['replay', 'growth'], { benchmarks: ['replay'], words: ['growth'] }],
  ['one with a word that names a benchmark, too', ['replay', '--', 'append'], { benchmarks: ['replay'], words: ['append'] }],
])('runs %s', (_, args, asked) => {
  expect(askedOf(args, known)).toEqual(asked)
})

it('says what there is where no benchmark has the name', () => {
  expect(askedOf(['repaly'], known)).toBe('There is no benchmark repaly. The benchmarks are: append, replay.')
})

it('hands words on to no more than one', () => {
  expect(askedOf(['append', 'replay', 'growth'], known)).toBe('Words can be handed on to one benchmark only: growth came after append, replay.')
})

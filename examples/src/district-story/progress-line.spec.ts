/** The line of progress where the output is a file: it goes on by the way and by time. */

import { expect, it } from 'vitest'
import { progressLine } from './progress-line.ts'

it('tells every fifth of the way, and something every two seconds where a fifth takes longer', () => {
  const written: string[] = []
  const stream = { isTTY: false, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream
  let clock = 0
  const line = progressLine(stream, 'Writing', () => clock)
  for (const [at, done, facts] of [[500, 0, 10], [2100, 0, 90], [3000, 3, 120], [3500, 20, 300], [5000, 22, 320], [5600, 25, 350]] as const) {
    clock = at
    line.at(done, 100, `${facts} facts`)
  }
  line.end()
  expect(written).toEqual(['Writing: 0% 90 facts\n', 'Writing: 20% 300 facts\n', 'Writing: 25% 350 facts\n'])
})

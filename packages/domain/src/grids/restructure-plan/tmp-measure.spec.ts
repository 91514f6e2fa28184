/** A temporary measurement of how far histories come. */
import fc from 'fast-check'
import { it } from 'vitest'
import { arbitraryPlanHistory } from './arbitraries.ts'
it('measures', () => {
  const t = Date.now()
  const counts = new Map<string, number>()
  for (const h of fc.sample(arbitraryPlanHistory(), { numRuns: 150, seed: 7 })) for (const type of new Set(h.map((f) => f.type))) counts.set(type, (counts.get(type) ?? 0) + 1)
  console.log(Date.now() - t, [...counts].sort((a, b) => b[1] - a[1]))
}, 60000)

/** Random histories of the made-up world of workers: late facts, corrections that move an entry to other grids, voids of voids, older shapes. */

import fc from 'fast-check'
import { counted, countedLongAgo, flagged, remarked, takenBack, unlucky, type MadeFact } from '../trial/parted-world.ts'

export interface MadeAppend {
  readonly stream: string
  readonly facts: ReadonlyArray<MadeFact>
}

const grids = ['g1', 'g2', 'g3', 'g4', 'g5']
const streams = [...grids.map((grid) => `map-${grid}`), 'plan-1', 'plan-2']
export const someDays = ['2023-12-30', '2024-01-01', '2024-01-02', '2024-02-01']

interface Step {
  readonly kind: 'counted' | 'countedLongAgo' | 'remarked' | 'flagged' | 'corrected' | 'takenBack'
  readonly day: string
  readonly grids: ReadonlyArray<string>
  readonly number: number
}

interface Chain {
  readonly root: string
  head: string
}

/** A map's facts name its own grid; those of a plan any. */
export const histories = fc.array(fc.record({
  stream: fc.constantFrom(...streams),
  steps: fc.array(fc.record<Step>({
    kind: fc.constantFrom('counted', 'counted', 'counted', 'countedLongAgo', 'remarked', 'flagged', 'corrected', 'corrected', 'takenBack', 'takenBack'),
    day: fc.constantFrom(...someDays), grids: fc.subarray(grids, { minLength: 1, maxLength: 3 }), number: fc.integer({ min: unlucky - 9, max: unlucky }),
  }), { minLength: 1, maxLength: 4 }),
}), { maxLength: 16 }).map((appends): ReadonlyArray<MadeAppend> => {
  const chains = new Map<string, Chain[]>()
  let entries = 0
  return appends.map(({ stream, steps }) => {
    const own = chains.get(stream) ?? []
    chains.set(stream, own)
    const grid = stream.startsWith('map-') ? stream.slice('map-'.length) : undefined
    return { stream, facts: steps.map((step) => { entries += 1; return factOf({ ...step, grids: grid === undefined ? step.grids : [grid] }, `e${entries}`, own) }) }
  })
})

function factOf({ kind, day, grids: [first = 'g1', ...others], number }: Step, entryId: string, chains: Chain[]): MadeFact {
  const chain = chains[number % Math.max(chains.length, 1)]
  switch (kind) {
    case 'remarked': return remarked(first, `remark ${entryId}`)
    case 'flagged': return flagged(entryId)
    case 'countedLongAgo':
      chains.push({ root: entryId, head: entryId })
      return countedLongAgo(entryId, day, first, number)
    case 'corrected':
    case 'takenBack': {
      if (chain === undefined) return flagged(entryId)
      const corrects = chain.head
      chain.head = entryId
      return kind === 'takenBack' ? takenBack(entryId, chain.root, corrects) : counted(entryId, day, [first, ...others], number, { root: chain.root, corrects })
    }
    case 'counted':
      chains.push({ root: entryId, head: entryId })
      return counted(entryId, day, [first, ...others], number)
  }
}

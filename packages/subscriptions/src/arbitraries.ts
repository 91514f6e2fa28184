/** Random histories of the made-up world: late facts, corrections that move an entry, voids of voids, older shapes, appends of several facts. */

import fc from 'fast-check'
import type { EventAppender } from '@grid-governance/event-store'
import { counted, countedLongAgo, flagged, listed, remarked, renamed, rumoured, takenBack, write, type SampleFact } from './builders.ts'

/** One append. */
export interface SampleAppend {
  readonly stream: string
  readonly facts: ReadonlyArray<SampleFact>
}

const grids = ['g1', 'g2', 'g3']
export const sampleDays = ['2023-12-30', '2024-01-01', '2024-01-02', '2024-01-03', '2024-01-05', '2024-02-01']

interface Step {
  readonly kind: 'counted' | 'countedLongAgo' | 'listed' | 'renamed' | 'remarked' | 'flagged' | 'rumoured' | 'corrected' | 'takenBack'
  readonly day: string
  readonly grids: ReadonlyArray<string>
  readonly number: number
}

/** Histories of up to `maxAppends` appends. */
export const histories = (maxAppends = 14): fc.Arbitrary<ReadonlyArray<SampleAppend>> => {
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom('counted', 'counted', 'counted', 'countedLongAgo', 'listed', 'renamed', 'remarked', 'flagged', 'rumoured', 'corrected', 'corrected', 'takenBack', 'takenBack'),
    day: fc.constantFrom(...sampleDays),
    grids: fc.array(fc.constantFrom(...grids), { minLength: 1, maxLength: 3 }),
    number: fc.nat(9),
  })
  const append = fc.record({ stream: fc.constantFrom('a', 'b', 'c'), steps: fc.array(step, { minLength: 1, maxLength: 4 }) })
  return fc.array(append, { maxLength: maxAppends }).map(historyOf)
}

/** Writes appends to a store, in order. */
export const writeHistory = async (store: EventAppender, history: ReadonlyArray<SampleAppend>): Promise<void> => {
  for (const { stream, facts } of history) await write(store, stream, ...facts)
}

let parts = 0

/** Entry ids are unique in their stream: each part of a history gets its own. */
export const renumbered = (history: ReadonlyArray<SampleAppend>): ReadonlyArray<SampleAppend> => {
  parts += 1
  const own = (value: unknown): unknown => typeof value === 'string' ? `p${parts}${value}` : value
  return history.map(({ stream, facts }) => ({
    stream,
    facts: facts.map((one) => ({ ...one, data: Object.fromEntries(Object.entries(one.data).map(([name, value]) =>
      [name, ['entryId', 'root', 'corrects'].includes(name) ? own(value) : value])) as typeof one.data })),
  }))
}

interface OpenChain {
  readonly root: string
  readonly entries: string[]
  readonly correct: (entryId: string, step: Step, corrects: string) => SampleFact
}

function historyOf(appends: ReadonlyArray<{ readonly stream: string, readonly steps: ReadonlyArray<Step> }>): ReadonlyArray<SampleAppend> {
  const chains = new Map<string, OpenChain[]>()
  let entries = 0
  return appends.map(({ stream, steps }) => {
    const own = chains.get(stream) ?? []
    chains.set(stream, own)
    return { stream, facts: steps.map((step) => { entries += 1; return factOf(step, `e${entries}`, own) }) }
  })
}

function factOf(step: Step, entryId: string, chains: OpenChain[]): SampleFact {
  const [grid = 'g1'] = step.grids
  switch (step.kind) {
    case 'counted': return remember(chains, entryId, counted(entryId, step.day, step.grids, step.number))
    case 'countedLongAgo': return remember(chains, entryId, countedLongAgo(entryId, step.day, grid, step.number))
    case 'listed': return listed(entryId, step.day, [...new Set(step.grids)])
    case 'renamed': return renamed(entryId, step.day, grid, `name ${step.number}`)
    case 'remarked': return remarked(grid, `remark ${entryId}`)
    case 'flagged': return flagged(entryId)
    case 'rumoured': return rumoured()
    case 'corrected': return ofChain(step, entryId, chains, (chain, corrects) => chain.correct(entryId, step, corrects))
    case 'takenBack': return ofChain(step, entryId, chains, (chain, corrects) => takenBack(entryId, chain.root, corrects))
  }
}

function remember(chains: OpenChain[], root: string, made: SampleFact): SampleFact {
  chains.push({ root, entries: [root], correct: (entryId, step, corrects) => counted(entryId, step.day, step.grids, step.number, { root, corrects }) })
  return made
}

/** Another entry of one of the stream's chains; it mostly corrects the newest entry of its chain. */
function ofChain(step: Step, entryId: string, chains: OpenChain[], make: (chain: OpenChain, corrects: string) => SampleFact): SampleFact {
  const chain = chains[step.number % Math.max(chains.length, 1)]
  if (chain === undefined) return flagged(entryId)
  const corrects = chain.entries.at(step.number < 7 ? -1 : 0) as string
  const made = make(chain, corrects)
  chain.entries.push(entryId)
  return made
}

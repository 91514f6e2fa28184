/** The laws as they are applied to the made-up domain of shelves. */

import fc from 'fast-check'
import type { Decider } from '../decider.ts'
import type { FactCodec } from '../fact-codec.ts'
import { arbitraryLogs, deciderLaws, projectionLaws, type Golden, type Law } from '../laws.ts'
import type { Projection } from '../projection.ts'
import {
  arbitraryCommands, arbitraryFacts, codec, counted, day, labelled, mostBooks, remarked, takenBack, type Room, type Shelf, type ShelfCommand, type ShelfFact, type ShelfRejection,
} from '../shelves.spec-domain.ts'

export type RoomDecider = Decider<ShelfCommand, Room, ShelfFact, ShelfRejection, { readonly guests: number }>
export type ShelfProjection = Projection<Exclude<ShelfFact, { readonly type: 'EntryVoided' }>, Shelf>

export const roomLaws = (decider: RoomDecider, withCodec: FactCodec<ShelfFact> = codec): ReadonlyArray<Law> => deciderLaws({
  decider,
  codec: withCodec,
  commands: arbitraryCommands,
  contexts: () => fc.record({ authority: fc.constant(undefined), decidedOn: fc.constantFrom(day('2024-01-05'), day('2024-01-06')), recordedOn: fc.constant(day('2024-01-06')), evidence: fc.record({ guests: fc.nat(9) }) }),
  invariants: { 'R2 no count exceeds the most books': (room) => room.counts.every(({ books }) => books <= mostBooks) },
})

export const shelfLaws = (projection: ShelfProjection): ReadonlyArray<Law> => projectionLaws({ projection, logs: arbitraryLogs(arbitraryFacts) })

export const goldens: Readonly<Record<string, Golden>> = {
  'ShelfLabelled@1': { data: labelled('e1', '2024-01-01', '甲').data },
  'BooksCounted@1': { data: { entryId: 'e1', kind: 'change', effectiveOn: '2024-01-01', shelf: 's1', books: 7 }, facts: [counted('e1', '2024-01-01', 7)] },
  'BooksCounted@2': { data: counted('e1', '2024-01-01', 7, { shelves: ['s1', 's2'] }).data },
  'ShelfRemarked@1': { data: { shelf: 's1', text: 'dusty' } },
  'StockTaken@1': { data: { entryId: 'e1', effectiveOn: '2024-01-01', shelf: 's1', books: 7, remark: 'dusty' }, facts: [counted('e1', '2024-01-01', 7), remarked('dusty')] },
  'EntryVoided@1': { data: takenBack('e2', 'e1', 'e1').data },
}

/** The library without grids: books are lent, returned late, and the late return turns out to have been a slip of the pen. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { derivedId, entryIdOf, type CalendarDate, type CommandId, type EntryId, type StreamName } from '@grid-governance/event-sourcing'
import { commandLoop, memoryStore, type EventStore } from '@grid-governance/event-store'
import { rebuild } from '@grid-governance/subscriptions'
import { loanCodec, loans, readerCards, type LoanCommand, type ReaderCard } from './library-loans/loans.ts'

/** What the librarians see: Li's card before and after the correction, on a day between the two dates of return. */
export interface LibraryStory {
  readonly before: ReaderCard | undefined
  readonly after: ReaderCard | undefined
  readonly refused: string
}

const day = (text: string): CalendarDate => text as CalendarDate
const streamOf = (copy: string): StreamName => `bookCopy-${copy}` as StreamName
const idOf = (name: string): CommandId => derivedId('library', name)

/** Runs the story on any store. */
export const tellLibraryStory = async (store: EventStore): Promise<LibraryStory> => {
  const desk = deskOf(store, 'B1')
  await must(desk('lend', { type: 'LendBook', data: { reader: 'Li', on: day('2024-03-01'), dueOn: day('2024-03-15') } }))
  const refused = await desk('lend twice', { type: 'LendBook', data: { reader: 'Wu', on: day('2024-03-02'), dueOn: day('2024-03-16') } })()
  await must(desk('return', { type: 'ReturnBook', data: { kind: 'change', effectiveOn: day('2024-03-20') } }))
  const before = await cardOf(store, 'Li', day('2024-03-31'))
  const root: EntryId = entryIdOf(idOf('return'), streamOf('B1'), 0)
  await must(desk('correct', { type: 'ReturnBook', data: { kind: 'correction', effectiveOn: day('2024-03-10'), root, corrects: root } }))
  return { before, after: await cardOf(store, 'Li', day('2024-03-31')), refused: E.isLeft(refused) ? JSON.stringify(refused.left) : 'nothing was refused' }
}

/** Takes commands for one copy; a command that is sent twice is done once. */
function deskOf(store: EventStore, copy: string) {
  const loop = commandLoop({ store, codec: loanCodec, decider: loans(copy) })
  return (name: string, command: LoanCommand) => loop.handle({
    stream: streamOf(copy),
    command,
    envelope: { commandId: idOf(name), correlationId: idOf(name), actor: { ref: 'desk-1', role: 'librarian' }, decidedOn: day('2024-03-31'), recordedOn: day('2024-03-31') },
    gather: () => TE.right(undefined),
  })
}

async function cardOf(store: EventStore, reader: string, asOf: CalendarDate): Promise<ReaderCard | undefined> {
  return (await must(rebuild({ reader: store, codec: loanCodec, projection: readerCards, mode: 'trusted', asOf }))).models.get(reader)
}

async function must<F, A>(task: TaskEither<F, A>): Promise<A> {
  const result = await task()
  if (E.isLeft(result)) throw new Error(JSON.stringify(result.left))
  return result.right
}

if (import.meta.main) console.log(await tellLibraryStory(memoryStore(Date.now)))

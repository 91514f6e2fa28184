/** Another domain in one file: copies of books are lent and returned, and a wrong date of return can be corrected. */

import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import {
  CalendarDate, dated, dating, defineProjection, fact, factCodec, factMakers, shape,
  type CommandOf, type Decider, type EntryId, type FactOf, type Rejection,
} from '@grid-governance/event-sourcing'

/** The facts of one copy. They are stored: names and shapes never change. */
const facts = {
  BookLent:     fact(1, dated({ copy: t.string, reader: t.string, dueOn: CalendarDate })),
  BookReturned: fact(1, dated({ copy: t.string, reader: t.string })),
}
export type LoanFact = FactOf<typeof facts>
export const loanCodec = factCodec(facts)
const record = factMakers(facts)

export const loanCommands = {
  LendBook:   shape({ reader: t.string, on: CalendarDate, dueOn: CalendarDate }),
  ReturnBook: dating({}),
}
export type LoanCommand = CommandOf<typeof loanCommands>

export type LoanRejection =
  | Rejection<'CopyIsOut'> & { readonly reader: string }
  | Rejection<'CopyIsIn'>
  | Rejection<'NotTheLastReturn'> & { readonly named: EntryId }

/** A copy on the shelf or with a reader, and its last return, which may still be corrected. */
export interface Copy {
  readonly reader: string | null
  readonly lastReturn: { readonly root: EntryId, readonly tip: EntryId, readonly reader: string } | null
}

/** L1: a copy that is out is not lent. L2: only a copy that is out is returned. L3: only the last return, while the copy is in, is corrected. */
export const loans = (copy: string): Decider<LoanCommand, Copy, LoanFact, LoanRejection> => ({
  category: 'bookCopy',
  initialState: { reader: null, lastReturn: null },
  isTerminal: () => false,

  decide: (command, state, { entryId }) => {
    switch (command.type) {
      case 'LendBook': {
        const { reader, on, dueOn } = command.data
        if (state.reader !== null) return E.left({ type: 'CopyIsOut', rule: 'L1', reader: state.reader })
        return E.right([record.BookLent({ entryId: entryId(0), kind: 'change', effectiveOn: on, copy, reader, dueOn })])
      }
      case 'ReturnBook': {
        const { root, corrects } = command.data
        if (root !== undefined && corrects !== undefined) return decideCorrection(copy, state, { ...command.data, root, corrects }, entryId(0))
        if (state.reader === null) return E.left({ type: 'CopyIsIn', rule: 'L2' })
        return E.right([record.BookReturned({ ...command.data, entryId: entryId(0), copy, reader: state.reader })])
      }
    }
  },

  evolve: (state, { type, data }) => {
    switch (type) {
      case 'BookLent': return { reader: data.reader, lastReturn: null }
      case 'BookReturned': return { reader: null, lastReturn: { root: data.root ?? data.entryId, tip: data.entryId, reader: data.reader } }
    }
  },
})

function decideCorrection(
  copy: string, { lastReturn }: Copy, data: Extract<LoanCommand, { type: 'ReturnBook' }>['data'] & { readonly root: EntryId, readonly corrects: EntryId }, entryId: EntryId,
): E.Either<LoanRejection, ReadonlyArray<LoanFact>> {
  if (lastReturn === null || lastReturn.root !== data.root || lastReturn.tip !== data.corrects) return E.left({ type: 'NotTheLastReturn', rule: 'L3', named: data.corrects })
  return E.right([record.BookReturned({ ...data, entryId, copy, reader: lastReturn.reader })])
}

/** What a reader has and had, by copy. */
export interface ReaderCard {
  out: { [copy: string]: CalendarDate }
  late: { [copy: string]: CalendarDate }
}

/** One card for each reader, as of any day; `project` never sees a correction, only what holds in the end. */
export const readerCards = defineProjection<LoanFact>()({
  name: 'readerCards',
  version: 1,
  handles: ['BookLent', 'BookReturned'],
  keys: ({ data }) => [data.reader],
  initial: (): ReaderCard => ({ out: {}, late: {} }),
  project: {
    BookLent: (card, { data }) => { card.out[data.copy] = data.dueOn },
    BookReturned: (card, { data }) => {
      const dueOn = card.out[data.copy]
      if (dueOn !== undefined && data.effectiveOn > dueOn) card.late[data.copy] = data.effectiveOn
      delete card.out[data.copy]
    },
  },
})

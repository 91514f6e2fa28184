/** A made-up domain for the specs of explaining: entries of a ledger, with a projection that reads, counts, moves, lists and forgets. */

import fc from 'fast-check'
import * as t from 'io-ts'
import { dated, EntryVoidedData } from '../entry.ts'
import { fact, factMakers, type FactOf } from '../fact.ts'
import { defineProjection } from '../projection.ts'
import { sealInClear } from '../sealed.ts'
import type { RecordedEvent } from '../recorded-event.ts'
import { recordedLog } from '../testing/recording.ts'

const table = {
  Paid: fact(1, dated({ account: t.string, amount: t.Int })),
  Named: fact(1, dated({ account: t.string, name: t.string })),
  Moved: fact(1, dated({ from: t.string, to: t.string })),
  Closed: fact(1, dated({ account: t.string })),
  Doubled: fact(1, dated({ account: t.string, unless: t.string })),
  EntryVoided: fact(1, EntryVoidedData),
}

export type LedgerFact = FactOf<typeof table>
const make = factMakers(table)

export interface Account {
  total: number
  name: string
  payments: number[]
}

export interface Ledger {
  accounts: { [account: string]: Account }
  closed: { [account: string]: { total: number, on: string } }
  latest: { account: string, amount: number } | null
  payments: number
}

/** All the ways in which a recipe may use a model: counters, moves of whole records, lists, removals, what is put in and changed afterwards. */
export const ledger = defineProjection<LedgerFact>()({
  name: 'ledger',
  version: 1,
  handles: ['Paid', 'Named', 'Moved', 'Closed', 'Doubled'],
  initial: (): Ledger => ({ accounts: {}, closed: {}, latest: null, payments: 0 }),
  project: {
    Paid: (model, { data }) => {
      // The object on the right is changed after it was put into the model, past any draft.
      const account = model.accounts[data.account] ??= { total: 0, name: 'unnamed', payments: [] }
      account.total += data.amount
      account.payments.push(data.amount)
      model.latest = { account: data.account, amount: data.amount }
      model.payments += 1
    },
    Named: (model, { data }) => {
      const account = model.accounts[data.account]
      if (account !== undefined) account.name = data.name
    },
    Moved: (model, { data }) => {
      const account = model.accounts[data.from]
      if (account === undefined || model.accounts[data.to] !== undefined) return
      delete model.accounts[data.from]
      model.accounts[data.to] = account
      account.payments = account.payments.filter((amount) => amount > 2)
    },
    Closed: (model, { data }) => {
      const account = model.accounts[data.account]
      if (account === undefined) return
      delete model.accounts[data.account]
      model.closed[data.account] = { total: account.total, on: data.effectiveOn }
    },
    Doubled: (model, { data }) => {
      if (data.unless in model.closed) return
      for (const [id, account] of Object.entries(model.accounts)) if (id === data.account) account.total *= 2
    },
  },
})

/** The same accounts, each changed by facts about it alone: no fact reads what is a neighbour's. */
export const accountCards = defineProjection<LedgerFact>()({
  name: 'accountCards',
  version: 1,
  handles: ['Paid', 'Named', 'Closed'],
  initial: (): Pick<Ledger, 'accounts' | 'closed'> => ({ accounts: {}, closed: {} }),
  project: {
    Paid: (model, { data }) => {
      model.accounts[data.account] ??= { total: 0, name: 'unnamed', payments: [] }
      const account = model.accounts[data.account]
      if (account === undefined) return
      account.total += data.amount
      account.payments.push(data.amount)
    },
    Named: (model, event) => ledger.project(model as Ledger, event),
    Closed: (model, event) => ledger.project(model as Ledger, event),
  },
})

const dates = (entryId: string, effectiveOn: string) => ({ entryId, kind: 'change', effectiveOn }) as never as { entryId: never, kind: 'change', effectiveOn: never }

export const paid = (entryId: string, on: string, account: string, amount: number): LedgerFact => make.Paid({ ...dates(entryId, on), account, amount: amount as never })
export const named = (entryId: string, on: string, account: string, name: string): LedgerFact => make.Named({ ...dates(entryId, on), account, name })
export const moved = (entryId: string, on: string, from: string, to: string): LedgerFact => make.Moved({ ...dates(entryId, on), from, to })
export const closed = (entryId: string, on: string, account: string): LedgerFact => make.Closed({ ...dates(entryId, on), account })
export const doubled = (entryId: string, on: string, account: string, unless: string): LedgerFact => make.Doubled({ ...dates(entryId, on), account, unless })

export const corrected = (fact: LedgerFact, root: string, corrects = root): LedgerFact => ({ ...fact, data: { ...fact.data, kind: 'correction', root, corrects } }) as LedgerFact
export const voided = (entryId: string, root: string, corrects = root): LedgerFact =>
  make.EntryVoided({ entryId: entryId as never, kind: 'correction', root: root as never, corrects: corrects as never, reason: sealInClear('made up') })

const accounts = fc.constantFrom('a', 'b', 'c')
const days = fc.integer({ min: 1, max: 9 }).map((day) => `2024-03-0${day}`)

export const arbitraryEntries: fc.Arbitrary<LedgerFact> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(days, accounts, fc.integer({ min: 1, max: 5 })).map(([on, account, amount]) => paid('e', on, account, amount)) },
  { weight: 2, arbitrary: fc.tuple(days, accounts, fc.constantFrom('x', 'y')).map(([on, account, name]) => named('e', on, account, name)) },
  fc.tuple(days, accounts, accounts).map(([on, from, to]) => moved('e', on, from, to)),
  fc.tuple(days, accounts).map(([on, account]) => closed('e', on, account)),
  fc.tuple(days, accounts, accounts).map(([on, account, unless]) => doubled('e', on, account, unless)),
)

/** The log with facts about an account of its own after it. */
export const withNeighbours = (log: ReadonlyArray<RecordedEvent>, picks: ReadonlyArray<number>): ReadonlyArray<RecordedEvent> => {
  const on = `2024-03-0${1 + (picks[0] ?? 0) % 9}`
  const planted = recordedLog([paid('n1', on, 'neighbour', 7), named('n2', on, 'neighbour', 'next door'), doubled('n3', on, 'neighbour', 'neighbour')])
  return [...log, ...planted.map((event, index) => ({ ...event, globalPosition: log.length + index as typeof event.globalPosition, eventId: `planted ${index}` as typeof event.eventId }))]
}

/** The rule book, by example. */

import { describe, expect, it } from 'vitest'
import { fold, type CalendarDate } from '@grid-governance/event-sourcing'
import { deciderScenarios } from '@grid-governance/event-sourcing/testing'
import { ruleSetOf, written } from '../../shared/builders.ts'
import { aRuleBookCommand, aRuleBookFact } from './builders.ts'
import { ruleBookDecider, ruleBookStream } from './decider.ts'
import type { RuleBookEvent } from './events.ts'
import type { RuleBookRejection } from './rejections.ts'
import { editionOn, ruleSetOn } from './state.ts'

const { given } = deciderScenarios(ruleBookDecider)
const refused = written<RuleBookRejection>
const on = (day: string) => day as CalendarDate
const after = (...facts: ReadonlyArray<RuleBookEvent>) => fold(ruleBookDecider, facts)
const first = aRuleBookFact.RuleBookIssued({ entryId: 'first', edition: '2017-03', effectiveOn: '2017-03-01' })
const second = aRuleBookFact.RuleBookIssued({ entryId: 'second', edition: '2018-07', effectiveOn: '2018-07-01' })

describe('the rule book', () => {
  it('has one stream for each district', () => {
    expect(ruleBookStream(aRuleBookCommand.IssueRuleBook())).toBe('ruleBook-440402')
  })

  it('B1 knows no rules before the first edition', () => {
    expect(ruleSetOn(after(first, second), on('2017-02-28'))).toBeUndefined()
  })

  it('B1 replays a decision of 2017 by the edition of 2017, although another holds today', () => {
    expect(editionOn(after(first, second), on('2018-06-30'))?.data.edition).toBe('2017-03')
    expect(editionOn(after(first, second), on('2018-07-01'))?.data.edition).toBe('2018-07')
  })

  it('B1 takes the edition recorded later where two take effect on the same day', () => {
    const third = aRuleBookFact.RuleBookIssued({ entryId: 'third', edition: '2018-07 B', effectiveOn: '2018-07-01' })
    expect(editionOn(after(second, third), on('2018-07-01'))?.data.edition).toBe('2018-07 B')
  })

  it('B1 lets an edition that was recorded late hold from its own day', () => {
    const late = aRuleBookFact.RuleBookIssued({ entryId: 'late', kind: 'lateRecording', edition: '2017-03', effectiveOn: '2017-03-01' })
    expect(editionOn(after(second, late), on('2018-01-01'))?.data.edition).toBe('2017-03')
    expect(editionOn(after(second, late), on('2019-01-01'))?.data.edition).toBe('2018-07')
  })

  it('B2 issues an edition with its document and its day', () => {
    given([first]).when(aRuleBookCommand.IssueRuleBook({ edition: '2018-07', effectiveOn: '2018-07-01' }))
      .then([aRuleBookFact.RuleBookIssued({ entryId: 'new.0', edition: '2018-07', effectiveOn: '2018-07-01' })])
  })

  it('B2 refuses to issue the same edition twice', () => {
    given([first]).when(aRuleBookCommand.IssueRuleBook({ edition: '2017-03', effectiveOn: '2018-07-01' }))
      .thenRejected(refused({ type: 'EditionAlreadyIssued', rule: 'B2', edition: '2017-03', effectiveOn: '2017-03-01', root: 'first' }))
  })

  it('B2 lets a correction keep the name of its edition', () => {
    given([first]).when(aRuleBookCommand.IssueRuleBook({ edition: '2017-03', effectiveOn: '2017-04-01', root: 'first', corrects: 'first' }))
      .then([aRuleBookFact.RuleBookIssued({ entryId: 'new.0', edition: '2017-03', effectiveOn: '2017-04-01', root: 'first', corrects: 'first' })])
  })

  it('B2 refuses to restore a withdrawn edition while another holds under its name', () => {
    const withdrawn = aRuleBookFact.EntryVoided({ entryId: 'withdrawn', root: 'first', corrects: 'first' })
    const again = aRuleBookFact.RuleBookIssued({ entryId: 'again', edition: '2017-03', effectiveOn: '2017-05-01' })
    given([first, withdrawn, again]).when(aRuleBookCommand.VoidRuleBookEntry({ root: 'first', corrects: 'withdrawn' }))
      .thenRejected(refused({ type: 'EditionAlreadyIssued', rule: 'B2', root: 'again' }))
  })

  it('B3 refuses a range whose lower end is above its upper one', () => {
    given([]).when(aRuleBookCommand.IssueRuleBook({ rules: ruleSetOf({ gridsPerCommunity: { min: 5, max: 2 } }) }))
      .thenRejected(refused({ type: 'RangeUpsideDown', rule: 'B3', range: 'gridsPerCommunity', min: 5, max: 2 }))
  })

  it('6.1 corrects the correction of an edition, and withdrawing that correction restores the first one', () => {
    const corrected = aRuleBookFact.RuleBookIssued({ entryId: 'corrected', edition: '2017-03', effectiveOn: '2017-04-01', root: 'first', corrects: 'first' })
    const again = aRuleBookFact.RuleBookIssued({ entryId: 'again', edition: '2017-03', effectiveOn: '2017-05-01', root: 'first', corrects: 'corrected' })
    const withdrawn = aRuleBookFact.EntryVoided({ entryId: 'withdrawn', root: 'first', corrects: 'again' })
    expect(editionOn(after(first, corrected, again), on('2017-04-15'))).toBeUndefined()
    expect(editionOn(after(first, corrected, again, withdrawn), on('2017-04-15'))?.data.entryId).toBe('corrected')
  })

  it('6.1 restores what a withdrawal took back when the withdrawal itself is withdrawn', () => {
    const withdrawn = aRuleBookFact.EntryVoided({ entryId: 'withdrawn', root: 'first', corrects: 'first' })
    const restored = aRuleBookFact.EntryVoided({ entryId: 'restored', root: 'first', corrects: 'withdrawn' })
    expect(editionOn(after(first, withdrawn), on('2017-03-01'))).toBeUndefined()
    expect(editionOn(after(first, withdrawn, restored), on('2017-03-01'))?.data.entryId).toBe('first')
  })

  it('6.1 refuses a correction that does not name the last entry of the chain', () => {
    const corrected = aRuleBookFact.RuleBookIssued({ entryId: 'corrected', edition: '2017-03', effectiveOn: '2017-04-01', root: 'first', corrects: 'first' })
    given([first, corrected]).when(aRuleBookCommand.IssueRuleBook({ edition: '2017-03', root: 'first', corrects: 'first' }))
      .thenRejected(refused({ type: 'StaleCorrection', rule: '6.1', root: 'first', named: 'first', head: 'corrected' }))
  })

  it('6.1 refuses to take back an entry that is not there', () => {
    given([first]).when(aRuleBookCommand.VoidRuleBookEntry({ root: 'elsewhere', corrects: 'elsewhere' }))
      .thenRejected(refused({ type: 'UnknownEntry', rule: '6.1', root: 'elsewhere' }))
  })
})

/** Chains of corrections as deciders keep them come to the same as chains of recorded facts. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveEntries, type CalendarDate, type EntryId, type EntryKind, type RecordedEvent } from '@grid-governance/event-sourcing'
import { inStream, recordedLog } from '@grid-governance/event-sourcing/testing'
import { correctionFault, fileEntry, headOf, heldFacts, replacementFault, tipOf, type DatedFact, type EntryChains, type VoidFact } from './entry-chains.ts'

interface NotedFact extends DatedFact { readonly type: 'Noted', readonly schemaVersion: 1 }
type NotesFact = NotedFact | (VoidFact & { readonly schemaVersion: 1 })

const id = (text: string) => text as EntryId
const noted = (entryId: string, effectiveOn = '2018-07-01', corrects?: readonly [root: string, corrects: string]): NotedFact => ({
  type: 'Noted', schemaVersion: 1,
  data: {
    entryId: id(entryId), effectiveOn: effectiveOn as CalendarDate, kind: (corrects === undefined ? 'change' : 'correction') as EntryKind,
    ...(corrects === undefined ? {} : { root: id(corrects[0]), corrects: id(corrects[1]) }),
  },
})
const voided = (entryId: string, root: string, corrects: string): NotesFact =>
  ({ type: 'EntryVoided', schemaVersion: 1, data: { entryId: id(entryId), kind: 'correction', root: id(root), corrects: id(corrects), reason: { sealed: 'clear@1', subjects: [], body: '' } } })
const chainsOf = (facts: ReadonlyArray<NotesFact>): EntryChains<NotedFact> =>
  facts.reduce<EntryChains<NotedFact>>((chains, fact) => fileEntry(chains, fact, chains.length), [])
const heldIn = (...facts: ReadonlyArray<NotesFact>) => heldFacts(chainsOf(facts)).map(({ fact }) => fact.data.entryId)

describe('chains of corrections', () => {
  it('6.1 hold the last correction', () => {
    expect(heldIn(noted('a'), noted('a1', '2018-07-01', ['a', 'a']), noted('a2', '2018-07-01', ['a', 'a1']))).toEqual(['a2'])
  })

  it('6.1 restore what a withdrawn correction had replaced, and the correction when the withdrawal is withdrawn', () => {
    const chain = [noted('a'), noted('a1', '2018-07-01', ['a', 'a']), noted('a2', '2018-07-01', ['a', 'a1']), voided('v', 'a', 'a2')]
    expect(heldIn(...chain)).toEqual(['a1'])
    expect(heldIn(...chain, voided('w', 'a', 'v'))).toEqual(['a2'])
  })

  it('6.1 hold nothing when the root is withdrawn, until it is corrected again', () => {
    expect(heldIn(noted('a'), voided('v', 'a', 'a'))).toEqual([])
    expect(heldIn(noted('a'), voided('v', 'a', 'a'), noted('a1', '2018-07-01', ['a', 'v']))).toEqual(['a1'])
  })

  it('6.1 stand in the order (effective day, arrival of the root)', () => {
    expect(heldIn(noted('a', '2018-08-01'), noted('b'), noted('c', '2018-08-01'), noted('a1', '2018-07-01', ['a', 'a']))).toEqual(['a1', 'b', 'c'])
  })

  it('6.1 name the tip that a correction missed', () => {
    const chains = chainsOf([noted('a'), voided('v', 'a', 'a')])
    expect(correctionFault(chains, { root: id('a'), corrects: id('a') })).toEqual({ type: 'StaleCorrection', rule: '6.1', root: 'a', named: 'a', head: 'v' })
    expect(correctionFault(chains, { root: id('v'), corrects: id('v') })).toEqual({ type: 'UnknownEntry', rule: '6.1', root: 'v' })
    expect(correctionFault(chains, { root: id('a'), corrects: id('v') })).toBeUndefined()
    expect(replacementFault(chains, { root: id('a'), corrects: id('v') }, 'Other' as 'Noted')).toMatchObject({ type: 'CorrectionOfAnotherFact', recorded: 'Noted', named: 'Other' })
  })

  it('6.1 come to what the recorded facts come to, after any sound history', () => {
    const steps = fc.array(fc.record({ what: fc.constantFrom('root', 'correct', 'correct', 'void', 'void'), pick: fc.nat(), day: fc.constantFrom('2018-07-01', '2018-08-01', '2018-09-01') }), { maxLength: 20 })
    fc.assert(fc.property(steps, (list) => {
      const facts: NotesFact[] = []
      for (const [n, { what, pick, day }] of list.entries()) {
        const chains = chainsOf(facts)
        const chain = chains[pick % chains.length]
        if (chain === undefined || what === 'root') facts.push(noted(`e${n}`, day))
        else if (what === 'correct') facts.push(noted(`e${n}`, day, [chain.root, tipOf(chain)]))
        else facts.push(voided(`e${n}`, chain.root, tipOf(chain)))
      }
      const recorded: ReadonlyArray<RecordedEvent> = recordedLog([inStream('notes-1', ...facts)])
      expect(heldIn(...facts)).toEqual(resolveEntries(recorded).map(({ event }) => (event.data as NotedFact['data']).entryId))
      expect(chainsOf(facts).map(headOf).filter((head) => head !== undefined)).toHaveLength(resolveEntries(recorded).length)
    }), { numRuns: 200 })
  })
})

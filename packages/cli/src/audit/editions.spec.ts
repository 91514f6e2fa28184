/** Editions of facts: what a decision noted, else what was in force on the day of effect, from what had been recorded by then. */

import * as E from 'fp-ts/lib/Either.js'
import { expect, it } from 'vitest'
import { eventIdOf, derivedId, type RecordedEvent, type StreamName } from '@grid-governance/event-sourcing'
import { governanceCodec, type GovernanceEvent } from '@grid-governance/domain'
import { aGridMapFact, aRuleBookFact } from '@grid-governance/domain/testing'
import { memoryStore } from '@grid-governance/event-store'
import { recordedEvents } from '@grid-governance/subscriptions'
import { editionsIn } from './editions.ts'

let appends = 0

/** A log of these facts, each in its stream, and its facts as they are read. */
async function logOf(...facts: ReadonlyArray<readonly [string, GovernanceEvent]>) {
  const store = memoryStore(() => Date.UTC(2020, 0, 1))
  for (const [name, { type, schemaVersion, data }] of facts) {
    const stream = name as StreamName
    const commandId = derivedId('editions', String(appends += 1))
    const metadata = { commandId, commandDigest: 'none', correlationId: commandId, actor: { ref: 'made-up', role: 'clerk' }, append: { index: 0, of: 1 } }
    await store.append({ stream, expectedVersion: 'any', events: [{ eventId: eventIdOf(commandId, stream, 0), type, schemaVersion, data: data as never, metadata }] })()
  }
  const page = await store.readAll({ after: 'beginning', maxCount: 100 })()
  if (E.isLeft(page)) throw new Error(JSON.stringify(page.left))
  const decoded = recordedEvents(governanceCodec, 'checked')(page.right.events)
  if (E.isLeft(decoded)) throw new Error(JSON.stringify(decoded.left))
  return { store, facts: decoded.right as ReadonlyArray<RecordedEvent> }
}

const book = (edition: string, effectiveOn: string, entryId: string) => ['ruleBook-440402', aRuleBookFact.RuleBookIssued({ edition, effectiveOn, entryId })] as const
const renamed = (effectiveOn: string, entryId: string) => ['gridMap-440402.C1', aGridMapFact.GridRenamed({ effectiveOn, entryId })] as const

it('of a fact that keeps no evidence is the one in force on its day, of those that had been recorded before it', async () => {
  const { store, facts } = await logOf(
    renamed('2019-01-01', 'a'), book('first', '2018-01-01', 'b'), renamed('2017-12-31', 'c'), renamed('2018-01-01', 'd'), renamed('2019-01-01', 'e'),
    book('second', '2018-06-01', 'f'), renamed('2018-05-31', 'g'), renamed('2018-06-01', 'h'),
  )
  const editions = await editionsIn(store)(facts)()
  if (E.isLeft(editions)) throw new Error(JSON.stringify(editions.left))
  expect(facts.map(({ eventId }) => { const edition = editions.right.get(eventId); return edition === undefined ? null : [edition.name, edition.told, edition.version] }))
    .toEqual([null, null, null, ['first', 'inForce', 1], ['first', 'inForce', 1], null, ['first', 'inForce', 2], ['second', 'inForce', 2]])
})

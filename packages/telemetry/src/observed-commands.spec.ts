/** Watched commands: a span for each, with those of its steps in it, and how it ended. */

import { SpanStatusCode } from '@opentelemetry/api'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memoryStore, type EventStore } from '@grid-governance/event-store'
import { observedLoop, observedSending } from './index.ts'
import { listening, pointsOf, told, type Listening } from './listening.spec-parts.ts'
import { account, award, pointsCodec, pointsDecider } from './points.spec-parts.ts'

const loopOn = (store: EventStore) => observedLoop({ store, codec: pointsCodec, decider: pointsDecider })
const asked = { 'grid_governance.command.type': 'AwardPoints', 'db.collection.name': 'pointsAccount', 'grid_governance.district': '440402' }
const refused = { 'grid_governance.outcome': 'Rejected', 'grid_governance.rejection.type': 'TooManyPoints', 'grid_governance.rejection.rule': 'P3' }

describe('a watched loop', () => {
  let sdk: Listening
  beforeEach(() => { sdk = listening() })
  afterEach(() => { sdk.stop() })

  it('has loading, gathering, deciding and appending within the span of the command', async () => {
    const answer = await loopOn(memoryStore(() => 0)).handle(award('a', 3))()
    expect(answer).toMatchObject({ right: { outcome: 'recorded', streamVersion: 1 } })
    const spans = sdk.spans()
    expect(spans.map(({ name }) => name)).toEqual(['eventStore.readStream', 'commandLoop.gather', 'decider.decide', 'eventStore.append', 'commandLoop.handle'])
    const command = spans.at(-1)
    expect(spans.slice(0, -1).map(({ parentSpanContext }) => parentSpanContext?.spanId)).toEqual(Array.from({ length: 4 }, () => command?.spanContext().spanId))
    expect(told(spans)[2]).toEqual(['decider.decide', { 'grid_governance.command.type': 'AwardPoints', 'grid_governance.outcome': 'decided', 'grid_governance.facts': 1 }])
    expect(command?.attributes).toEqual({ ...asked, 'grid_governance.outcome': 'recorded', 'grid_governance.facts': 1 })
  })

  it('tells each way to end: recorded, done already, nothing to do, refused with the number of the rule', async () => {
    const loop = loopOn(memoryStore(() => 0))
    for (const request of [award('a', 3), award('a', 3), award('b', 0), award('c', 9)]) await loop.handle(request)()
    const handled = sdk.spans().filter(({ name }) => name === 'commandLoop.handle')
    expect(handled.map(({ attributes, status }) => [attributes['grid_governance.outcome'], status.code])).toEqual(
      ['recorded', 'alreadyDone', 'nothingToDo', 'Rejected'].map((outcome) => [outcome, SpanStatusCode.UNSET]))
    expect(handled.at(-1)?.attributes).toEqual({ ...asked, ...refused })
    expect(pointsOf(await sdk.collect(), 'grid_governance.command.duration')).toEqual([
      ...['recorded', 'alreadyDone', 'nothingToDo'].map((outcome) => [{ ...asked, 'grid_governance.outcome': outcome }, 1]), [{ ...asked, ...refused }, 1],
    ])
  })

  it('answers as the loop does, also where it is only asked what would happen or what is there', async () => {
    const loop = loopOn(memoryStore(() => 0))
    expect(await loop.consider(award('a', 3))()).toMatchObject({ right: { facts: [{ type: 'PointsAwarded' }], done: undefined } })
    expect(await loop.load(account)()).toMatchObject({ right: { version: 0 } })
    const unavailable = { tag: 'StoreUnavailable', reason: 'io', where: 'w', detail: 'd' } as const
    expect(await loop.handle({ ...award('b', 3), gather: () => TE.left(unavailable) })()).toEqual(E.left(unavailable))
    expect(sdk.spans().slice(-2).map(({ name, attributes }) => [name, attributes['error.type']])).toEqual([['commandLoop.gather', 'StoreUnavailable'], ['commandLoop.handle', 'StoreUnavailable']])
  })

  it('lets a defect of a decider through, of which nothing is told but that there was one', async () => {
    const loop = observedLoop({ store: memoryStore(() => 0), codec: pointsCodec, decider: { ...pointsDecider, decide: () => { throw new Error('王芳') } } })
    await expect(loop.handle(award('a', 3))()).rejects.toThrow('王芳')
    expect(sdk.spans().slice(-2).map(({ name, attributes, events }) => [name, attributes['error.type'], events])).toEqual([['decider.decide', 'defect', []], ['commandLoop.handle', 'defect', []]])
  })
})

describe('a watched front door', () => {
  let sdk: Listening
  beforeEach(() => { sdk = listening() })
  afterEach(() => { sdk.stop() })

  const submit = observedSending('frontDoor.submit', ({ command }: { readonly command: { readonly type: string, readonly data: object } }) =>
    command.type === 'RenameGrid' ? TE.right({ outcome: 'recorded', facts: [1, 2] }) : TE.left({ tag: 'NotAuthorised' }))

  it('tells the command, the district that it is about, and how it ended', async () => {
    await submit({ command: { type: 'RenameGrid', data: { districtId: '440402', name: '王芳网格' } } })()
    await submit({ command: { type: 'CloseGrid', data: { districtId: 'M0042' } } })()
    expect(told(sdk.spans())).toEqual([
      ['frontDoor.submit', { 'grid_governance.command.type': 'RenameGrid', 'grid_governance.district': '440402', 'grid_governance.outcome': 'recorded', 'grid_governance.facts': 2 }],
      ['frontDoor.submit', { 'grid_governance.command.type': 'CloseGrid', 'grid_governance.outcome': 'NotAuthorised', 'error.type': 'NotAuthorised' }],
    ])
  })
})

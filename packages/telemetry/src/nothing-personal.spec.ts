/** Nothing personal is told: whatever is recorded, refused, failed or thrown, no span and no metric holds an id, a name or a text of it. */

import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StreamName } from '@grid-governance/event-sourcing'
import { memoryStore, type EventStore } from '@grid-governance/event-store'
import { memoryReadModelStore, runProjection } from '@grid-governance/subscriptions'
import { codeWord, districtIn, publicPartOf } from './harmless.ts'
import { attributes, observedLoop, observedReadModels, observedSending, observedStore, observeRunner } from './index.ts'
import { listening, type Listening } from './listening.spec-parts.ts'
import { account, award, awarded, pointsCodec, pointsDecider, pointsOfMembers, secrets } from './points.spec-parts.ts'

const idInAnyText = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/

/** Everything that an exporter is handed: names, attributes, events, links and status of spans; descriptors and points of metrics. */
const everythingTold = async (sdk: Listening): Promise<string> => JSON.stringify([
  sdk.spans().map(({ name, attributes, events, links, status }) => ({ name, attributes, events, links, status })),
  (await sdk.collect()).map(({ descriptor, dataPoints }) => ({ descriptor, points: dataPoints.map((point) => point.attributes) })),
])

describe('what is told', () => {
  let sdk: Listening
  beforeEach(() => { sdk = listening() })
  afterEach(() => { sdk.stop() })

  it('holds no id, no name and no text of what was appended, read, projected, asked, refused, or went wrong', async () => {
    await useEverything()
    const said = await everythingTold(sdk)
    expect(sdk.spans().length).toBeGreaterThan(20)
    expect(said).toContain('pointsAccount')
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([])
    expect(said).not.toMatch(idInAnyText)
  })

  it('has no attribute but those that are declared, and only words, numbers and flags in them', async () => {
    await useEverything()
    const declared = new Set<string>(Object.values(attributes))
    const all = [...sdk.spans().map((span) => span.attributes), ...(await sdk.collect()).flatMap(({ dataPoints }) => dataPoints.map((point) => point.attributes))]
    expect(all.flatMap((each) => Object.keys(each)).filter((name) => !declared.has(name))).toEqual([])
    const texts = all.flatMap((each) => Object.values(each)).filter((value) => typeof value === 'string')
    expect(texts.filter((text) => !/^[A-Za-z0-9@._]+$/.test(text))).toEqual([])
    expect(all.flatMap((each) => Object.values(each)).every((value) => ['string', 'number', 'boolean'].includes(typeof value))).toBe(true)
  })
})

/** A use of every watched port in which everything that can go wrong does. */
async function useEverything(): Promise<void> {
  const log = memoryStore(() => Date.UTC(2026, 10, 25))
  const store = observedStore(log)
  const loop = observedLoop({ store: log, codec: pointsCodec, decider: pointsDecider })
  for (const request of [award('a', 3), award('a', 3), award('b', 0), award('c', 9)]) await loop.handle(request)()
  await loop.handle({ ...award('a', 4), expectedVersion: 9 })()
  await store.append({ stream: account, expectedVersion: 'noStream', events: [awarded('a')] })()
  for (const stream of ['王芳', 'Wang Fang-M0042', 'member-M0042', '-M0042', 'M0042']) await store.append({ stream: stream as StreamName, expectedVersion: 'any', events: [awarded(stream)] })()
  await store.readStream({ stream: account, maxCount: 10 })()
  await store.readAll({ after: 'beginning', maxCount: 10 })()
  await failAtEverything(log)
  const models = observedReadModels(memoryReadModelStore())
  const running = await runProjection({ reader: store, codec: pointsCodec, projection: pointsOfMembers, mode: 'checked', store: models })()
  if (running._tag === 'Left') throw new Error(running.left.tag)
  observeRunner(running.right, log, { now: () => Date.UTC(2026, 10, 25), readModels: models })
  await running.right.untilPosition(0 as never)()
  await running.right.stop()
  await models.load(pointsOfMembers, ['M0042'])()
}

async function failAtEverything(log: EventStore): Promise<void> {
  const unavailable = { tag: 'StoreUnavailable', reason: 'io', where: 'a machine of Wang Fang', detail: '王芳' } as const
  const broken = observedStore<EventStore>({ ...log, readAll: () => TE.left(unavailable), head: () => () => Promise.reject(new Error('王芳 M0042')) })
  await broken.readAll({ after: 'beginning', maxCount: 1 })()
  await broken.head()().catch(() => undefined)
  const send = observedSending('frontDoor.submit', () => TE.left({ tag: '王芳 M0042' }))
  await send({ command: { type: '王芳', data: { districtId: 'M0042', name: '王芳' } } })()
  const refusing = observedSending('frontDoor.submit', () => TE.left({ tag: 'Rejected', rejection: { type: '王芳', rule: '照顾独居老人' } }))
  await refusing({ command: { type: 'AwardPoints', data: null }, stream: 'Wang Fang' })()
}

describe('of a stream', () => {
  it.each([
    ['pointsAccount-440402.M0042.2018', 'pointsAccount', '440402'],
    ['gridMap-440402', 'gridMap', '440402'],
    ['member-M0042', 'member', undefined],
    ['member-4404021990', 'member', undefined],
    ['Wang Fang-440402', 'other', '440402'],
    ['王芳', 'other', undefined],
    ['-440402.M0042', 'other', '440402'],
    ['', 'other', undefined],
  ])('%s only category and district are told', (stream, category, district) => {
    expect(publicPartOf(stream)).toEqual({ category, district })
  })

  it('a district is six digits, and nothing else', () => {
    expect(['440402', '440402.C1', '4404021', 'M0042', '44040x', 440402, undefined].map(districtIn)).toEqual(['440402', '440402', undefined, undefined, undefined, undefined, undefined])
  })

  it('a word of code is short, and without spaces, slashes or letters of names', () => {
    expect(['WrongExpectedVersion', '4.1.9', 'I38', 'cap@1', 'two words', '王芳', '/home/wang', '', 'a'.repeat(65), 7].map(codeWord))
      .toEqual(['WrongExpectedVersion', '4.1.9', 'I38', 'cap@1', 'other', 'other', 'other', 'other', 'other', 'other'])
  })
})

/** Without an SDK nothing is told, and everything works as if nobody had asked for it. */

import process from 'node:process'
import { trace } from '@opentelemetry/api'
import { expect, it, vi } from 'vitest'
import { memoryStore } from '@grid-governance/event-store'
import { memoryReadModelStore, runProjection } from '@grid-governance/subscriptions'
import { observedLoop, observedReadModels, observedStore, observeRunner } from './index.ts'
import { instrumentsNow, tracerNow } from './signals.ts'
import { account, award, pointsCodec, pointsDecider, pointsOfMembers } from './points.spec-parts.ts'

it('answers as the undecorated ports do, prints nothing, and makes no span', async () => {
  const printed = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')]
  const spans = vi.spyOn(trace.getTracerProvider(), 'getTracer')
  const store = observedStore(memoryStore(() => 0))
  const answer = await observedLoop({ store, codec: pointsCodec, decider: pointsDecider }).handle(award('a', 3))()
  const models = observedReadModels(memoryReadModelStore())
  const running = await runProjection({ reader: store, codec: pointsCodec, projection: pointsOfMembers, mode: 'checked', store: models })()
  if (running._tag === 'Left') throw new Error(running.left.tag)
  observeRunner(running.right, store, { now: () => 0 })()
  await running.right.untilPosition(0 as never)()
  await running.right.stop()
  expect(answer).toMatchObject({ right: { outcome: 'recorded', stream: account } })
  expect(await running.right.read(['M0042'])()).toMatchObject({ right: { models: new Map([['M0042', { 王芳: 3 }]]) } })
  expect([printed.flatMap(({ mock }) => mock.calls), spans.mock.calls]).toEqual([[], []])
  expect([tracerNow(), instrumentsNow()]).toEqual([undefined, undefined])
  for (const spy of printed) spy.mockRestore()
})

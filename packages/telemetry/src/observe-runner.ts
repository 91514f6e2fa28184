/** Runners watched from outside: how far each has come, how far it is behind, whether it runs, and what it could not show. */

import { createNoopMeter, metrics, type Attributes, type BatchObservableResult, type Meter, type Observable } from '@opentelemetry/api'
import * as E from 'fp-ts/lib/Either.js'
import type { After } from '@grid-governance/event-sourcing'
import type { EventReader } from '@grid-governance/event-store'
import { senderName, type ReadModelStore, type RunnerStatus, type SenderStatus } from '@grid-governance/subscriptions'
import { attributes, instruments, scope } from './names.ts'

/** What `runProjection`, `runPolicy` and `runProcess` answer, as far as it is needed here. */
export interface WatchedRunner {
  readonly status: () => RunnerStatus | SenderStatus
}

export interface ObserveRunnerOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Where the models of a projection are kept, if its blocked keys are to be counted. */
  readonly readModels?: Pick<ReadModelStore, 'projections'>
}

/**
 * Observes a runner whenever metrics are collected; answers how to stop that. Each time it looks at the head of the log and at one event on
 * either side of the place that is shown; what cannot be read is not told. Call it when the SDK is registered: before, it does nothing.
 */
export const observeRunner = (runner: WatchedRunner, reader: EventReader, options: ObserveRunnerOptions): (() => void) => {
  const meter = metrics.getMeter(scope)
  if (meter === createNoopMeter()) return () => undefined
  const gauges = gaugesOf(meter)
  const observe = (result: BatchObservableResult): Promise<void> => observeOnce(result, gauges, runner.status(), reader, options)
  meter.addBatchObservableCallback(observe, Object.values(gauges))
  return () => { meter.removeBatchObservableCallback(observe, Object.values(gauges)) }
}

type Gauge = 'position' | 'lagPositions' | 'lagTime' | 'age' | 'blockedKeys' | 'running'
type Gauges = Readonly<Record<Gauge, Observable>>

function gaugesOf(meter: Meter): Gauges {
  const gauge = (key: Gauge): Observable => {
    const { name, unit, description } = instruments[key]
    return meter.createObservableGauge(name, { unit, description })
  }
  return {
    position: gauge('position'), lagPositions: gauge('lagPositions'), lagTime: gauge('lagTime'), age: gauge('age'), blockedKeys: gauge('blockedKeys'), running: gauge('running'),
  }
}

async function observeOnce(
  result: BatchObservableResult, gauges: Gauges, status: RunnerStatus | SenderStatus, reader: EventReader, { now, readModels }: ObserveRunnerOptions,
): Promise<void> {
  const { readTo, phase } = status
  const name = 'runner' in status ? status.runner : senderName(status.sender)
  const labels: Attributes = { [attributes.runner]: name }
  const tell = (gauge: Gauge, value: number | undefined): void => { if (value !== undefined) result.observe(gauges[gauge], value, labels) }
  tell('running', phase === 'stopped' || phase === 'failed' ? 0 : 1)
  tell('position', readTo === 'beginning' ? undefined : readTo)
  tell('lagPositions', await positionsBeyond(reader, readTo))
  tell('lagTime', await secondsWaiting(reader, readTo, now))
  tell('age', await secondsShown(reader, readTo, now))
  tell('blockedKeys', readModels === undefined ? undefined : await blockedKeysOf(readModels, name))
}

/** Positions may be counted only where the store declares them to be dense; they then begin with 0. */
async function positionsBeyond(reader: EventReader, readTo: After): Promise<number | undefined> {
  if (!reader.declared.positionsDense) return undefined
  const head = await reader.head()()
  return E.isLeft(head) ? undefined : placeOf(head.right.after) - placeOf(readTo)
}

function placeOf(after: After): number {
  return after === 'beginning' ? -1 : after
}

async function secondsWaiting(reader: EventReader, readTo: After, now: () => number): Promise<number | undefined> {
  const beyond = await reader.readAll({ after: readTo, maxCount: 1 })()
  if (E.isLeft(beyond)) return undefined
  const [first] = beyond.right.events
  return first === undefined ? 0 : secondsSince(first.recordedAt, now)
}

async function secondsShown(reader: EventReader, readTo: After, now: () => number): Promise<number | undefined> {
  if (readTo === 'beginning') return undefined
  const last = await reader.readAt([readTo])()
  const event = E.isLeft(last) ? undefined : last.right[0]
  return event === undefined ? undefined : secondsSince(event.recordedAt, now)
}

/** Clocks of several machines differ, and time that runs backwards helps nobody. */
function secondsSince(instant: number, now: () => number): number {
  return Math.max(0, (now() - instant) / 1000)
}

async function blockedKeysOf(readModels: Pick<ReadModelStore, 'projections'>, runner: string): Promise<number | undefined> {
  const kept = await readModels.projections()()
  return E.isLeft(kept) ? undefined : kept.right.find(({ name, version }) => `${name}@${version}` === runner)?.blocked
}

/** The way to OpenTelemetry: whether an SDK listens, and what to tell it. Looked up anew each time, so that the SDK may come late. */

import { createNoopMeter, metrics, trace, type Counter, type Histogram, type MeterProvider, type Tracer, type TracerDelegator } from '@opentelemetry/api'
import { durationBuckets, instruments, scope } from './names.ts'

/** What is counted and measured at the ports. */
export interface Instruments {
  readonly duration: Histogram
  readonly commandDuration: Histogram
  readonly appends: Counter
  readonly appendedEvents: Counter
  readonly conflicts: Counter
  readonly readEvents: Counter
  readonly savedModels: Counter
}

/** The tracer; undefined where no SDK takes spans. */
export const tracerNow = (): Tracer | undefined => {
  const provider = trace.getTracerProvider()
  // Before an SDK is registered there is only a placeholder that has nobody to delegate to.
  return isPlaceholder(provider) ? provider.getDelegateTracer(scope) : provider.getTracer(scope)
}

/** The instruments; undefined where no SDK takes metrics. */
export const instrumentsNow = (): Instruments | undefined => {
  const provider = metrics.getMeterProvider()
  if (made?.provider !== provider) made = { provider, instruments: instrumentsOf(provider) }
  return made.instruments
}

let made: { readonly provider: MeterProvider, readonly instruments: Instruments | undefined } | undefined

function isPlaceholder(provider: object): provider is TracerDelegator {
  return 'getDelegateTracer' in provider
}

function instrumentsOf(provider: MeterProvider): Instruments | undefined {
  const meter = provider.getMeter(scope)
  if (meter === createNoopMeter()) return undefined
  const histogram = ({ name, ...options }: typeof instruments.duration | typeof instruments.commandDuration): Histogram =>
    meter.createHistogram(name, { ...options, advice: { explicitBucketBoundaries: [...durationBuckets] } })
  const counter = (key: 'appends' | 'appendedEvents' | 'conflicts' | 'readEvents' | 'savedModels'): Counter =>
    meter.createCounter(instruments[key].name, { unit: instruments[key].unit, description: instruments[key].description })
  return {
    duration: histogram(instruments.duration), commandDuration: histogram(instruments.commandDuration),
    appends: counter('appends'), appendedEvents: counter('appendedEvents'), conflicts: counter('conflicts'), readEvents: counter('readEvents'), savedModels: counter('savedModels'),
  }
}

/** An SDK in memory for the specs: the real one of OpenTelemetry, whose spans and metrics are kept to be looked at. */

import { context, metrics, trace, type Attributes } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { MeterProvider, MetricReader, type MetricData } from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace'

export interface Listening {
  readonly spans: () => ReadonlyArray<ReadableSpan>
  /** What the metrics come to now; observed gauges are asked. */
  readonly collect: () => Promise<ReadonlyArray<MetricData>>
  /** Takes the SDK away again. */
  readonly stop: () => void
}

class CollectedByHand extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** Registers the SDK for the whole process. */
export const listening = (): Listening => {
  const exporter = new InMemorySpanExporter()
  const reader = new CollectedByHand()
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }))
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))
  return {
    spans: () => exporter.getFinishedSpans(),
    collect: async () => (await reader.collect()).resourceMetrics.scopeMetrics.flatMap((each) => each.metrics),
    stop: () => {
      trace.disable()
      metrics.disable()
      context.disable()
    },
  }
}

/** Name and attributes of each span, in the order in which they ended. */
export const told = (spans: ReadonlyArray<ReadableSpan>): ReadonlyArray<readonly [string, Attributes]> => spans.map(({ name, attributes }) => [name, attributes])

/** The points of a metric: its attributes and its value; of a histogram, how often it was measured. */
export const pointsOf = (collected: ReadonlyArray<MetricData>, name: string): ReadonlyArray<readonly [Attributes, number]> =>
  (collected.find(({ descriptor }) => descriptor.name === name)?.dataPoints ?? []).map(({ attributes, value }) => [attributes, typeof value === 'number' ? value : value.count])

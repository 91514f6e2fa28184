/** One operation watched: a span around it, and its duration; whatever it answers or throws comes through as it is. */

import { SpanKind, SpanStatusCode, type Attributes, type Span } from '@opentelemetry/api'
import type * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { codeWord } from './harmless.ts'
import { attributes } from './names.ts'
import { instrumentsNow, tracerNow, type Instruments } from './signals.ts'

/** Every failure is told apart by a tag; nothing else of it is told. */
export interface Tagged {
  readonly tag: string
}

/** What is told of an operation. None of it is asked for while nobody listens. */
export interface Scene<F extends Tagged, A> {
  readonly span: string
  /** client: an operation of a store; internal: what happens in this process. */
  readonly kind: 'client' | 'internal'
  /** Which duration is measured, if any. */
  readonly measures?: 'duration' | 'commandDuration'
  /** Known before the operation; of few values each, since metrics bear them too. */
  readonly labels: () => Attributes
  /** More that is known before, for the span alone. */
  readonly more?: () => Attributes
  readonly told: (answer: E.Either<F, A>) => Told
}

/** What an answer comes to. */
export interface Told {
  /** A word for it. */
  readonly outcome: string
  /** Whether the operation failed; a conflict and a refusal are answers like others. */
  readonly failed: boolean
  /** What the metrics bear besides, of few values each. */
  readonly labels?: Attributes
  /** For the span alone; asked for where the span is kept. */
  readonly details?: () => Attributes
  readonly count?: (instruments: Instruments, labels: Attributes) => void
}

/** The same task, watched where an SDK is present. */
export const watched = <F extends Tagged, A>(scene: Scene<F, A>, task: TaskEither<F, A>): TaskEither<F, A> => () => {
  const tracer = tracerNow()
  const instruments = instrumentsNow()
  if (tracer === undefined && instruments === undefined) return task()
  const labels = scene.labels()
  const run = (span: Span | undefined): Promise<E.Either<F, A>> => watch({ scene, labels, span, instruments }, task)
  return tracer === undefined
    ? run(undefined)
    : tracer.startActiveSpan(scene.span, { kind: kinds[scene.kind], attributes: { ...labels, ...scene.more?.() } }, run)
}

const kinds = { client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const

interface Watching<F extends Tagged, A> {
  readonly scene: Scene<F, A>
  readonly labels: Attributes
  readonly span: Span | undefined
  readonly instruments: Instruments | undefined
}

async function watch<F extends Tagged, A>(watching: Watching<F, A>, task: TaskEither<F, A>): Promise<E.Either<F, A>> {
  const began = performance.now()
  try {
    const answer = await task()
    tell(watching, watching.scene.told(answer), began)
    return answer
  } catch (defect) {
    // The message of a defect may hold anything, so only that there was one is told.
    tell(watching, { outcome: 'defect', failed: true }, began)
    throw defect
  } finally {
    watching.span?.end()
  }
}

function tell<F extends Tagged, A>({ scene, labels, span, instruments }: Watching<F, A>, { outcome, failed, labels: more, details, count }: Told, began: number): void {
  const result: Attributes = { ...(failed ? { [attributes.error]: outcome } : {}), ...more }
  if (span?.isRecording() === true) {
    span.setAttributes({ [attributes.outcome]: outcome, ...result, ...details?.() })
    if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
  }
  if (instruments === undefined) return
  const all: Attributes = { ...labels, [attributes.outcome]: outcome, ...result }
  if (scene.measures !== undefined) instruments[scene.measures].record((performance.now() - began) / 1000, all)
  count?.(instruments, all)
}

/** The same for what is computed at once: a span around it, and no measure, since it takes no time that a histogram would show. */
export const inSpan = <A>(name: string, labels: () => Attributes, compute: () => A, details: (answer: A) => Attributes): A => {
  const tracer = tracerNow()
  return tracer === undefined ? compute() : tracer.startActiveSpan(name, { kind: SpanKind.INTERNAL, attributes: labels() }, (span) => {
    try {
      const answer = compute()
      if (span.isRecording()) span.setAttributes(details(answer))
      return answer
    } catch (defect) {
      span.setAttributes({ [attributes.outcome]: 'defect', [attributes.error]: 'defect' })
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw defect
    } finally {
      span.end()
    }
  })
}

/** What a failure comes to: its tag. */
export const toldOfFailure = ({ tag }: Tagged): Told => ({ outcome: codeWord(tag), failed: true })

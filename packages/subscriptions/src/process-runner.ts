/** Runs a process: folds its instances from the log and, once it has read to the head, sends the commands that are due. */

import * as E from 'fp-ts/lib/Either.js'
import type { Task } from 'fp-ts/lib/Task.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { After, CalendarDate, Command, CommandId, Fact, Process } from '@grid-governance/event-sourcing'
import type { EventReader } from '@grid-governance/event-store'
import { appendPages } from './append-pages.ts'
import type { CommandOutcome, SendCommand } from './automatic-commands.ts'
import { checkpointAt } from './checkpoints.ts'
import type { OutcomeStore, RecordedOutcome } from './outcome-store.ts'
import { placesReached, type PlacesReached } from './places-reached.ts'
import type { SenderFailure, SenderStatus } from './policy-runner.ts'
import { processInstances, processSender, type OpenDeadline } from './process-instances.ts'
import { requireDeclared } from './projection-source.ts'
import { recordedEvents, storedTypes, type DecodePage, type ReadingCodec, type ReadMode } from './recorded-events.ts'
import { runnerLoop } from './runner-loop.ts'
import { afterBookmark, beginOrResume, type BeginFailure, type Begun } from './sender-progress.ts'

export interface ProcessRunnerOptions<F extends Fact, State, C extends Command, Failure> {
  readonly reader: EventReader
  /** Must declare all facts that are handled; it may know more. */
  readonly codec: ReadingCodec
  readonly mode: ReadMode
  readonly process: Process<F, State, C>
  readonly outcomes: OutcomeStore
  readonly send: SendCommand<C, Failure>
  /** The clock port: the day in Asia/Shanghai. Asked whenever the log has grown, and each `lookAtClockEveryMs`. */
  readonly today: () => CalendarDate
  /** One minute unless said otherwise. */
  readonly lookAtClockEveryMs?: number
  /** Whether the process may begin as it declares where nothing is known of it; else it fails with ProgressUnknown. */
  readonly mayBegin: boolean
  readonly pageSize?: number
}

export interface RunningProcess<C extends Command, Failure> {
  readonly status: () => SenderStatus
  /** What is open as far as the log was read, in the order in which it is due. */
  readonly openDeadlines: () => ReadonlyArray<OpenDeadline<C>>
  /** Waits until the log was read up to this position and nothing is due any more. */
  readonly untilPosition: PlacesReached['untilPosition']
  /** Ends after the command at hand. */
  readonly stop: Task<void>
  readonly ended: Task<E.Either<SenderFailure<Failure>, void>>
}

/** Claims the process and starts; other runners of it are refused from now on. Its instances are folded from where it began. */
export const runProcess = <F extends Fact, State, C extends Command, Failure>(
  options: ProcessRunnerOptions<F, State, C, Failure>,
): TaskEither<BeginFailure, RunningProcess<C, Failure>> => async () => {
  const begun = await beginOrResume({ ...options, sender: processSender(options.process), startFrom: options.process.startFrom })
  return E.isLeft(begun) ? begun : E.right(start(options, begun.right))
}

function start<F extends Fact, State, C extends Command, Failure>(
  options: ProcessRunnerOptions<F, State, C, Failure>, { token, progress }: Begun,
): RunningProcess<C, Failure> {
  const { reader, process, outcomes, send, today } = options
  const sender = processSender(process)
  requireDeclared(options.codec, process)
  const decode = recordedEvents(options.codec, options.mode) as DecodePage<F>
  const types = storedTypes(options.codec, process.handles)
  const instances = processInstances(process)
  const sent = new Map<CommandId, CommandOutcome>()
  const reached = placesReached(afterBookmark(progress.begunAfter))
  let readTo: After = reached.readTo()
  let saved = afterBookmark(progress.doneUpTo)

  /** Nothing fires before the head; after each command the log is read again, since its facts may resolve what else is due. */
  const readToHeadAndFire = async (stopping: () => boolean): Promise<E.Either<SenderFailure<Failure>, void>> => {
    for (;;) {
      const failure = await readToHead(stopping)
      if (failure !== undefined) return E.left(failure)
      if (stopping()) return E.right(undefined)
      const unrecorded = await recordEffects()
      if (unrecorded !== undefined) return E.left(unrecorded)
      const due = await nextDue()
      if (E.isLeft(due)) return due
      if (due.right === undefined) break
      const broken = await fire(due.right)
      if (broken !== undefined) return E.left(broken)
    }
    const unsaved = await saveWhereRead()
    if (unsaved !== undefined) return E.left(unsaved)
    reached.advance(readTo)
    return E.right(undefined)
  }

  /** A command may have taken effect when the runner died before its outcome was saved; the fact that it led to bears its id. */
  const recordEffects = async (): Promise<SenderFailure<Failure> | undefined> => {
    const effects = instances.effects().filter(({ commandId }) => !sent.has(commandId))
    for (let from = 0; from < effects.length; from += lookUpAtOnce) {
      const part = effects.slice(from, from + lookUpAtOnce)
      const known = await outcomes.outcomesOf(sender, part.map(({ commandId }) => commandId))()
      if (E.isLeft(known)) return known.left
      const recorded = new Set(known.right.map(({ commandId }) => commandId))
      const missing = part.filter(({ commandId }) => !recorded.has(commandId))
      const failure = missing.length === 0 ? undefined : await save(missing.map((effect) => recordedOutcome(effect, effect.outcome)))
      if (failure !== undefined) return failure
    }
    return undefined
  }

  /** What was read is saved though nothing fired: a log that was cut or exchanged since is then told from the one that was read. */
  const saveWhereRead = async (): Promise<SenderFailure<Failure> | undefined> => {
    if (readTo === saved) return undefined
    const failure = await save([])
    if (failure === undefined) saved = readTo
    return failure
  }

  const readToHead = async (stopping: () => boolean): Promise<SenderFailure<Failure> | undefined> => {
    const pages = appendPages(reader, { after: readTo, filter: { types }, ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }) })
    for await (const page of pages) {
      if (E.isLeft(page)) return page.left
      if (stopping()) return undefined
      const facts = decode(page.right.events)
      if (E.isLeft(facts)) return facts.left
      for (const fact of facts.right) if (process.handles.includes(fact.type)) instances.take(fact)
      readTo = page.right.readTo
    }
    return undefined
  }

  /** The first deadline that is due and whose command has no outcome yet. */
  const nextDue = async (): Promise<E.Either<SenderFailure<Failure>, OpenDeadline<C> | undefined>> => {
    const day = today()
    const due = instances.open().filter(({ dueOn, commandId }) => dueOn <= day && !sent.has(commandId))
    for (const deadline of due) {
      const known = await outcomes.outcomesOf(sender, [deadline.commandId])()
      if (E.isLeft(known)) return known
      const [before] = known.right
      if (before === undefined) return E.right(deadline)
      sent.set(before.commandId, before.outcome)
    }
    return E.right(undefined)
  }

  const fire = async (deadline: OpenDeadline<C>): Promise<SenderFailure<Failure> | undefined> => {
    const { commandId, stream, command, cause } = deadline
    const { correlationId, authority = deadline.authority } = cause.metadata
    const answer = await send({ sender, commandId, stream, command, correlationId, cause, authority })()
    if (E.isLeft(answer)) return { tag: 'SendFailed', commandId, failure: answer.left }
    sent.set(commandId, answer.right)
    return await save([recordedOutcome(deadline, answer.right)])
  }

  const save = async (news: ReadonlyArray<RecordedOutcome>): Promise<SenderFailure<Failure> | undefined> => {
    const doneUpTo = await checkpointAt(reader, readTo, [])
    if (E.isLeft(doneUpTo)) return doneUpTo.left
    const kept = await outcomes.save({ sender, token, progress: { ...progress, doneUpTo: doneUpTo.right ?? 'beginning' }, outcomes: news })()
    return E.isLeft(kept) ? kept.left : undefined
  }

  const openDeadlines = (): ReadonlyArray<OpenDeadline<C>> => instances.open().map((deadline) => ({ ...deadline, outcome: sent.get(deadline.commandId) }))

  const loop = runnerLoop<SenderFailure<Failure>>({
    readToHead: readToHeadAndFire,
    wait: (signal) => reader.waitBeyond(readTo, { timeoutMs: options.lookAtClockEveryMs ?? 60_000, signal })(),
    ended: reached.end,
  })

  return {
    status: () => ({ sender, phase: loop.phase() ?? 'running', readTo: reached.readTo() }),
    openDeadlines,
    untilPosition: reached.untilPosition,
    stop: loop.stop,
    ended: loop.ended,
  }
}

function recordedOutcome({ commandId, cause, stream, instance, deadlineId, dueOn }: OpenDeadline, outcome: CommandOutcome): RecordedOutcome {
  return { commandId, cause: cause.eventId, stream, reason: `${instance} ${deadlineId} ${dueOn}`, outcome }
}

/** How many outcomes are asked for at once. */
const lookUpAtOnce = 1000

/** Runs a process: folds its instances from the log and, once it has read to the head, sends the commands that are due. */

import * as E from 'fp-ts/lib/Either.js'
import type { Task } from 'fp-ts/lib/Task.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  derivedId, type After, type CalendarDate, type Command, type CommandId, type Deadline, type Fact, type Process, type RecordedEvent, type Recording,
} from '@grid-governance/event-sourcing'
import type { EventReader } from '@grid-governance/event-store'
import { appendPages } from './append-pages.ts'
import type { CommandOutcome, SendCommand, Sender } from './automatic-commands.ts'
import { checkpointAt } from './checkpoints.ts'
import type { OutcomeStore, RecordedOutcome } from './outcome-store.ts'
import { placesReached, type PlacesReached } from './places-reached.ts'
import type { SenderFailure, SenderStatus } from './policy-runner.ts'
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

/**
 * A deadline that no fact has resolved. `outcome` is there where its command was sent: it is then not sent again, whether it was refused
 * or led to nothing.
 */
export interface OpenDeadline<C extends Command = Command> extends Deadline<C> {
  readonly instance: string
  readonly commandId: CommandId
  readonly outcome: CommandOutcome | undefined
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
  const begun = await beginOrResume({ ...options, sender: senderOf(options.process), startFrom: options.process.startFrom })
  return E.isLeft(begun) ? begun : E.right(start(options, begun.right))
}

/** The id of the command of a deadline: it fires once for each day on which it is due, and again only where that day is moved. */
export const deadlineCommandId = (process: Pick<Process, 'name'>, instance: string, { deadlineId, dueOn }: Pick<Deadline, 'deadlineId' | 'dueOn'>): CommandId =>
  derivedId('process', process.name, instance, deadlineId, dueOn)

function senderOf({ name }: Pick<Process, 'name'>): Sender {
  return { kind: 'process', name }
}

/** One instance; `last` is the newest fact that concerned it. */
interface Instance<State, C extends Command> {
  state: State
  last: Recording
  open: ReadonlyArray<OpenDeadline<C>>
}

function start<F extends Fact, State, C extends Command, Failure>(
  options: ProcessRunnerOptions<F, State, C, Failure>, { token, progress }: Begun,
): RunningProcess<C, Failure> {
  const { reader, process, outcomes, send, today } = options
  const sender = senderOf(process)
  requireDeclared(options.codec, process)
  const decode = recordedEvents(options.codec, options.mode) as DecodePage<F>
  const types = storedTypes(options.codec, process.handles)
  const instances = new Map<string, Instance<State, C>>()
  const sent = new Map<CommandId, CommandOutcome>()
  const reached = placesReached(afterBookmark(progress.begunAfter))
  let readTo: After = reached.readTo()

  /** Nothing fires before the head; after each command the log is read again, since its facts may resolve what else is due. */
  const readToHeadAndFire = async (stopping: () => boolean): Promise<E.Either<SenderFailure<Failure>, void>> => {
    for (;;) {
      const failure = await readToHead(stopping)
      if (failure !== undefined) return E.left(failure)
      const due = stopping() ? E.right(undefined) : await nextDue()
      if (E.isLeft(due)) return due
      if (due.right === undefined) break
      const broken = await fire(due.right)
      if (broken !== undefined) return E.left(broken)
    }
    if (!stopping()) reached.advance(readTo)
    return E.right(undefined)
  }

  const readToHead = async (stopping: () => boolean): Promise<SenderFailure<Failure> | undefined> => {
    const pages = appendPages(reader, { after: readTo, filter: { types }, ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }) })
    for await (const page of pages) {
      if (E.isLeft(page)) return page.left
      if (stopping()) return undefined
      const facts = decode(page.right.events)
      if (E.isLeft(facts)) return facts.left
      for (const fact of facts.right) if (process.handles.includes(fact.type)) fold(fact)
      readTo = page.right.readTo
    }
    return undefined
  }

  const fold = (event: RecordedEvent<F>): void => {
    for (const name of new Set(process.instances(event))) {
      const state = process.evolve(instances.get(name)?.state ?? process.initial(name), event)
      const open = process.due(state).map((deadline) => ({ ...deadline, instance: name, commandId: deadlineCommandId(process, name, deadline), outcome: undefined }))
      instances.set(name, { state, last: event, open })
    }
  }

  /** The first deadline that is due and whose command has no outcome yet. */
  const nextDue = async (): Promise<E.Either<SenderFailure<Failure>, OpenDeadline<C> | undefined>> => {
    const day = today()
    const due = [...instances.values()].flatMap(({ open }) => open.filter(({ dueOn, commandId }) => dueOn <= day && !sent.has(commandId)))
    for (const deadline of due.sort(byDueDay)) {
      const known = await outcomes.outcomesOf(sender, [deadline.commandId])()
      if (E.isLeft(known)) return known
      const [before] = known.right
      if (before === undefined) return E.right(deadline)
      sent.set(before.commandId, before.outcome)
    }
    return E.right(undefined)
  }

  const fire = async (deadline: OpenDeadline<C>): Promise<SenderFailure<Failure> | undefined> => {
    const { commandId, stream, command, instance } = deadline
    const cause = (instances.get(instance) as Instance<State, C>).last
    const answer = await send({ sender, commandId, stream, command, correlationId: cause.metadata.correlationId, cause })()
    if (E.isLeft(answer)) return { tag: 'SendFailed', commandId, failure: answer.left }
    sent.set(commandId, answer.right)
    const outcome: RecordedOutcome = { commandId, cause: cause.eventId, stream, reason: `${instance} ${deadline.deadlineId} ${deadline.dueOn}`, outcome: answer.right }
    const doneUpTo = await checkpointAt(reader, readTo, [])
    if (E.isLeft(doneUpTo)) return doneUpTo.left
    const saved = await outcomes.save({ sender, token, progress: { ...progress, doneUpTo: doneUpTo.right ?? 'beginning' }, outcomes: [outcome] })()
    return E.isLeft(saved) ? saved.left : undefined
  }

  const openDeadlines = (): ReadonlyArray<OpenDeadline<C>> => [...instances.values()]
    .flatMap(({ open }) => open)
    .map((deadline) => ({ ...deadline, outcome: sent.get(deadline.commandId) }))
    .sort(byDueDay)

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

function byDueDay(left: OpenDeadline, right: OpenDeadline): number {
  return inOrder(left.dueOn, right.dueOn) || inOrder(left.instance, right.instance) || inOrder(left.deadlineId, right.deadlineId)
}

function inOrder(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}


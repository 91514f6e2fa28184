/** Runs a policy: whenever its facts appear, its commands are sent, each once, and what became of them is recorded. */

import * as E from 'fp-ts/lib/Either.js'
import type { Task } from 'fp-ts/lib/Task.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { derivedId, type After, type Command, type CommandId, type Fact, type Policy, type Position, type Reaction, type RecordedEvent } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure, StoreUnavailable, UndecodableEvent } from '@grid-governance/event-store'
import { appendPages, type AppendPage } from './append-pages.ts'
import type { AutomaticCommand, SendCommand, Sender } from './automatic-commands.ts'
import { checkpointAt } from './checkpoints.ts'
import type { OutcomeStore, Progress } from './outcome-store.ts'
import { placesReached } from './places-reached.ts'
import { requireDeclared } from './projection-source.ts'
import { recordedEvents, storedTypes, type DecodePage, type ReadingCodec, type ReadMode } from './recorded-events.ts'
import type { FencedOff } from './runner-claim.ts'
import { runnerLoop } from './runner-loop.ts'
import { afterBookmark, beginOrResume, type BeginFailure, type Begun } from './sender-progress.ts'

export interface PolicyRunnerOptions<F extends Fact, C extends Command, Failure> {
  readonly reader: EventReader
  /** Must declare all facts that are handled; it may know more. */
  readonly codec: ReadingCodec
  readonly mode: ReadMode
  readonly policy: Policy<F, C>
  readonly outcomes: OutcomeStore
  readonly send: SendCommand<C, Failure>
  /** Whether the policy may begin as it declares where nothing is known of it; else it fails with ProgressUnknown. */
  readonly mayBegin: boolean
  readonly pageSize?: number
}

/** What ends a runner that was not stopped; `SendFailed` carries what the front door failed with. */
export type SenderFailure<Failure> = ReadFailure | UndecodableEvent | StoreUnavailable | FencedOff | SendFailed<Failure>

/** The world failed while a command was sent; it will be sent again, under the same id, when the runner resumes. */
export interface SendFailed<Failure> {
  readonly tag: 'SendFailed'
  readonly commandId: CommandId
  readonly failure: Failure
}

export interface SenderStatus {
  readonly sender: Sender
  readonly phase: 'running' | 'stopped' | 'failed'
  readonly readTo: After
}

export interface RunningPolicy<Failure> {
  readonly status: () => SenderStatus
  /** Waits until all that the policy asks for up to this position was sent and recorded. */
  readonly untilPosition: (position: Position, timeoutMs?: number) => Task<'reached' | 'ended' | 'timeout'>
  /** Ends after the page at hand. */
  readonly stop: Task<void>
  readonly ended: Task<E.Either<SenderFailure<Failure>, void>>
}

/** Claims the policy and starts; other runners of it are refused from now on. */
export const runPolicy = <F extends Fact, C extends Command, Failure>(
  options: PolicyRunnerOptions<F, C, Failure>,
): TaskEither<BeginFailure, RunningPolicy<Failure>> => async () => {
  const begun = await beginOrResume({ ...options, sender: senderOf(options.policy), startFrom: options.policy.startFrom })
  return E.isLeft(begun) ? begun : E.right(start(options, begun.right))
}

/** The id of the command that a policy sends in answer to an event: the same however often the event is delivered. */
export const policyCommandId = (policy: Pick<Policy, 'name'>, cause: RecordedEvent, { stream, key }: Pick<Reaction, 'stream' | 'key'>): CommandId =>
  derivedId('policy', policy.name, causeName(cause), stream, key)

/** A fact that an upcaster made beside others of one stored event is told apart from them. */
const causeName = ({ eventId, subIndex }: RecordedEvent): string => subIndex === 0 ? eventId : `${eventId}/${subIndex}`

function senderOf({ name }: Pick<Policy, 'name'>): Sender {
  return { kind: 'policy', name }
}

function start<F extends Fact, C extends Command, Failure>(options: PolicyRunnerOptions<F, C, Failure>, { token, progress }: Begun): RunningPolicy<Failure> {
  const { reader, policy, outcomes, send } = options
  const sender = senderOf(policy)
  requireDeclared(options.codec, policy)
  const decode = recordedEvents(options.codec, options.mode) as DecodePage<F>
  const types = storedTypes(options.codec, policy.handles)
  const reached = placesReached(afterBookmark(progress.doneUpTo))

  const readToHead = async (stopping: () => boolean): Promise<E.Either<SenderFailure<Failure>, void>> => {
    const pages = appendPages(reader, { after: reached.readTo(), filter: { types }, ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }) })
    for await (const page of pages) {
      if (E.isLeft(page)) return page
      if (stopping()) break
      const failure = await workThrough(page.right)
      if (failure !== undefined) return E.left(failure)
      reached.advance(page.right.readTo)
    }
    return E.right(undefined)
  }

  const workThrough = async (page: AppendPage): Promise<SenderFailure<Failure> | undefined> => {
    if (page.events.length === 0) return undefined
    const facts = decode(page.events)
    if (E.isLeft(facts)) return facts.left
    const commands = facts.right.filter((fact) => policy.handles.includes(fact.type)).flatMap(commandsFor)
    const known = await outcomes.outcomesOf(sender, commands.map(({ commandId }) => commandId))()
    if (E.isLeft(known)) return known.left
    const done = new Set(known.right.map(({ commandId }) => commandId))
    for (const one of commands) {
      const failure = done.has(one.commandId) ? undefined : await sendAndRecord(one)
      if (failure !== undefined) return failure
      done.add(one.commandId)
    }
    const place = await checkpointAt(reader, page.readTo, page.events)
    if (E.isLeft(place)) return place.left
    return await save({ ...progress, doneUpTo: place.right ?? 'beginning' })
  }

  const commandsFor = (cause: RecordedEvent<F>): ReadonlyArray<AutomaticCommand<C> & { readonly reason: string }> => policy.react(cause).map((reaction) => ({
    sender, commandId: policyCommandId(policy, cause, reaction), stream: reaction.stream, command: reaction.command,
    correlationId: cause.metadata.correlationId, cause, authority: cause.metadata.authority, reason: reaction.key,
  }))

  const sendAndRecord = async ({ reason, ...command }: AutomaticCommand<C> & { readonly reason: string }): Promise<SenderFailure<Failure> | undefined> => {
    const sent = await send(command)()
    if (E.isLeft(sent)) return { tag: 'SendFailed', commandId: command.commandId, failure: sent.left }
    const { commandId, stream, cause } = command
    const saved = await outcomes.save({ sender, token, progress: undefined, outcomes: [{ commandId, cause: cause.eventId, stream, reason, outcome: sent.right }] })()
    return E.isLeft(saved) ? saved.left : undefined
  }

  const save = async (to: Progress): Promise<SenderFailure<Failure> | undefined> => {
    const saved = await outcomes.save({ sender, token, progress: to, outcomes: [] })()
    return E.isLeft(saved) ? saved.left : undefined
  }

  const loop = runnerLoop<SenderFailure<Failure>>({
    readToHead,
    wait: (signal) => reader.waitBeyond(reached.readTo(), { timeoutMs: idleMs, signal })(),
    ended: reached.end,
  })

  return {
    status: () => ({ sender, phase: loop.phase() ?? 'running', readTo: reached.readTo() }),
    untilPosition: reached.untilPosition,
    stop: loop.stop,
    ended: loop.ended,
  }
}

/** An idle runner wakes by itself once a minute, for stores whose notice may get lost. */
const idleMs = 60_000

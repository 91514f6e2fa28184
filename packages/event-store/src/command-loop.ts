/** The loop that loads a stream, decides, and appends: each command takes effect once, however often it is sent. */

import * as E from 'fp-ts/lib/Either.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  eventIdOf,
  type Actor, type Authority, type CalendarDate, type Command, type CommandId, type Decider, type EntryId, type EventId, type EventMetadata, type Fact,
  type FactCodec, type JsonObject, type Position, type Rejection, type StreamName, type Uuid,
} from '@grid-governance/event-sourcing'
import { commandDigest } from './command-digest.ts'
import type { AppendFailure, ReadFailure, UndecodableEvent } from './failures.ts'
import { loadStream, type CommandTrace, type LoadedStream } from './load-stream.ts'
import type { AppendReceipt, EventStore } from './port.ts'
import { stateCache, type StateCache } from './state-cache.ts'
import { turns } from './turns.ts'
import type { EventToAppend } from './stored-event.ts'

/** What comes with a command: its name, who asks, by what document, in answer to what, on which day it was decided, and which day it is. */
export interface CommandEnvelope {
  readonly commandId: CommandId
  readonly correlationId: Uuid
  readonly causationId?: Uuid | undefined
  readonly actor: Actor
  readonly authority?: Authority | undefined
  readonly decidedOn: CalendarDate
  readonly recordedOn: CalendarDate
}

/**
 * What became of a command. recorded: its facts were written now; alreadyDone: they were written when it was first sent; nothingToDo: the
 * rules ask for no fact. `position` is that of its last fact, to wait for in a read model; undefined where nothing was written.
 */
export interface CommandReceipt<F extends Fact = Fact> {
  readonly commandId: CommandId
  readonly outcome: 'recorded' | 'alreadyDone' | 'nothingToDo'
  readonly stream: StreamName
  readonly streamVersion: number
  readonly position: Position | undefined
  readonly eventIds: ReadonlyArray<EventId>
  /** The facts written now; empty unless `recorded`. */
  readonly facts: ReadonlyArray<F>
}

/** The rules say no; nothing was written and nothing is remembered of it. */
export interface Rejected<R extends Rejection = Rejection> {
  readonly tag: 'Rejected'
  readonly stream: StreamName
  readonly rejection: R
}

/** The same command id was used before for another command. */
export interface CommandIdReused {
  readonly tag: 'CommandIdReused'
  readonly commandId: CommandId
  readonly stream: StreamName
  readonly recordedAtVersion: number
}

/** The sender expected another version of the stream than it has: what he saw is stale. */
export interface StaleExpectation {
  readonly tag: 'StaleExpectation'
  readonly stream: StreamName
  readonly expected: number
  readonly actual: number
}

/** Others wrote to the stream each time before this command could. */
export interface TooManyConflicts {
  readonly tag: 'TooManyConflicts'
  readonly stream: StreamName
  readonly attempts: number
}

export type CommandFailure<R extends Rejection = Rejection> =
  Rejected<R> | CommandIdReused | StaleExpectation | TooManyConflicts | AppendFailure | ReadFailure | UndecodableEvent

/** One concept's command on one stream. `gather` reads the evidence for each decision anew. */
export interface CommandOnStream<C extends Command, State, Gathered> {
  readonly stream: StreamName
  readonly command: C
  readonly envelope: CommandEnvelope
  /** The version of the stream that the sender saw, if it matters to him. */
  readonly expectedVersion?: number | undefined
  readonly gather: (state: State) => TaskEither<ReadFailure | UndecodableEvent, Gathered>
}

export interface LoopOptions<C extends Command, State, F extends Fact, R extends Rejection, Gathered> {
  readonly store: EventStore
  readonly codec: FactCodec<F>
  readonly decider: Decider<C, State, F, R, Gathered>
  readonly cache?: StateCache<State>
  /** How often a conflict with another writer leads to a new decision; 10 unless said otherwise. */
  readonly maxAttempts?: number
}

export interface CommandLoop<C extends Command, State, F extends Fact, R extends Rejection, Gathered> {
  readonly handle: (request: CommandOnStream<C, State, Gathered>) => TaskEither<CommandFailure<R>, CommandReceipt<F>>
  /** What `handle` would do now, without writing: the facts it would record, or the receipt of a command that was done before. */
  readonly consider: (request: CommandOnStream<C, State, Gathered>) => TaskEither<CommandFailure<R>, Considered<F>>
  /** The state of a stream now, from the cache and what has been written since. */
  readonly load: (stream: StreamName) => TaskEither<ReadFailure | UndecodableEvent, LoadedStream<State>>
}

export interface Considered<F extends Fact> {
  readonly facts: ReadonlyArray<F>
  readonly done: CommandReceipt<F> | undefined
}

/** Builds the loop of one concept. Commands on one stream run one after another; those on different streams side by side. */
export const commandLoop = <C extends Command, State, F extends Fact, R extends Rejection, Gathered>(
  options: LoopOptions<C, State, F, R, Gathered>,
): CommandLoop<C, State, F, R, Gathered> => {
  const cache = options.cache ?? stateCache<State>()
  const inTurn = turns()
  const load = async (stream: StreamName): Promise<E.Either<ReadFailure | UndecodableEvent, LoadedStream<State>>> => {
    const loaded = await loadStream(options.store, options.codec, options.decider, stream, cache.get(stream))()
    if (E.isRight(loaded)) cache.put(stream, loaded.right)
    else cache.drop(stream)
    return loaded
  }
  const loop: Loop<C, State, F, R, Gathered> = { ...options, cache, load }
  return {
    load: (stream) => () => inTurn(stream, () => load(stream)),
    handle: (request) => () => inTurn(request.stream, () => handle(loop, request)),
    consider: (request) => () => inTurn(request.stream, () => consider(loop, request)),
  }
}

interface Loop<C extends Command, State, F extends Fact, R extends Rejection, Gathered> extends LoopOptions<C, State, F, R, Gathered> {
  readonly cache: StateCache<State>
  readonly load: (stream: StreamName) => Promise<E.Either<ReadFailure | UndecodableEvent, LoadedStream<State>>>
}

async function handle<C extends Command, State, F extends Fact, R extends Rejection, Gathered>(
  loop: Loop<C, State, F, R, Gathered>, request: CommandOnStream<C, State, Gathered>,
): Promise<E.Either<CommandFailure<R>, CommandReceipt<F>>> {
  const { stream, envelope } = request
  const digest = commandDigest(request.command)
  const attempts = loop.maxAttempts ?? 10
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    // A cached state may be stale; then the append conflicts, and the next attempt reads what is new.
    const known = attempt === 1 ? loop.cache.get(stream) : undefined
    const loaded = known === undefined ? await loop.load(stream) : E.right(known)
    if (E.isLeft(loaded)) return loaded
    const before = loaded.right.commands.get(envelope.commandId)
    if (before !== undefined) return answerAgain(request, digest, before)
    if (request.expectedVersion !== undefined && request.expectedVersion !== loaded.right.version) {
      if (known !== undefined) continue
      return E.left({ tag: 'StaleExpectation', stream, expected: request.expectedVersion, actual: loaded.right.version })
    }
    const outcome = await decideAndAppend(loop, request, digest, loaded.right)
    // What writes nothing is not held against the stream's version: on a cached state it may rest on old facts, and is decided again on fresh ones.
    if (known !== undefined && wroteNothing(outcome)) continue
    if (E.isRight(outcome)) return outcome
    if (outcome.left.tag !== 'WrongExpectedVersion') {
      if (outcome.left.tag === 'StoreUnavailable') loop.cache.drop(stream)
      return outcome
    }
  }
  return E.left({ tag: 'TooManyConflicts', stream, attempts })
}

function wroteNothing<F extends Fact>(outcome: E.Either<CommandFailure, CommandReceipt<F>>): boolean {
  return E.isLeft(outcome) ? outcome.left.tag === 'Rejected' : outcome.right.outcome === 'nothingToDo'
}

async function consider<C extends Command, State, F extends Fact, R extends Rejection, Gathered>(
  loop: Loop<C, State, F, R, Gathered>, request: CommandOnStream<C, State, Gathered>,
): Promise<E.Either<CommandFailure<R>, Considered<F>>> {
  const loaded = await loop.load(request.stream)
  if (E.isLeft(loaded)) return loaded
  const before = loaded.right.commands.get(request.envelope.commandId)
  if (before !== undefined) return E.map((done: CommandReceipt<F>) => ({ facts: [], done }))(answerAgain(request, commandDigest(request.command), before))
  const evidence = await request.gather(loaded.right.state)()
  if (E.isLeft(evidence)) return evidence
  const decision = decide(loop, request, loaded.right, evidence.right, factIds(request.envelope.commandId, request.stream))
  return E.isLeft(decision) ? decision : E.right({ facts: decision.right, done: undefined })
}

async function decideAndAppend<C extends Command, State, F extends Fact, R extends Rejection, Gathered>(
  loop: Loop<C, State, F, R, Gathered>, request: CommandOnStream<C, State, Gathered>, digest: string, loaded: LoadedStream<State>,
): Promise<E.Either<CommandFailure<R>, CommandReceipt<F>>> {
  const { stream, envelope } = request
  const evidence = await request.gather(loaded.state)()
  if (E.isLeft(evidence)) return evidence
  const idOf = factIds(envelope.commandId, stream)
  const decision = decide(loop, request, loaded, evidence.right, idOf)
  if (E.isLeft(decision)) return decision
  const events = decision.right.map((fact, index) => eventOf(loop.codec, request, digest, fact, idOf(index), { index, of: decision.right.length }))
  if (!isNonEmpty(events)) return E.right(nothingToDo(request, loaded))
  const appended = await loop.store.append({ stream, expectedVersion: loaded.version, events })()
  if (E.isLeft(appended)) return appended
  if (appended.right.repeated) {
    // Another writer was quicker with this very command id; whether it was the same command, and what it decided, only the stream knows.
    loop.cache.drop(stream)
    return E.left({ tag: 'WrongExpectedVersion', stream, expected: loaded.version, actual: appended.right.streamVersion })
  }
  loop.cache.put(stream, advance(loop.decider, loaded, decision.right, envelope.commandId, digest, appended.right))
  return E.right({
    commandId: envelope.commandId, outcome: 'recorded', stream, streamVersion: appended.right.streamVersion,
    position: appended.right.position, eventIds: appended.right.eventIds, facts: decision.right,
  })
}

function decide<C extends Command, State, F extends Fact, R extends Rejection, Gathered>(
  loop: Loop<C, State, F, R, Gathered>, { stream, command, envelope }: CommandOnStream<C, State, Gathered>, loaded: LoadedStream<State>,
  evidence: Gathered, idOf: (ordinal: number) => EventId,
): E.Either<Rejected<R>, ReadonlyArray<F>> {
  const decision = loop.decider.decide(command, loaded.state, {
    entryId: (ordinal) => idOf(ordinal) as string as EntryId,
    authority: envelope.authority,
    decidedOn: envelope.decidedOn,
    recordedOn: envelope.recordedOn,
    evidence,
  })
  return E.isLeft(decision) ? E.left({ tag: 'Rejected', stream, rejection: decision.left }) : decision
}

function eventOf<C extends Command, F extends Fact>(
  codec: FactCodec<F>, { command, envelope }: Pick<CommandOnStream<C, never, never>, 'command' | 'envelope'>, digest: string, fact: F, eventId: EventId,
  append: EventMetadata['append'],
): EventToAppend {
  const encoded = codec.encode(fact)
  // A decider that yields a fact outside its own table is a defect, not something that a caller can mend.
  if (E.isLeft(encoded)) throw new Error(`${command.type} decided a ${fact.type} that its codec refuses: ${encoded.left.problems.join('; ')}`)
  return {
    eventId,
    type: encoded.right.type,
    schemaVersion: encoded.right.schemaVersion,
    data: encoded.right.data as JsonObject,
    metadata: metadataOf(command.type, envelope, digest, append) as unknown as JsonObject,
  }
}

/** The ids of a command's facts, each made once: as entry and as event a fact bears the same name. */
function factIds(commandId: CommandId, stream: StreamName): (ordinal: number) => EventId {
  const ids: EventId[] = []
  return (ordinal) => ids[ordinal] ??= eventIdOf(commandId, stream, ordinal)
}

/** The metadata of one fact; keys in canonical order, which makes the stored text cheap, and put in one by one, which costs less than spreads. */
function metadataOf(commandType: string, envelope: CommandEnvelope, commandDigest: string, append: EventMetadata['append']): EventMetadata {
  const { actor, authority, causationId, commandId, correlationId, decidedOn } = envelope
  const metadata: Writable<EventMetadata> = { actor: actorOf(actor), append } as EventMetadata
  if (authority !== undefined) metadata.authority = { date: authority.date, documentNumber: authority.documentNumber, issuer: authority.issuer }
  if (causationId !== undefined) metadata.causationId = causationId
  metadata.commandDigest = commandDigest
  metadata.commandId = commandId
  metadata.commandType = commandType
  metadata.correlationId = correlationId
  metadata.decidedOn = decidedOn
  return metadata
}

type Writable<A> = { -readonly [K in keyof A]: A[K] }

function actorOf({ organisation, ref, role }: Actor): Actor {
  return organisation === undefined ? { ref, role } : { organisation, ref, role }
}

function advance<State, F extends Fact>(
  folding: Pick<Decider<never, State, F, never>, 'evolve'>, loaded: LoadedStream<State>, facts: ReadonlyArray<F>, commandId: CommandId, digest: string, receipt: AppendReceipt,
): LoadedStream<State> {
  loaded.commands.set(commandId, { digest, firstVersion: receipt.firstVersion, streamVersion: receipt.streamVersion, position: receipt.position, eventIds: receipt.eventIds })
  return { state: facts.reduce(folding.evolve, loaded.state), version: receipt.streamVersion, commands: loaded.commands }
}

function answerAgain(
  { stream, envelope }: Pick<CommandOnStream<Command, never, never>, 'stream' | 'envelope'>, digest: string, before: CommandTrace,
): E.Either<CommandIdReused, CommandReceipt<never>> {
  if (before.digest !== digest) return E.left({ tag: 'CommandIdReused', commandId: envelope.commandId, stream, recordedAtVersion: before.streamVersion })
  return E.right({
    commandId: envelope.commandId, outcome: 'alreadyDone', stream, streamVersion: before.streamVersion, position: before.position, eventIds: before.eventIds, facts: [],
  })
}

function nothingToDo<State>({ stream, envelope }: Pick<CommandOnStream<Command, never, never>, 'stream' | 'envelope'>, loaded: LoadedStream<State>): CommandReceipt<never> {
  return { commandId: envelope.commandId, outcome: 'nothingToDo', stream, streamVersion: loaded.version, position: undefined, eventIds: [], facts: [] }
}

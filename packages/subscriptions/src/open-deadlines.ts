/** What a process waits for, found in a prefix of the log alone: no runner, no claim, nothing written. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { After, CalendarDate, Command, Fact, Process } from '@grid-governance/event-sourcing'
import type { EventReader, ReadFailure, UndecodableEvent } from '@grid-governance/event-store'
import { appendPages } from './append-pages.ts'
import { everything, prefixKnownAt, type KnownAt } from './known-prefix.ts'
import type { OutcomeStore } from './outcome-store.ts'
import { processInstances, processSender, type OpenDeadline } from './process-instances.ts'
import { requireDeclared } from './projection-source.ts'
import { recordedEvents, storedTypes, type DecodePage, type ReadingCodec, type ReadMode } from './recorded-events.ts'

export interface OpenDeadlinesRequest<F extends Fact, State, C extends Command> {
  readonly reader: EventReader
  /** Must declare all facts that are handled; it may know more. */
  readonly codec: ReadingCodec
  readonly mode: ReadMode
  readonly process: Process<F, State, C>
  /** The day by which it is told what is due and what is overdue; what is open does not depend on it. */
  readonly asOf: CalendarDate
  /** With what was known at a moment; all that is known now unless said otherwise. */
  readonly knownAt?: KnownAt
  /** Where the process began to read. Unless said otherwise: where it declares, and for one that declares `now`, at the beginning, since nothing else can be known here. */
  readonly after?: After
  /** Where outcomes are kept, if they are to be told; they bear no moment, so they belong to what is known now. */
  readonly outcomes?: Pick<OutcomeStore, 'outcomesOf'>
}

/** waiting: its day has not come. due: it is the day. overdue: the day has passed, and no fact has resolved it. */
export type DeadlineStanding = 'waiting' | 'due' | 'overdue'

export interface ListedDeadline<C extends Command = Command> extends OpenDeadline<C> {
  readonly standing: DeadlineStanding
}

/** The open deadlines of a process in the order in which they are due, as a runner would have them after reading the same prefix. */
export const openDeadlinesIn = <F extends Fact, State, C extends Command>(
  request: OpenDeadlinesRequest<F, State, C>,
): TaskEither<ReadFailure | UndecodableEvent, ReadonlyArray<ListedDeadline<C>>> => async () => {
  const open = await fold(request)
  if (E.isLeft(open)) return open
  const known = await request.outcomes?.outcomesOf(processSender(request.process), open.right.map(({ commandId }) => commandId))()
  if (known !== undefined && E.isLeft(known)) return known
  const outcomes = new Map(known?.right.map(({ commandId, outcome }) => [commandId, outcome]))
  return E.right(open.right.map((deadline) => ({ ...deadline, outcome: outcomes.get(deadline.commandId), standing: standingOf(deadline.dueOn, request.asOf) })))
}

async function fold<F extends Fact, State, C extends Command>(
  { reader, codec, mode, process, knownAt, after }: OpenDeadlinesRequest<F, State, C>,
): Promise<E.Either<ReadFailure | UndecodableEvent, ReadonlyArray<OpenDeadline<C>>>> {
  requireDeclared(codec, process)
  const prefix = knownAt === undefined ? E.right(everything) : await prefixKnownAt(reader, knownAt)()
  if (E.isLeft(prefix)) return prefix
  const decode = recordedEvents(codec, mode) as DecodePage<F>
  const instances = processInstances(process)
  const types = storedTypes(codec, process.handles)
  for await (const page of appendPages(reader, { after: after ?? declaredBeginning(process), prefix: prefix.right, filter: { types } })) {
    if (E.isLeft(page)) return page
    const facts = decode(page.right.events)
    if (E.isLeft(facts)) return facts
    for (const fact of facts.right) if (process.handles.includes(fact.type)) instances.take(fact)
  }
  return E.right(instances.open())
}

function declaredBeginning({ startFrom }: Pick<Process, 'startFrom'>): After {
  return typeof startFrom === 'object' ? startFrom.position : 'beginning'
}

function standingOf(dueOn: CalendarDate, asOf: CalendarDate): DeadlineStanding {
  return dueOn > asOf ? 'waiting' : dueOn === asOf ? 'due' : 'overdue'
}

/** The instances of a process, folded from facts, and what is open in them: each deadline with the fact that brought it to its day. */

import { derivedId, type Command, type CommandId, type Deadline, type Fact, type Process, type RecordedEvent } from '@grid-governance/event-sourcing'
import type { CommandOutcome, Sender } from './automatic-commands.ts'

/**
 * A deadline that no fact has resolved. `outcome` is there where its command was sent: it is then not sent again, whether it was refused
 * or led to nothing.
 */
export interface OpenDeadline<C extends Command = Command> extends Deadline<C> {
  readonly instance: string
  readonly commandId: CommandId
  /** The fact that opened it, or moved it to the day on which it is due now. */
  readonly cause: RecordedEvent
  readonly outcome: CommandOutcome | undefined
}

export interface ProcessInstances<F extends Fact, C extends Command> {
  readonly take: (event: RecordedEvent<F>) => void
  /** Deadlines that were resolved by what their own command led to, since this was last asked. */
  readonly effects: () => ReadonlyArray<OpenDeadline<C> & { readonly outcome: CommandOutcome }>
  /** What is open now, in the order in which it is due. */
  readonly open: () => ReadonlyArray<OpenDeadline<C>>
}

/** The instances of a process before its first fact. */
export const processInstances = <F extends Fact, State, C extends Command>(process: Process<F, State, C>): ProcessInstances<F, C> => {
  const instances = new Map<string, { readonly state: State, readonly open: ReadonlyArray<OpenDeadline<C>> }>()
  let effects: Array<OpenDeadline<C> & { readonly outcome: CommandOutcome }> = []

  const noteEffect = (open: ReadonlyArray<OpenDeadline<C>>, { stream, globalPosition, metadata }: RecordedEvent<F>): void => {
    const fired = open.find(({ commandId }) => commandId === metadata.commandId)
    if (fired !== undefined) effects.push({ ...fired, outcome: { outcome: 'accepted', stream, position: globalPosition } })
  }

  const take = (name: string, event: RecordedEvent<F>): void => {
    const before = instances.get(name)
    if (before !== undefined && before.open.length > 0) noteEffect(before.open, event)
    const state = process.evolve(before?.state ?? process.initial(name), event)
    const causes = new Map(before?.open.map(({ commandId, cause }) => [commandId, cause]))
    const open = process.due(state).map((deadline): OpenDeadline<C> => {
      const commandId = deadlineCommandId(process, name, deadline)
      return { ...deadline, instance: name, commandId, cause: causes.get(commandId) ?? event, outcome: undefined }
    })
    instances.set(name, { state, open })
  }

  return {
    take: (event) => { for (const name of new Set(process.instances(event))) take(name, event) },
    effects: () => {
      const found = effects
      effects = []
      return found
    },
    open: () => [...instances.values()].flatMap(({ open }) => open).sort(byDueDay),
  }
}

/** The id of the command of a deadline: it fires once for each day on which it is due, and again only where that day is moved. */
export const deadlineCommandId = (process: Pick<Process, 'name'>, instance: string, { deadlineId, dueOn }: Pick<Deadline, 'deadlineId' | 'dueOn'>): CommandId =>
  derivedId('process', process.name, instance, deadlineId, dueOn)

/** The name under which the commands of a process are sent, and their outcomes kept. */
export const processSender = ({ name }: Pick<Process, 'name'>): Sender => ({ kind: 'process', name })

function byDueDay(left: OpenDeadline, right: OpenDeadline): number {
  return inOrder(left.dueOn, right.dueOn) || inOrder(left.instance, right.instance) || inOrder(left.deadlineId, right.deadlineId)
}

function inOrder(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** For the specs of policies and processes: a process that waits for days, and a front door that hoists flags and notes every command that reaches it. */

import * as E from 'fp-ts/lib/Either.js'
import { defineProcess, instanceOf, type CalendarDate, type Command, type CommandId } from '@grid-governance/event-sourcing'
import type { EventAppender, EventStore } from '@grid-governance/event-store'
import type { AutomaticCommand, CommandOutcome, SendCommand } from './index.ts'
import { flagged, streamNamed, write, type SampleEvent } from './builders.ts'

export type HoistFlag = Command<'HoistFlag', { readonly flag: string }>

interface Announced { readonly root: string, readonly on: CalendarDate, readonly before: CalendarDate | undefined }

/** Whatever is counted with effect from a day, a flag is hoisted for it on that day. */
export const flagOnTheDay = defineProcess<SampleEvent, HoistFlag>()({
  name: 'flagOnTheDay',
  startFrom: 'beginning',
  handles: ['BuildingsCounted', 'EntryVoided', 'FlagHoisted'],
  instances: (event) => event.type === 'FlagHoisted' ? [event.data.flag.split(' ')[0] ?? ''] : [instanceOf(event.stream)],
  initial: (): { readonly announced: ReadonlyArray<Announced>, readonly hoisted: ReadonlyArray<string> } => ({ announced: [], hoisted: [] }),
  evolve: {
    BuildingsCounted: (state, { data }) => {
      const root = data.root ?? data.entryId
      const before = state.announced.find((one) => one.root === root)
      return { ...state, announced: [...state.announced.filter((one) => one.root !== root), { root, on: data.effectiveOn, before: before?.on }] }
    },
    EntryVoided: (state, { data }) => ({ ...state, announced: state.announced.filter((one) => one.root !== data.root) }),
    FlagHoisted: (state, { data }) => ({ ...state, hoisted: [...state.hoisted, data.flag] }),
  },
  due: ({ announced, hoisted }) => announced
    .map(({ root, on }) => ({ deadlineId: root, dueOn: on, stream: streamNamed('flags'), command: { type: 'HoistFlag' as const, data: { flag: `north ${root} ${on}` } } }))
    .filter(({ command }) => !hoisted.includes(command.data.flag)),
})

export interface FrontDoorDouble {
  readonly send: SendCommand<HoistFlag, 'the store is down'>
  readonly received: Array<AutomaticCommand<HoistFlag>>
  /** What the next command that is new leads to; a flag is hoisted unless said otherwise. */
  next: 'accept' | 'reject' | 'nothing' | 'fail' | 'failAfterwards'
}

/** Like the real one it does a command once: the same id again is answered with the first outcome. */
export const frontDoorDouble = (log: EventStore): FrontDoorDouble => {
  const done = new Map<CommandId, CommandOutcome>()
  const door: FrontDoorDouble = {
    received: [],
    next: 'accept',
    send: (command) => async () => {
      door.received.push(command)
      const before = done.get(command.commandId)
      if (before !== undefined) return E.right(before)
      switch (door.next) {
        case 'fail': return E.left('the store is down')
        case 'nothing': return E.right({ outcome: 'nothingToDo' })
        case 'reject': return E.right({ outcome: 'rejected', rejection: { type: 'FlagForbidden', rule: 'F1' } })
        case 'accept':
        case 'failAfterwards': {
          const { stream, position } = await write(under(command.commandId, log), 'flags', flagged(command.command.data.flag))
          const outcome: CommandOutcome = { outcome: 'accepted', stream, position }
          done.set(command.commandId, outcome)
          return door.next === 'accept' ? E.right(outcome) : E.left('the store is down')
        }
      }
    },
  }
  return door
}

/** Facts bear the id of the command that led to them. */
function under(commandId: CommandId, log: EventAppender): EventAppender {
  return {
    append: (request) => {
      const [first, ...others] = request.events
      return log.append({ ...request, events: [{ ...first, metadata: { ...first.metadata, commandId } }, ...others] })
    },
  }
}

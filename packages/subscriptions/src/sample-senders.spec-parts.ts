/** A front door for the specs of policies and processes: hoists flags, and notes every command that reaches it. */

import * as E from 'fp-ts/lib/Either.js'
import type { CommandId, Command, Position } from '@grid-governance/event-sourcing'
import type { EventStore } from '@grid-governance/event-store'
import type { AutomaticCommand, CommandOutcome, SendCommand } from './index.ts'
import { flagged, write } from './builders.ts'

export type HoistFlag = Command<'HoistFlag', { readonly flag: string }>

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
          const { stream, position } = await write(log, 'flags', flagged(command.command.data.flag))
          const outcome: CommandOutcome = { outcome: 'accepted', stream, position: position as Position }
          done.set(command.commandId, outcome)
          return door.next === 'accept' ? E.right(outcome) : E.left('the store is down')
        }
      }
    },
  }
  return door
}

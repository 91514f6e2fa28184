/** Outcomes in memory: the model that other outcome stores are compared with. */

import * as E from 'fp-ts/lib/Either.js'
import type { CommandId } from '@grid-governance/event-sourcing'
import type { Sender } from './automatic-commands.ts'
import { senderName, type OutcomeStore, type Progress, type RecordedOutcome } from './outcome-store.ts'

interface Kept {
  readonly sender: Sender
  token: number
  progress: Progress | undefined
  readonly outcomes: Map<CommandId, RecordedOutcome>
}

/** A store that lives as long as the process. */
export const memoryOutcomeStore = (): OutcomeStore => {
  const all = new Map<string, Kept>()

  const kept = (sender: Sender): Kept => {
    const found = all.get(senderName(sender)) ?? { sender, token: 0, progress: undefined, outcomes: new Map() }
    all.set(senderName(sender), found)
    return found
  }

  return {
    claim: (sender) => async () => {
      const found = kept(sender)
      found.token += 1
      return E.right({ token: found.token, progress: found.progress })
    },
    save: ({ sender, token, progress, outcomes }) => async () => {
      const found = kept(sender)
      if (found.token !== token) return E.left({ tag: 'FencedOff', runner: senderName(sender), token, current: found.token })
      for (const outcome of outcomes) found.outcomes.set(outcome.commandId, outcome)
      found.progress = progress ?? found.progress
      return E.right(undefined)
    },
    outcomesOf: (sender, commandIds) => async () => E.right([...new Set(commandIds)].flatMap((id) => kept(sender).outcomes.get(id) ?? [])),
    list: (sender, { skip, maxCount }) => async () => E.right([...kept(sender).outcomes.values()].slice(skip, skip + maxCount)),
    senders: () => async () => E.right([...all.values()]
      .filter(({ token }) => token > 0)
      .map(({ sender: { kind, name }, progress }) => ({ sender: { kind, name }, progress }))
      .sort((one, other) => senderName(one.sender) < senderName(other.sender) ? -1 : 1)),
  }
}

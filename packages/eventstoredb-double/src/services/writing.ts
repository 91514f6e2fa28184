/** A write and its answer, whatever the call: carried out at once, answered when it is committed, with the fault that was asked for. */

import type { Outcome } from '../database/database.ts'
import type { Fault } from '../faults/fault.ts'
import { failure, type Failure } from '../wire/statuses.ts'
import type { Serving } from './serving.ts'

export interface Write {
  readonly on: 'append' | 'delete' | 'tombstone'
  readonly stream: string
  readonly write: () => Outcome
  readonly fault: Fault | undefined
}

export interface Answering {
  /** Also of what is dropped, once the server gives it up. */
  readonly answer: (outcome: Outcome) => void
  readonly fail: (failed: Failure) => void
  readonly endWithOk: () => void
  readonly poison: () => void
  readonly notReady: () => void
  /** Answers after the next one of the same stream of answers; at once where there is no such stream. */
  readonly afterNext?: (answer: () => void) => void
}

export function carriedOut(serving: Serving, write: Write, answering: Answering): void {
  const { fault, on, stream } = write
  const carryOut = (): Outcome => {
    const outcome = write.write()
    serving.note(on, stream, outcome.outcome, fault?.fault)
    return outcome
  }
  const writes = serving.writes()
  if (writes !== 'carriedOut') {
    serving.note(on, stream, writes === 'notReady' ? 'not ready' : 'passed on to nobody')
    return writes === 'notReady' ? answering.notReady() : undefined
  }
  const answer = (outcome: Outcome): void => whenCommitted(serving, outcome, answering.answer)
  if (fault === undefined) return answer(carryOut())
  const stored = !('stored' in fault) || fault.stored !== false
  const failing = (fail: () => void): void => {
    if (stored) carryOut()
    else serving.note(on, stream, 'not carried out', fault.fault)
    fail()
  }
  switch (fault.fault) {
    case 'silence': return failing(() => {})
    case 'endWithOk': return failing(answering.endWithOk)
    case 'status': return failing(() => answering.fail(failure(fault.code, fault.details ?? '', fault.trailers)))
    case 'kill': return failing(serving.kill)
    case 'freeze': {
      // A frozen process carries out later what had arrived: stored once it is thawed, and answered then.
      if (stored) { const outcome = carryOut(); serving.freeze(); return answer(outcome) }
      return failing(serving.freeze)
    }
    case 'notLeader': {
      serving.note(on, stream, 'not carried out', fault.fault)
      return answering.fail(serving.notLeader(fault.leader))
    }
    case 'notReady': {
      serving.note(on, stream, 'not carried out', fault.fault)
      return answering.notReady()
    }
    case 'poison': {
      serving.note(on, stream, 'not carried out', fault.fault)
      return answering.poison()
    }
    case 'lateAnswer': {
      if (fault.stored === 'then') return serving.later(fault.ms, () => answer(carryOut()))
      const outcome = carryOut()
      return serving.later(fault.ms, () => answer(outcome))
    }
    case 'slowCommit': {
      const release = serving.database.hold()
      const outcome = carryOut()
      serving.later(fault.ms, release)
      return answer(outcome)
    }
    case 'duplicateAnswer': {
      const outcome = carryOut()
      answer(outcome)
      return answer(outcome)
    }
    case 'wrongOrder': {
      const outcome = carryOut()
      return answering.afterNext === undefined ? answer(outcome) : answering.afterNext(() => answer(outcome))
    }
    default: return answer(carryOut())
  }
}

function whenCommitted({ database, later, commitTimeout, onLeaderLost }: Serving, outcome: Outcome, answer: (outcome: Outcome) => void): void {
  if (outcome.outcome === 'unanswered') return
  if (outcome.outcome === 'inFlight') return later(commitTimeout, () => answer(outcome))
  const upTo = outcome.outcome === 'done' ? outcome.upTo : 0
  if (database.committed() >= upTo) return answer(outcome)
  const stopListening = (): void => { unlisten(); takeBack() }
  const unlisten = database.onCommitted(() => {
    if (database.committed() < upTo) return
    stopListening()
    answer(outcome)
  })
  // A leader that resigns gives up what it has not committed; one that dies says nothing more. What becomes of it is for the next to say.
  const takeBack = onLeaderLost((how) => {
    stopListening()
    if (how === 'resigned') answer({ outcome: 'inFlight' })
  })
}

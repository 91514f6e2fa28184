/** Commands watched from outside of the loop that handles them: what was asked, how it ended, and the steps in between. */

import type { Attributes } from '@opentelemetry/api'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Command, Decider, Fact, Rejection } from '@grid-governance/event-sourcing'
import { commandLoop, type CommandLoop, type LoopOptions } from '@grid-governance/event-store'
import { codeWord, districtIn, publicPartOf } from './harmless.ts'
import { attributes } from './names.ts'
import { observedStore } from './observed-store.ts'
import { inSpan, watched, type Tagged, type Told } from './watched.ts'

/** Whatever asks for a command: the request of a loop, which names a stream, or one of the front door. */
export interface AskedCommand {
  readonly command: Command
  readonly stream?: string
}

/** Whatever answers a command says how it ended. */
export interface AnsweredCommand {
  readonly outcome: string
  readonly facts: ReadonlyArray<unknown>
}

/**
 * The same way to send commands, watched: `observedSending('frontDoor.submit', frontDoor.submit)`. Told are the type of the command, its
 * category and district, the outcome, and of a refusal the type and the rule; neither ids, nor data, nor who asked.
 */
export const observedSending = <Request extends AskedCommand, F extends Tagged, A extends AnsweredCommand>(
  span: string, send: (request: Request) => TaskEither<F, A>,
): ((request: Request) => TaskEither<F, A>) => (request) => watched({
  span, kind: 'internal', measures: 'commandDuration',
  labels: () => commandLabels(request),
  told: (answer) => E.isLeft(answer) ? toldOfRefusal(answer.left) : toldOfReceipt(answer.right),
}, send(request))

/**
 * The loop of one concept, watched: a span for each command, in it those of loading (`eventStore.readStream`), gathering evidence, deciding and
 * appending. The loop itself knows nothing of it.
 */
export const observedLoop = <C extends Command, State, F extends Fact, R extends Rejection, Gathered>(
  options: LoopOptions<C, State, F, R, Gathered>,
): CommandLoop<C, State, F, R, Gathered> => {
  const loop = commandLoop({ ...options, store: observedStore(options.store), decider: observedDecider(options.decider) })
  return {
    load: loop.load,
    consider: loop.consider,
    handle: observedSending('commandLoop.handle', (request) => loop.handle({
      ...request,
      gather: (state) => watched({
        span: 'commandLoop.gather', kind: 'internal',
        labels: () => commandLabels(request),
        told: (answer) => ({ outcome: E.isLeft(answer) ? codeWord(answer.left.tag) : 'gathered', failed: E.isLeft(answer) }),
      }, request.gather(state)),
    })),
  }
}

function observedDecider<C extends Command, State, F extends Fact, R extends Rejection, Gathered>(
  decider: Decider<C, State, F, R, Gathered>,
): Decider<C, State, F, R, Gathered> {
  return {
    ...decider,
    decide: (command, state, context) => inSpan('decider.decide', () => ({ [attributes.command]: codeWord(command.type) }), () => decider.decide(command, state, context), (decision) =>
      E.isLeft(decision) ? rejectionLabels(decision.left) : { [attributes.outcome]: 'decided', [attributes.facts]: decision.right.length }),
  }
}

function commandLabels({ command, stream }: AskedCommand): Attributes {
  const { category, district } = stream === undefined ? { category: undefined, district: districtIn(districtIdOf(command.data)) } : publicPartOf(stream)
  return {
    [attributes.command]: codeWord(command.type),
    ...(category === undefined ? {} : { [attributes.collection]: category }),
    ...(district === undefined ? {} : { [attributes.district]: district }),
  }
}

function districtIdOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'districtId' in data ? data.districtId : undefined
}

/** That the rules say no is an answer, and no error of the system. */
function toldOfRefusal(failure: Tagged & { readonly rejection?: unknown }): Told {
  const { rejection } = failure
  return failure.tag === 'Rejected' && isRejection(rejection)
    ? { outcome: 'Rejected', failed: false, labels: rejectionLabels(rejection) }
    : { outcome: codeWord(failure.tag), failed: true }
}

function isRejection(value: unknown): value is Rejection {
  return typeof value === 'object' && value !== null && 'type' in value && 'rule' in value
}

function rejectionLabels({ type, rule }: Rejection): Attributes {
  return { [attributes.outcome]: 'Rejected', [attributes.rejection]: codeWord(type), [attributes.rule]: codeWord(rule) }
}

function toldOfReceipt({ outcome, facts }: AnsweredCommand): Told {
  return { outcome: codeWord(outcome), failed: false, details: () => ({ [attributes.facts]: facts.length }) }
}

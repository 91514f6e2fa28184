/** A question: a small script of calls, put to the double and to a real server alike, and its answer in a form that both can give. */

import { EventStoreDBClient } from '@eventstore/db-client'
import { names, type Names } from './names.spec-parts.ts'
import { openWire, type Wire } from './wire.spec-parts.ts'

export interface Question {
  readonly name: string
  readonly ask: (world: World) => Promise<unknown>
}

/** What one question has: its own client, its own wire, and names and ids that no other question uses. */
export interface World {
  readonly connectionString: string
  readonly client: EventStoreDBClient
  readonly wire: Wire
  readonly names: Names
  /** How long to wait until "nothing more came" counts as an answer, in milliseconds. */
  readonly patience: number
  /** How long the server waits before it gives an append up, in milliseconds: 2,000 of the real one. */
  readonly commitTimeout: number
  /** Lets time pass for the server: waits, or moves the clock of the double. */
  readonly passTime: (milliseconds: number) => Promise<void>
  /** From here on commits take a moment, as they do on a real server. */
  readonly slowCommits: () => Promise<void>
}

export interface Asked extends Pick<World, 'connectionString' | 'patience' | 'commitTimeout' | 'passTime' | 'slowCommits'> {
  /** Host and port of one node. */
  readonly address: string
}

/** The answer of the server to the question, with names, ids, positions and times replaced by words. */
export async function answerOf(question: Question, { address, ...asked }: Asked): Promise<unknown> {
  const client = EventStoreDBClient.connectionString(asked.connectionString)
  const wire = openWire(address)
  const named = names()
  try {
    return named.normalised(await question.ask({ ...asked, client, wire, names: named }))
  } finally {
    wire.close()
    // A client with an append that is never answered does not end, either.
    await Promise.race([client.dispose().catch(() => undefined), new Promise((resolve) => { setTimeout(resolve, 500) })])
  }
}

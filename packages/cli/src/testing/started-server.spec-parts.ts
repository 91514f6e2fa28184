/**
 * Real servers for the tests of gridgov. A database holds one log, and a test wants an empty one: each starts a server of its own, in memory, by the command that EVENTSTOREDB_START
 * holds; where it is not set, the tests report themselves as skipped, by name and reason.
 */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import process from 'node:process'
import * as E from 'fp-ts/lib/Either.js'
import { describe, it } from 'vitest'
import { openEventStoreDb } from '@grid-governance/event-store-eventstoredb'
import { positionsIn, type DatabaseLog } from './database-log.ts'

const command = process.env['EVENTSTOREDB_START']

/** `start` starts an empty server. */
export const describeOnStartedServers = (what: string, tests: (start: () => Promise<Omit<DatabaseLog, 'double'>>) => void): void => {
  describe(what, () => {
    if (command === undefined || command === '') {
      it('is tried where EVENTSTOREDB_START holds the command that starts an empty server in memory, with {port} and {replicationPort} in it', ({ skip }) => { skip('EVENTSTOREDB_START is not set') })
    } else {
      tests(() => started(command))
    }
  })
}

async function started(given: string): Promise<Omit<DatabaseLog, 'double'>> {
  const [port, replicationPort] = [await freePort(), await freePort()]
  const [program = '', ...words] = given.replaceAll('{port}', String(port)).replaceAll('{replicationPort}', String(replicationPort)).split(/ +/)
  const server = spawn(program, words, { stdio: 'ignore' })
  const address = `esdb://127.0.0.1:${port}?tls=false`
  await answering(server, address)
  return { address, positions: () => positionsIn(address), stop: () => killed(server) }
}

async function answering(server: ChildProcess, connectionString: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`)
    const opened = await openEventStoreDb({ connectionString, answerWithinMs: 2000 })()
    if (E.isRight(opened)) return await opened.right.close()
    await new Promise((resolve) => { setTimeout(resolve, 200) })
  }
  throw new Error('the server does not answer')
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => { server.close(resolve) })
  return port
}

async function killed(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  const gone = once(server, 'exit')
  server.kill('SIGKILL')
  await gone
}

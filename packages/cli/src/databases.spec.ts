/** Logs in databases: what a file has no counterpart of. Everything else is compared use by use in `two-stores.spec.ts`. */

import { spawn } from 'node:child_process'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loopbackCertificate, startDouble, type Double } from '@grid-governance/eventstoredb-double'
import { startDatabaseLog, type DatabaseLog } from './testing/database-log.ts'
import { newFileTrial, type FileTrial } from './testing/file-trial.ts'
import { gridsCsv, renameGrid, smallDistrict, splitPlan } from './testing/samples.ts'
import { describeOnStartedServers } from './testing/started-server.spec-parts.ts'

let trial: FileTrial
let log: Omit<DatabaseLog, 'double'>
let startLog: () => Promise<Omit<DatabaseLog, 'double'>>

/** Each test has a database of its own with the log of a small district. */
const inDatabases = (start: typeof startLog, clock?: string): void => {
  beforeEach(async () => {
    trial = newFileTrial({ answerWithinMs: 1000 })
    if (clock !== undefined) trial.setNow(clock)
    startLog = start
    log = await start()
    await smallDistrict({ ...trial, gridgov: (...words) => trial.gridgov(...words.map((word) => word === 'x.db' ? log.address : word)) })
  }, 60_000)
  afterEach(async () => {
    await log.stop()
    trial.end()
  })
}

const gridgov = (...words: ReadonlyArray<string>) => trial.gridgov(...words.map((word) => word === 'LOG' ? log.address : word))

describe('on the double', () => {
  inDatabases(() => startDatabaseLog({ now: trial.now, commitTimeout: 300 }))
  const double = (): Double => (log as DatabaseLog).double

  logsInDatabases('ofTrial')

  describe('the address of a database', () => {
    it('is named in the help of each command that takes a log, with how long an answer is waited for', async () => {
      for (const command of ['init', 'import', 'submit', 'run-due', 'verify', 'tree', 'projections', 'sql']) {
        const { out } = await trial.gridgov(command, '--help')
        expect(out).toContain('--store <log>')
        expect(out).toContain('an answer is waited for 5 seconds')
      }
      expect((await trial.gridgov('restore', '--help')).out).not.toContain('--store')
    })

    it('is shown without user and password, which a server with users is told all the same', async () => {
      const tls = loopbackCertificate()
      trial.writeFile('right.pem', tls.cert)
      const double = await startDouble({ tls, users: { ops: 'p@ss:w/rd' } })
      const at = (user: string): string => double.connectionString.replace('//', `//${user}`).replace('tls=true', 'tlsCAFile=right.pem')
      const made = await trial.gridgov('init', at('ops:p%40ss%3Aw%2Frd@'), '--district', '440402', '--name', '试验区')
      expect(made).toMatchObject({ code: 0, err: '' })
      expect(made.out).toContain(`${at('')} is the log of 试验区 (440402).`)
      expect(made.out).toContain(`Next: gridgov import '${at('')}' divisions.csv`)
      expect(made.out).not.toMatch(/ops|ss/)
      process.env['GRIDGOV_CREDENTIALS'] = 'ops:p@ss:w/rd'
      expect((await trial.gridgov('tree', at(''))).code).toBe(0)
      process.env['GRIDGOV_CREDENTIALS'] = 'ops:wrong'
      expect((await trial.gridgov('tree', at(''))).err).toContain('does not know this user with this password')
      process.env['GRIDGOV_CREDENTIALS'] = 'ops'
      expect((await trial.gridgov('tree', at(''))).err).toContain('(GRIDGOV_CREDENTIALS must be written as user:password)')
      delete process.env['GRIDGOV_CREDENTIALS']
      await double.stop()
    })
  })

  describe('init', () => {
    it.each([0, 1, 2, 3])('that was cut off after %d appends is gone on with by the same command', async (appends) => {
      const double = await startDouble({ now: trial.now })
      double.inject({ on: 'append', fault: 'status', code: 13, details: 'no space left on device', stored: false, skip: appends, times: Infinity })
      const words = ['init', double.connectionString, '--district', '440402', '--name', '试验区']
      expect((await trial.gridgov(...words)).code).toBe(4)
      double.clearFaults()
      expect(await trial.gridgov(...words)).toMatchObject({ code: 0, err: '' })
      expect((await trial.gridgov('verify', double.connectionString)).out).toContain('The log is sound: 4 events in 3 streams')
      await double.stop()
    })
  })

  describe('what was asked of a server that failed', () => {
    it('is recorded once, though the answer was lost', async () => {
      trial.writeFile('c.json', JSON.stringify(renameGrid('新名')))
      const before = await log.positions()
      double().inject({ on: 'append', fault: 'silence', stored: true, times: 1 })
      expect(await gridgov('submit', 'LOG', 'c.json', '--commit')).toMatchObject({ code: 0, err: '' })
      expect((await log.positions()).length).toBe(before.length + 1)
    })

    it('is recorded once by the same command, where it was said that the outcome is not known', { timeout: 60_000 }, async () => {
      const gridMap = 'gridMap-440402.C440402001001'
      const reads = (): number => double().log().filter(({ call, stream }) => call === 'read' && stream === gridMap).length
      const readsBefore = reads()
      trial.writeFile('first.json', JSON.stringify(renameGrid('先名')))
      expect(await gridgov('submit', 'LOG', 'first.json', '--commit')).toMatchObject({ code: 0, err: '' })
      expect(reads()).toBeGreaterThan(readsBefore)
      trial.writeFile('c.json', JSON.stringify(renameGrid('新名')))
      const before = await log.positions()
      double().inject({ on: 'append', fault: 'silence', stored: true, times: 1 })
      double().inject({ on: 'append', fault: 'silence', stored: false, times: 2 })
      // It was stored, but nobody can look: by then the command has read the stream as often as the one before.
      double().inject({ on: 'read', stream: gridMap, fault: 'silence', skip: reads() - readsBefore, times: Infinity })
      expect((await gridgov('submit', 'LOG', 'c.json', '--commit')).err).toContain('run the same command again, and what was recorded is not recorded twice.')
      double().clearFaults()
      expect(await gridgov('submit', 'LOG', 'c.json', '--commit')).toMatchObject({ code: 0, err: '' })
      expect((await log.positions()).length).toBe(before.length + 1)
    })

    it('is gone on with by the same import', async () => {
      trial.writeFile('more.csv', gridsCsv.replaceAll('440402001002', '440402002001').replaceAll('440402001001', '440402002001').split('\n').filter((line) => !line.startsWith('440402002001,440402002001001')).join('\n'))
      const fresh = await startDatabaseLog({ now: trial.now })
      trial.writeFile('divisions.csv', ['community_code,community_name,street_code,street_name', '440402001001,甲社区,440402001,东街道', '440402001002,乙社区,440402001,东街道', ''].join('\n'))
      trial.writeFile('grids.csv', gridsCsv)
      for (const words of [['init', fresh.address, '--district', '440402', '--name', '试验区'], ['import', fresh.address, 'divisions.csv', '--as-of', '2018-07-01']]) expect((await trial.gridgov(...words)).code).toBe(0)
      fresh.double.inject({ on: 'append', fault: 'status', code: 13, details: 'no space left on device', stored: false, skip: 1, times: Infinity })
      expect((await trial.gridgov('import', fresh.address, 'grids.csv', '--as-of', '2018-07-01')).code).toBe(4)
      fresh.double.clearFaults()
      expect((await trial.gridgov('import', fresh.address, 'grids.csv', '--as-of', '2018-07-01')).out).toContain('1 community of this file had been recorded before.')
      await fresh.stop()
    })
  })

  it('writes through a node that is not the leader, which leads it there', async () => {
    const double = await startDouble({ nodes: 3, now: trial.now })
    const follower = double.nodes.find((node) => node.state() === 'follower')
    const address = `esdb://${follower?.address ?? ''}?tls=false`
    expect(await trial.gridgov('init', address, '--district', '440402', '--name', '试验区')).toMatchObject({ code: 0, err: '' })
    expect((await trial.gridgov('verify', double.connectionString)).out).toContain('The log is sound: 4 events in 3 streams')
    await double.stop()
  })
})

describeOnStartedServers('on real servers', (start) => {
  // A server records by a clock of its own, which the one of a trial must not be behind.
  inDatabases(start, new Date(Date.now() + 3_600_000).toISOString())
  logsInDatabases('own')
})

/** What holds whatever the server is; by the clock of the trial, a database gets the same events as a file. */
function logsInDatabases(clock: 'ofTrial' | 'own'): void {
  describe('its address', () => {
    it('is the first argument, or stands behind --store before the command or after it', async () => {
      const asArgument = await gridgov('lineage', 'LOG', 'G440402001001001', '--from', '2018-08-01')
      expect(asArgument).toMatchObject({ code: 0, err: '' })
      expect(await gridgov('--store', 'LOG', 'lineage', 'G440402001001001', '--from', '2018-08-01')).toEqual(asArgument)
      expect(await gridgov('lineage', 'G440402001001001', '--from', '2018-08-01', '--store', 'LOG')).toEqual(asArgument)
      expect(await gridgov('lineage', 'G440402001001001', `--store=${log.address}`, '--from', '2018-08-01')).toEqual(asArgument)
    })
  })

  describe('init', () => {
    it('finds what it set up, and writes nothing', async () => {
      const before = await log.positions()
      expect((await gridgov('init', 'LOG', '--district', '440402', '--name', '试验区')).out).toContain('was set up like this before; nothing was written.')
      expect(await log.positions()).toEqual(before)
    })
  })

  describe('what was known', () => {
    it('at a place within an append, or between two events, is what was known at the last event before, as on a file', async () => {
      const positions = await log.positions()
      const asked = async (at: string, place: number) => JSON.parse((await trial.gridgov('tree', at, '--as-known-at', String(place), '--format', 'json')).out) as { readonly knownAt: { readonly position: number }, readonly fingerprint: string }
      await smallDistrict(trial)
      let cut = 0
      for (const place of positions.keys()) {
        const [onFile, onDatabase, between] = [await asked('x.db', place), await asked(log.address, positions[place] ?? 0), await asked(log.address, (positions[place] ?? 0) + (place === positions.length - 1 ? 0 : 1))]
        expect({ ...onDatabase, knownAt: { position: positions.indexOf(onDatabase.knownAt.position) } }).toEqual({ ...onFile, knownAt: { position: onFile.knownAt.position } })
        expect(between).toEqual(onDatabase)
        if (onFile.knownAt.position !== place) cut += 1
      }
      expect(cut).toBeGreaterThan(1)
    })
  })

  describe('what the server hides', () => {
    it('is there again when it is done what the sentence says, twice where a stream was deleted', async () => {
      const client = EventStoreDBClient.connectionString(log.address)
      const whole = await gridgov('verify', 'LOG')
      const hidden = 'gridMap-440402.C440402001001'
      await client.deleteStream(hidden)
      trial.writeFile('c.json', JSON.stringify(renameGrid('新名')))
      const refused = await gridgov('submit', 'LOG', 'c.json', '--commit')
      expect(refused.err).toBe(`The server hides events of the log in ${log.address} (nothing of ${hidden} is shown): somebody deleted, truncated or limited the stream, and until the server scavenges they are still there. Write the metadata of the stream anew without $tb, $maxCount and $maxAge, twice where it was deleted, then run the same command again; what was scavenged only a backup brings back.`)
      trial.speak('zh-CN')
      expect((await gridgov('submit', 'LOG', 'c.json', '--commit')).err).toContain(`服务器隐藏了 ${log.address} 中日志的部分事件（${hidden} 的事件一个也不可见）：`)
      trial.speak('en')
      for (const _ of [1, 2]) await client.setStreamMetadata(hidden, {})
      await client.dispose()
      expect(await gridgov('verify', 'LOG')).toEqual(whole)
      expect(await gridgov('submit', 'LOG', 'c.json', '--commit')).toMatchObject({ code: 0, err: '' })
    })
  })

  describe('verify', () => {
    it('says of an empty database that there is nothing to check', async () => {
      const empty = await startLog()
      expect(await trial.gridgov('verify', empty.address)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('The log is empty: it has no events of which anything could be checked.') as string })
      trial.speak('zh-CN')
      expect((await trial.gridgov('verify', empty.address)).out).toContain('日志为空：其中没有事件，无可核验。')
      await empty.stop()
    })

    const headOf = (text: string): string => /\d+:[0-9a-f]{64}/.exec(text)?.[0] ?? ''

    it('folds the chain of a database: the head that was kept is found, also that of a file with the same events', async () => {
      await smallDistrict(trial)
      const [onFile, onDatabase] = [headOf((await trial.gridgov('verify', 'x.db')).out), headOf((await gridgov('verify', 'LOG')).out)]
      if (clock === 'ofTrial') expect(onDatabase.split(':')[1]).toBe(onFile.split(':')[1])
      for (const head of clock === 'ofTrial' ? [onFile, onDatabase] : [onDatabase]) expect((await gridgov('verify', 'LOG', '--head', head)).out).toContain('The pinned head was found in it.')
    })

    it('misses a head that is not there, as after a database was restored to what it was before', async () => {
      trial.writeFile('c.json', JSON.stringify(splitPlan()))
      const before = headOf((await gridgov('verify', 'LOG')).out)
      await gridgov('submit', 'LOG', 'c.json', '--commit')
      const after = headOf((await gridgov('verify', 'LOG')).out)
      expect((await gridgov('verify', 'LOG', '--head', before)).code).toBe(0)
      const other = await startLog()
      await smallDistrict({ ...trial, gridgov: (...words) => trial.gridgov(...words.map((word) => word === 'x.db' ? other.address : word)) })
      const cut = await trial.gridgov('verify', other.address, '--head', after)
      expect(cut).toMatchObject({ code: 1 })
      expect(cut.out).toContain('it was cut, or written anew')
      await other.stop()
    })

    it('leaves out what others keep in the same database under names that are none of ours', async () => {
      const client = EventStoreDBClient.connectionString(log.address)
      await client.appendToStream('orders of a shop', jsonEvent({ type: 'Ordered', data: {} }))
      await client.dispose()
      expect((await gridgov('verify', 'LOG')).out).toContain('The log is sound')
    })
  })
}

it('ends as a process, too, where something at the port is silent', { timeout: 60_000 }, async () => {
  const sockets: Socket[] = []
  const silent = createServer((socket) => sockets.push(socket))
  await new Promise<void>((resolve) => { silent.listen(0, '127.0.0.1', resolve) })
  const { port } = silent.address() as AddressInfo
  for (const address of [`esdb://ops:secret@127.0.0.1:${port}`, `esdb+discover://ops:secret@127.0.0.1:${port}`]) {
    const { code, err } = await spawned('tree', address, '--lang', 'en')
    expect(code).toBe(4)
    expect(err).toBe(`${address.replace('ops:secret@', '')} was asked and did not answer (no answer within 5000 ms): check that this is the port of EventStoreDB, and that the server is neither stopped nor overloaded, then run the command again.\n`)
  }
  for (const socket of sockets) socket.destroy()
  silent.close()
})

function spawned(...words: ReadonlyArray<string>): Promise<{ readonly code: number | null, readonly err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url)), ...words], { stdio: ['ignore', 'ignore', 'pipe'] })
    let err = ''
    child.stderr.on('data', (text: Buffer) => { err += text.toString() })
    child.on('close', (code) => { resolve({ code, err }) })
  })
}

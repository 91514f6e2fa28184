/** `gridgov transfer`, on real files and on the double of EventStoreDB: the same log at both ends, with the same answers. */

import { copyFileSync, existsSync, readdirSync } from 'node:fs'
import process from 'node:process'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as domain from '@grid-governance/domain'
import { dayOfInstant, type CalendarDate } from '@grid-governance/event-sourcing'
import type { EventReader, StoredEvent } from '@grid-governance/event-store'
import { openEventStoreDb, openEventStoreDbTarget } from '@grid-governance/event-store-eventstoredb'
import { openSqliteOutcomes, openSqliteReadModels, openSqliteStore, type SqliteOutcomeStore } from '@grid-governance/event-store-sqlite'
import { loopbackCertificate, startDouble, type Double } from '@grid-governance/eventstoredb-double'
import { divisions } from '@grid-governance/projections-grids'
import { runProcess, runProjection } from '@grid-governance/subscriptions'
import { shippedProcesses } from './audit/deadlines.ts'
import { newFileTrial, type FileTrial } from './testing/file-trial.ts'
import { smallDistrict, splitPlan } from './testing/samples.ts'
import { describeOnStartedServers } from './testing/started-server.spec-parts.ts'
import type { DatabaseLog } from './testing/database-log.ts'

let trial: FileTrial
let address: string

/** Each test has an empty database, and the log of a small district in a file. */
const withDatabases = (start: () => Promise<Pick<DatabaseLog, 'address' | 'stop'>>): void => {
  let database: Pick<DatabaseLog, 'address' | 'stop'>
  beforeEach(async () => {
    database = await start()
    address = database.address
    trial = newFileTrial()
    await smallDistrict(trial)
    trial.setNow('2019-01-09T09:00:00+08:00')
    trial.writeFile('plan.json', JSON.stringify(splitPlan()))
    await trial.gridgov('submit', 'x.db', 'plan.json', '--commit')
  }, 60_000)
  afterEach(async () => {
    trial.end()
    await database.stop()
  })
}

const files = (): ReadonlyArray<string> => readdirSync('.').filter((name) => name.endsWith('.db') || name.includes('.transfer')).sort()
const headOf = (printed: { readonly out: string }): string => /\d+:([0-9a-f]{64})/.exec(printed.out)?.[1] ?? ''

describe('on the double', () => {
  let double: Double
  withDatabases(async () => {
    double = await startDouble({ now: () => Date.parse('2026-05-01T09:00:00+08:00') })
    return { address: double.connectionString, stop: double.stop }
  })
  transfers('2026-05-02T09:00:00+08:00')

  it('goes on where it was stopped, and until then nothing can be taken for a log', async () => {
    const events = (await eventsOf('x.db')).length
    double.inject({ on: 'append', fault: 'notReady', skip: 5, times: 100 })
    const stopped = await trial.gridgov('transfer', 'x.db', address)
    expect(stopped).toMatchObject({ code: 4, out: '' })
    double.clearFaults()
    const opened = await trial.gridgov('transfer', address, 'z.db')
    expect(opened).toMatchObject({ code: 4, err: expect.stringContaining('is no log yet (a transfer into it was begun and has not come to its end); run "gridgov transfer" again: it goes on where it was.') as string })
    expect(existsSync('z.db')).toBe(false)
    trial.speak('zh-CN')
    expect((await trial.gridgov('transfer', address, 'z.db')).err).toContain('尚不是日志（向其迁移已经开始而未完成）；请重新运行 gridgov transfer，即从中断处继续。')
    expect((await trial.gridgov('transfer', 'x.db', address)).out).toMatch(new RegExp(`${events} 个事件，其中本次写入 \\d+ 个。已回读，两端的链一致。`))
  }, 30_000)

  it('tells no server the user and the password of another', async () => {
    const tls = loopbackCertificate()
    trial.writeFile('ca.pem', tls.cert)
    const [one, other] = [await startDouble({ tls, users: { ops: 'first' } }), await startDouble({ tls, users: { ops: 'second' } })]
    const [from, to] = [one, other].map(({ connectionString }) => connectionString.replace('tls=true', 'tlsCAFile=ca.pem')) as [string, string]
    try {
      process.env['GRIDGOV_CREDENTIALS'] = 'ops:first'
      // From a file there is one server, and one that is told who is meant.
      expect(await trial.gridgov('transfer', 'x.db', from)).toMatchObject({ code: 0, err: '' })
      expect(await trial.gridgov('transfer', from, to)).toMatchObject({ code: 4, err: expect.stringContaining('for the target of a transfer in GRIDGOV_TARGET_CREDENTIALS') as string })
      process.env['GRIDGOV_TARGET_CREDENTIALS'] = 'second'
      expect((await trial.gridgov('transfer', from, to)).err).toContain('(GRIDGOV_TARGET_CREDENTIALS must be written as user:password)')
      process.env['GRIDGOV_TARGET_CREDENTIALS'] = 'ops:second'
      expect(await trial.gridgov('transfer', from, to)).toMatchObject({ code: 0, err: '' })
      // The target's own count from a file as well.
      process.env['GRIDGOV_CREDENTIALS'] = 'ops:neither'
      expect((await trial.gridgov('transfer', 'x.db', to)).out).toMatch(/already/)
    } finally {
      delete process.env['GRIDGOV_CREDENTIALS']
      delete process.env['GRIDGOV_TARGET_CREDENTIALS']
      await one.stop()
      await other.stop()
    }
  })
})

describeOnStartedServers('on real servers', (start) => {
  withDatabases(start)
  transfers(new Date(Date.now() + 3_600_000).toISOString())
})

/** What holds whatever the server is; at `later` its clock has not come to yet. */
function transfers(later: string): void {
  describe('transfer', () => {
    it('moves a log from a file to a database and back, and every answer about it stays the same', async () => {
      const there = await trial.gridgov('transfer', 'x.db', address)
      expect(there).toMatchObject({ code: 0, err: '' })
      expect(there.out).toMatch(/is the log of x\.db: \d+ events in \d+ streams\. Read back, both ends have the same chain\.\nHead to keep outside of the file: \d+:[0-9a-f]{64}$/)
      expect(headOf(there)).toBe(headOf(await trial.gridgov('backup', 'x.db', 'copy.db')))
      const back = await trial.gridgov('transfer', address, 'y.db')
      expect(back).toMatchObject({ code: 0, err: '' })
      expect(headOf(back)).toBe(headOf(there))
      expect(files()).toEqual(['copy.db', 'x.db', 'y.db'])
      expect((await trial.gridgov('verify', 'y.db')).code).toBe(0)
      for (const words of [['tree', '--level', 'grid'], ['tree', '--as-known-at', '2019-01-05'], ['plans'], ['deadlines'], ['trail', '--actor', 'operator', '--as-known-at', '2019-01-08']]) {
        const [command = '', ...rest] = words
        const [before, after] = [await trial.gridgov(command, 'x.db', ...rest), await trial.gridgov(command, 'y.db', ...rest)]
        expect(after).toEqual(before)
      }
      expect(await eventsOf('y.db')).toEqual(await eventsOf('x.db'))
    })

    it('says so when the log is there already, and refuses another one, in both directions', async () => {
      await trial.gridgov('transfer', 'x.db', address)
      await trial.gridgov('transfer', 'x.db', 'y.db')
      for (const to of [address, 'y.db']) expect(await trial.gridgov('transfer', 'x.db', to)).toMatchObject({ code: 0, out: expect.stringMatching(/holds the log of x\.db already: .*Nothing was written\.$/) as string })
      await trial.gridgov('init', 'other.db', '--district', '440403', '--name', '斗门区')
      for (const to of [address, 'y.db']) {
        expect(await trial.gridgov('transfer', 'other.db', to)).toMatchObject({ code: 4, out: '', err: expect.stringMatching(/is a whole log already, with \d+ events \([0-9a-f]{64}\), and not that of other\.db/) as string })
      }
      expect(await trial.gridgov('transfer', address, 'other.db')).toMatchObject({ code: 4 })
    })

    it('never writes to a log that was made in the database: it is there already, or another one', async () => {
      await trial.gridgov('init', address, '--district', '440402', '--name', '香洲区')
      expect(await trial.gridgov('transfer', address, 'back.db')).toMatchObject({ code: 0 })
      const before = await eventsOf(address)
      expect(await trial.gridgov('transfer', 'back.db', address)).toMatchObject({ code: 0, out: expect.stringMatching(/holds the log of back\.db already: .*Nothing was written\.$/) as string })
      // Another one; then a copy that went on, and then one that the database has left behind.
      await expectRefused('x.db')
      trial.setNow(later)
      copyFileSync('back.db', 'ahead.db')
      expect(await trial.gridgov('import', 'ahead.db', 'divisions.csv', '--as-of', '2018-07-01')).toMatchObject({ code: 0 })
      await expectRefused('ahead.db')
      expect(await eventsOf(address)).toEqual(before)
      expect(await trial.gridgov('import', address, 'divisions.csv', '--as-of', '2018-07-01')).toMatchObject({ code: 0 })
      const after = await eventsOf(address)
      await expectRefused('back.db')
      expect(await eventsOf(address)).toEqual(after)
      expect(await trial.gridgov('tree', address)).toMatchObject({ code: 0, out: expect.stringContaining('甲社区') as string })
    })

    async function expectRefused(from: string): Promise<void> {
      expect(await trial.gridgov('transfer', from, address)).toMatchObject({
        code: 4, out: '', err: expect.stringMatching(new RegExp(`is a whole log already, with \\d+ events? \\([0-9a-f]{64}\\), and not that of ${from}, .*Nothing was written\\.$`)) as string,
      })
    }

    it('does not move a log onto itself', async () => {
      expect(await trial.gridgov('transfer', address.replace('esdb://', 'esdb://admin:changeit@'), address)).toMatchObject({ code: 2, err: expect.stringContaining('The log to move and the target are the same; name another target.') as string })
      trial.speak('zh-CN')
      expect(await trial.gridgov('transfer', 'x.db', 'x.db')).toMatchObject({ code: 2, err: expect.stringContaining('所要迁移的日志与迁移目标相同；请另指定目标。') as string })
    })

    it('notices that the log was altered since it was begun', async () => {
      const target = await right(openEventStoreDbTarget({ connectionString: address }))
      const [first] = await eventsOf('x.db')
      if (first === undefined) throw new Error('there is none')
      await right(target.append({ stream: first.stream, expectedVersion: 0, events: [{ ...first, data: JSON.parse(first.data) as never, metadata: {} }] }, first.recordedAt))
      await target.close()
      expect(await trial.gridgov('transfer', 'x.db', address)).toMatchObject({ code: 4, err: expect.stringContaining(`as event 1, where x.db has it otherwise`) as string })
    })

    it('shows no password, and gives machines the figures', async () => {
      const secret = address.replace('esdb://', 'esdb://admin:changeit@')
      const { code, out, err } = await trial.gridgov('transfer', 'x.db', secret, '--format', 'json')
      expect(code).toBe(0)
      expect(out + err).not.toContain('changeit')
      const events = await eventsOf('x.db')
      expect(JSON.parse(out)).toMatchObject({ transfer: [{ events: events.length, streams: new Set(events.map(({ stream }) => stream)).size, written: events.length }] })
    })
  })

  describe('transfer with what policies and processes did', () => {
    it('carries it over: the clock of plans executes nothing again in the database, nor in a file', async () => {
      expect(await runClock('x.db', 'x.outcomes.db', true)).toHaveLength(1)
      const without = await trial.gridgov('transfer', 'x.db', address)
      expect(without.out).toContain('x.outcomes.db was not carried over: without it, policies and processes do not know in the new log what they did.')
      const carried = await trial.gridgov('transfer', 'x.db', address, '--outcomes', 'x.outcomes.db', '--outcomes-to', 'db.outcomes.db')
      expect(carried).toMatchObject({ code: 0, err: '', out: expect.stringContaining('db.outcomes.db knows what was done: process restructureClock (1 outcome).') as string })
      expect(await runClock(address, 'db.outcomes.db', false)).toEqual([])
      const back = await trial.gridgov('transfer', address, 'y.db', '--outcomes', 'db.outcomes.db')
      expect(back.out).toContain('y.outcomes.db knows what was done')
      expect(await runClock('y.db', 'y.outcomes.db', false)).toEqual([])
      expect(await progressIn('y.outcomes.db')).toEqual(await progressIn('x.outcomes.db'))
      // Which it would do without.
      expect(await runClock(address, 'new.outcomes.db', true)).toHaveLength(1)
    })

    it('refuses outcomes that go beyond the log that was moved, or that are known there as others', async () => {
      await trial.gridgov('transfer', 'x.db', 'y.db')
      await runClock('x.db', 'x.outcomes.db', true)
      await trial.gridgov('transfer', 'x.db', 'y.db', '--outcomes', 'x.outcomes.db')
      const outcomes = await right(openSqliteOutcomes({ path: 'y.outcomes.db', mode: 'readWrite' }))
      const sender = { kind: 'process', name: 'restructureClock' } as const
      const { token } = await right(outcomes.claim(sender))
      await right(outcomes.save({ sender, token, progress: { begunAfter: 'beginning', doneUpTo: 'beginning' }, outcomes: [] }))
      await outcomes.close()()
      expect(await trial.gridgov('transfer', 'x.db', 'y.db', '--outcomes', 'x.outcomes.db')).toMatchObject({ code: 4, err: 'y.outcomes.db knows something else of process restructureClock already, which is not written over; name another file with --outcomes-to.' })
      const ahead = await right(openSqliteOutcomes({ path: 'x.outcomes.db', mode: 'readWrite' }))
      const claim = await right(ahead.claim(sender))
      const beyond = { position: 999 as never, eventId: '3d594650-3436-4f0c-9b1c-6b1f3f0e7a11' as never }
      await right(ahead.save({ sender, token: claim.token, progress: { begunAfter: 'beginning', doneUpTo: beyond }, outcomes: [] }))
      await ahead.close()()
      expect(await trial.gridgov('transfer', 'x.db', 'y.db', '--outcomes', 'x.outcomes.db', '--outcomes-to', 'n.outcomes.db')).toMatchObject({ code: 4, err: expect.stringContaining('process restructureClock in x.outcomes.db has come further than y.db goes, or belongs to another log') as string })
      expect(existsSync('n.outcomes.db')).toBe(false)
    })

    it('asks for the file where it cannot know it', async () => {
      expect(await trial.gridgov('transfer', 'x.db', address, '--outcomes', 'x.outcomes.db')).toMatchObject({ code: 2, err: expect.stringContaining('--outcomes-to') as string })
      expect(await trial.gridgov('transfer', 'x.db', 'y.db', '--outcomes-to', 'y.outcomes.db')).toMatchObject({ code: 2, err: expect.stringContaining('--outcomes') as string })
      expect(files()).toEqual(['x.db'])
    })
  })

  describe('read models', () => {
    it('go along from file to file, and are refused, not believed, in a database', async () => {
      await trial.gridgov('projections', 'x.db', 'build')
      await trial.gridgov('transfer', 'x.db', 'y.db')
      await trial.gridgov('transfer', 'x.db', address)
      copyFileSync('x.models.db', 'y.models.db')
      const [before, after] = [await trial.gridgov('projections', 'x.db', '--check'), await trial.gridgov('projections', 'y.db', '--check')]
      expect(after).toEqual(before)
      expect(after.code).toBe(0)
      const store = await right(openSqliteReadModels({ path: 'x.models.db', mode: 'readWrite' }))
      await withLog(address, async (reader) => {
        const started = await runProjection({ reader, codec: domain.governanceCodec, mode: 'checked', projection: divisions, store })()
        expect(started).toMatchObject({ left: { tag: 'CheckpointNotInLog', runner: `divisions@${divisions.version}` } })
      })
      await store.close()()
    })
  })
}

/** Runs the clock of plans, on the day after the plan is due, before a front door that accepts everything and records nothing; what it was sent. */
async function runClock(log: string, path: string, mayBegin: boolean): Promise<ReadonlyArray<string>> {
  const sent: string[] = []
  const now = Date.parse('2019-03-05T10:00:00+08:00')
  const outcomes: SqliteOutcomeStore = await right(openSqliteOutcomes({ path, mode: 'create' }))
  await withLog(log, async (reader) => {
    const [process] = shippedProcesses
    const clock = await right(runProcess({
      reader, codec: domain.governanceCodec, mode: 'checked', process, outcomes, today: (): CalendarDate => dayOfInstant(now), mayBegin,
      send: ({ commandId, stream }) => { sent.push(commandId); return TE.right({ outcome: 'accepted' as const, stream, position: undefined }) },
    }))
    const { after } = await right(reader.head())
    expect(await clock.untilPosition(after as never)()).toBe('reached')
    await clock.stop()
  })
  await outcomes.close()()
  return sent
}

async function progressIn(path: string): Promise<unknown> {
  const outcomes = await right(openSqliteOutcomes({ path, mode: 'readOnly' }))
  const senders = await right(outcomes.senders())
  await outcomes.close()()
  return senders
}

async function eventsOf(log: string): Promise<ReadonlyArray<StoredEvent>> {
  return await withLog(log, async (reader) => (await right(reader.readAll({ after: 'beginning', maxCount: 10_000 }))).events)
}

async function withLog<A>(log: string, work: (reader: EventReader) => Promise<A>): Promise<A> {
  if (log.startsWith('esdb:')) {
    const store = await right(openEventStoreDb({ connectionString: log }))
    const done = await work(store)
    await store.close()
    return done
  }
  const store = await right(openSqliteStore({ path: log, mode: 'readOnly', now: () => 0 }))
  const done = await work(store)
  await store.close()()
  return done
}

async function right<A>(task: TE.TaskEither<unknown, A>): Promise<A> {
  const answer = await task()
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left))
  return answer.right
}

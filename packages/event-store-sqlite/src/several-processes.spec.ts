/** Several processes at one log: locks are waited for, and a process that is killed takes nothing with it that was acknowledged. */

import { once } from 'node:events'
import { chmodSync, copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { After, StreamName } from '@grid-governance/event-sourcing'
import type { LogPage } from '@grid-governance/event-store'
import { appending, logOf, ran, refused, write } from './trial/appends.ts'
import { firstWord, printed, started } from './trial/child-processes.ts'
import { newFolder, opened } from './trial/log-folder.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = newFolder()
  path = join(folder, 'log.sqlite')
})
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

describe('a log that another process holds', { timeout: 30_000 }, () => {
  it('is written to as soon as it is free', async () => {
    const store = await opened({ path })
    const holder = started('holding-process.ts', path, '150')
    expect(await firstWord(holder)).toBe('held')
    await write(store, appending('noStream', ['a']))
    await ran(store.close())
  })

  it('is refused as locked after the busy timeout, while the process goes on living and reading', async () => {
    const store = await opened({ path, busyTimeoutMs: 300 })
    const holder = started('holding-process.ts', path, '60000')
    expect(await firstWord(holder)).toBe('held')
    let turns = 0
    const timer = setInterval(() => { turns += 1 }, 10)
    const began = performance.now()
    const [first, second] = await Promise.all([refused(store.append(appending('noStream', ['a']))), refused(store.append(appending('noStream', ['b'])))])
    expect(performance.now() - began).toBeGreaterThanOrEqual(300)
    clearInterval(timer)
    expect(first).toMatchObject({ tag: 'StoreUnavailable', reason: 'locked', where: path })
    expect(second).toMatchObject({ reason: 'locked' })
    expect(turns).toBeGreaterThan(2)
    expect(await logOf(store)).toEqual([])
    const ended = once(holder, 'close')
    holder.kill('SIGKILL')
    await ended
    await write(store, appending('noStream', ['a']))
    await ran(store.close())
  })
})

describe('a process that is killed while it appends', { timeout: 60_000 }, () => {
  it.each([[1, 90], [20, 140], [50, 230]])('loses nothing that was acknowledged: %d appends at once, killed after %d ms', async (atOnce, afterMs) => {
    const child = started('appending-process.ts', path, String(atOnce))
    let acknowledged = ''
    child.stdout?.on('data', (chunk: Buffer) => { acknowledged += String(chunk) })
    await once(child.stdout as NodeJS.ReadableStream, 'data')
    setTimeout(() => { child.kill('SIGKILL') }, afterMs)
    await once(child, 'close')
    const rounds = Math.max(...acknowledged.trim().split('\n').map(Number))

    const store = await opened({ path })
    expect((await ran(store.verify())).findings).toEqual([])
    for (let index = 0; index < atOnce; index += 1) {
      const stream = `gridMap-${index}` as StreamName
      const { streamVersion } = await ran(store.readStream({ stream, maxCount: 1 }))
      expect(streamVersion).toBeGreaterThanOrEqual(rounds * 2)
      expect(streamVersion % 2, 'an append of two events is there by halves').toBe(0)
      await write(store, appending(streamVersion, ['after'], stream))
    }
    expect((await ran(store.verify())).findings).toEqual([])
    await ran(store.close())
  })
})

describe('reading', { timeout: 120_000 }, () => {
  it('goes on while another process writes, and only ever sees whole appends', async () => {
    const child = started('appending-process.ts', path, '5')
    await firstWord(child)
    const reader = await opened({ path, mode: 'readOnly' })
    const versions = new Map<string, number>()
    let after: After = 'beginning'
    let ends = 0
    while (ends < 8) {
      // Large pages, so that a reader beside a busy writer comes to the end of the log at all.
      const page: LogPage = await ran(reader.readAll({ after, maxCount: 50_000 }))
      for (const event of page.events) versions.set(event.stream, event.streamVersion)
      after = page.readTo
      if (page.events.length === 50_000) continue
      ends += 1
      expect([...versions.values()].every((version) => version % 2 === 0)).toBe(true)
      await reader.waitBeyond(after, { timeoutMs: 500 })()
    }
    expect(versions.size).toBe(5)
    expect(await refused(reader.append(appending('any', ['x'])))).toMatchObject({ tag: 'StoreUnavailable', reason: 'readOnly' })
    child.kill('SIGKILL')
    await once(child, 'close')
    await ran(reader.close())
  })

  it.skipIf(process.getuid?.() !== 0)('a user who may write neither file nor directory reads a closed log, and is told why not one that has a WAL (tried as root only)', async () => {
    const store = await opened({ path, fileMode: 0o644 })
    await write(store, appending('noStream', ['a', 'b']))
    await ran(store.close())
    chmodSync(folder, 0o755)
    const nobody = '65534'
    expect(JSON.parse(await printed(started('reading-process.ts', path, nobody)))).toEqual({ access: 'immutable', events: 2 })

    const again = await opened({ path })
    await write(again, appending(2, ['c']))
    const left = join(folder, 'left.sqlite')
    for (const ending of ['', '-wal']) copyFileSync(path + ending, left + ending)
    await ran(again.close())
    expect(JSON.parse(await printed(started('reading-process.ts', left, nobody)))).toMatchObject({ failure: { reason: 'unreadable', where: left } })
  })
})

/** Format 1 is frozen: the golden log is read byte for byte, and the same appends are written byte for byte as they once were. */

import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { leafText } from '@grid-governance/event-store'
import { formatVersion } from './log-format.ts'
import { appending, logOf, ran, write } from './trial/appends.ts'
import { goldenAppends, goldenClock } from './trial/golden-log.ts'
import { dumpOf, loadDump } from './trial/log-dump.ts'
import { newFolder, opened } from './trial/log-folder.ts'

const folder = newFolder()
afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

const golden = (file: string): string => readFileSync(new URL(`golden/${file}`, import.meta.url), 'utf8')

it('the golden log is of the format that is written now', () => {
  expect(formatVersion).toBe(1)
})

it('the golden log is read byte for byte, verifies, and can be gone on with', async () => {
  const path = join(folder, 'read.sqlite')
  loadDump(path, golden('format-1.sql'))
  const store = await opened({ path, mode: 'readWrite' })
  expect((await logOf(store)).map((event) => `${event.globalPosition} ${leafText(event)}\n`).join('')).toBe(golden('format-1.leaves.txt'))
  const report = await ran(store.verify())
  expect(report).toMatchObject({ findings: [], head: { count: 6, position: 5, link: '6242792f63d8710945fc87178a3f954b375b46c59b385ebafbbffc4a0f81c663' } })
  expect(await write(store, appending(3, ['next'], goldenAppends[0]?.stream))).toMatchObject({ streamVersion: 4, position: 6 })
  expect((await ran(store.verify({ pinnedHead: report.head }))).findings).toEqual([])
  await ran(store.close())
})

it('the same appends give the same file', async () => {
  const path = join(folder, 'written.sqlite')
  let writes = 0
  const store = await opened({ path, now: () => goldenClock[writes] ?? 0 })
  for (const append of goldenAppends) {
    await write(store, append)
    writes += 1
  }
  await ran(store.close())
  expect(dumpOf(path)).toBe(golden('format-1.sql'))
})

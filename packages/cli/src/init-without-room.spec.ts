/** `gridgov init` where there is no room: a process of its own that the system lets write only so much (`ulimit -f`). */

import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newFileTrial, type FileTrial } from './testing/file-trial.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const words = ['init', 'y.db', '--district', '440402', '--name', '试验区'] as const
/** Later than the clock of the process, which is that of the machine. */
const later = '2100-01-01T09:00:00+08:00'
let trial: FileTrial

beforeEach(() => {
  trial = newFileTrial()
  trial.setNow(later)
})
afterEach(() => { trial.end() })

/** Runs the command where no file may grow beyond so many KiB. */
function initWithin(kibibytes: number): number | null {
  return spawnSync('bash', ['-c', `ulimit -f ${kibibytes}; exec "$0" "$@"`, process.execPath, main, ...words], { cwd: trial.folder }).status
}

describe('init', { timeout: 30_000 }, () => {
  it.each([0, 4, 12, 40, 80])('that may write no more than %d KiB to a file is done by the same command once it may', async (kibibytes) => {
    expect(initWithin(kibibytes)).toBe(4)
    expect(await trial.gridgov(...words)).toMatchObject({ code: 0, err: '' })
    expect(readdirSync(trial.folder)).toEqual(['y.db'])
    expect((await trial.gridgov('verify', 'y.db')).out).toContain('The log is sound: 4 events')
  })

  it.each([
    ['an empty file', new Uint8Array()],
    ['a text', new TextEncoder().encode('of somebody else')],
  ])('does not take over %s: it never leaves one, so it is somebody else\'s', async (_, content) => {
    trial.writeFile('y.db', content)
    expect(await trial.gridgov(...words)).toMatchObject({ code: 4, out: '' })
    expect(readFileSync(join(trial.folder, 'y.db'))).toEqual(Buffer.from(content))
  })
})

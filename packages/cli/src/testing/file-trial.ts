/** A trial on real files: gridgov in a folder of its own under the system's temporary folder, at a clock that the test sets. */

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { machinePorts } from '../machine.ts'
import { run } from '../run.ts'
import type { Language } from '../words/language.ts'
import type { Printed } from './trial.ts'

export interface FileTrial {
  readonly folder: string
  readonly gridgov: (...words: ReadonlyArray<string>) => Promise<Printed>
  readonly writeFile: (name: string, content: string | Uint8Array) => void
  readonly setNow: (instant: string) => void
  /** The clock as it is set, in milliseconds since 1970. */
  readonly now: () => number
  readonly speak: (language: Language) => void
  /** From now on the optional package for analysts is not there. */
  readonly withoutAnalytics: () => void
  /** Goes back to where it was, and leaves nothing behind. */
  readonly end: () => void
}

/** Enters a new folder; names on the command line are relative to it, as for a person in a terminal. */
export const newFileTrial = (options: { readonly answerWithinMs?: number } = {}): FileTrial => {
  const before = process.cwd()
  const folder = mkdtempSync(join(tmpdir(), 'gridgov-'))
  chmodSync(folder, 0o755)
  process.chdir(folder)
  let instant = Date.parse('2019-01-02T09:00:00+08:00')
  let language: Language = 'en'
  let analyticsIsThere = true
  return {
    folder,
    gridgov: async (...words) => {
      const [out, err]: [string[], string[]] = [[], []]
      const { progress: _, analytics, ...ports } = machinePorts({ now: () => instant, busyTimeoutMs: 100, ...options })
      const code = await run(words, { ...ports, ...(analyticsIsThere && analytics !== undefined ? { analytics } : {}), language, print: (text) => { out.push(text) }, complain: (text) => { err.push(text) } })
      return { code, out: out.join('\n'), err: err.join('\n') }
    },
    writeFile: (name, content) => { writeFileSync(join(folder, name), content) },
    now: () => instant,
    setNow: (text) => { instant = Date.parse(text) },
    speak: (other) => { language = other },
    withoutAnalytics: () => { analyticsIsThere = false },
    end: () => {
      process.chdir(before)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

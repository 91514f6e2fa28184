/** Starts the processes of the specs. */

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/** Starts a script of this folder; its complaints go to the terminal. */
export const started = (script: string, ...parameters: ReadonlyArray<string>): ChildProcess =>
  spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] })

/** The same where no file may grow beyond so many KiB: a real limit of the system (`ulimit -f`), for everybody and without a disk to fill. */
export const startedWithin = (kibibytes: number, script: string, ...parameters: ReadonlyArray<string>): ChildProcess =>
  spawn('bash', ['-c', `ulimit -f ${kibibytes}; exec "$0" "$@"`, process.execPath, fileURLToPath(new URL(script, import.meta.url)), ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] })

/** What a process printed until it ended. */
export const printed = async (child: ChildProcess): Promise<string> => {
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => { output += String(chunk) })
  await once(child, 'close')
  return output
}

/** Waits until a process has printed something. */
export const firstWord = async (child: ChildProcess): Promise<string> => {
  const [chunk] = child.stdout === null ? [''] : await once(child.stdout, 'data') as [unknown]
  return String(chunk).trim()
}

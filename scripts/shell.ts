// Runs a program and tells how it ended; what it printed is kept, shown, or both.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import { root } from './workspace.ts'

export interface Ended {
  /** The exit code; null when a signal ended it or it ran out of time. */
  readonly code: number | null
  /** Standard output and standard error as they came. */
  readonly output: string
  readonly stdout: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly show?: boolean
  readonly milliseconds?: number
}

// The tools of the workspace are found, and run under this Node, however this process was started.
const path = [dirname(process.execPath), join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter)

export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = spawn(program, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, PATH: path, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    ...(options.milliseconds === undefined ? {} : { timeout: options.milliseconds }),
  })
  return new Promise((resolve) => {
    let output = ''
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      stdout += text
      if (options.show === true) process.stdout.write(text)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (options.show === true) process.stderr.write(text)
    })
    child.on('error', (error) => resolve({ code: null, output: `${program} could not be started: ${error.message}`, stdout }))
    child.on('close', (code) => resolve({ code, output, stdout }))
  })
}

/** Does one thing for each item, as many at once as there are cores; the answers keep the order of the items. */
export async function forEachAtOnce<Item, Answer>(
  items: readonly Item[],
  work: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  const queue = [...items.entries()]
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) answers[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return answers
}

/** Starts several node processes that write to one log at the same moment, and gathers their receipts. */

import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import process from 'node:process'
import type { AppendReceipt } from '@grid-governance/event-store'
import type { WriterProcesses } from './harness.ts'

/** What one writer does: in each round two events for its own stream, and one for the stream that all contend for. */
export interface WriterTask {
  readonly writer: string
  readonly own: string
  readonly shared: string
  readonly rounds: number
}

/** What a writer prints when it is done. */
export interface WriterReport {
  readonly receipts: ReadonlyArray<AppendReceipt>
}

/** The script that each process runs: beside this file, in the sources as in the built package. */
const script = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './writer-process.ts' : './writer-process.js', import.meta.url))

/** Runs one process for each task; all begin when the last is ready. Fails with what a process said when it did not end well. */
export const runWriters = async (processes: WriterProcesses, tasks: ReadonlyArray<WriterTask>): Promise<ReadonlyArray<AppendReceipt>> => {
  const writers = tasks.map((task) => startWriter(processes, task))
  try {
    await Promise.all(writers.map((writer) => writer.ready))
    for (const writer of writers) writer.child.stdin.end('go\n')
    return (await Promise.all(writers.map((writer) => writer.report))).flatMap((report) => report.receipts)
  } finally {
    for (const writer of writers) writer.child.kill()
  }
}

interface Writer {
  readonly child: ChildProcessWithoutNullStreams
  readonly ready: Promise<void>
  readonly report: Promise<WriterReport>
}

function startWriter({ module, argument }: WriterProcesses, task: WriterTask): Writer {
  const child = spawn(process.execPath, [script, module, argument, JSON.stringify(task)], { stdio: 'pipe' })
  const complaints: string[] = []
  child.stderr.on('data', (chunk: Buffer) => complaints.push(String(chunk)))
  child.stdin.on('error', () => undefined)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ended = once(child, 'close').then(([code]) => { throw new Error(`writer ${task.writer} ended with ${String(code)}: ${complaints.join('')}`) })
  const nextLine = async (): Promise<string> => {
    const line = await lines.next()
    return line.done === true ? ended : line.value
  }
  const ready = nextLine().then(() => undefined)
  const report = ready.then(nextLine).then((line) => JSON.parse(line) as WriterReport)
  ended.catch(() => undefined)
  report.catch(() => undefined)
  return { child, ready, report }
}

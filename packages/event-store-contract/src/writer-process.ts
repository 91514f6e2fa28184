/** A process of its own that writes to a log: `node writer-process.ts <module> <argument> <task>`; waits for a line on stdin. */

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { isAbsolute } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import type { StreamName } from '@grid-governance/event-sourcing'
import type { AppendReceipt, EventStore } from '@grid-governance/event-store'
import { ran } from './acting.ts'
import type { WriterModule } from './harness.ts'
import { appending } from './samples.ts'
import type { WriterReport, WriterTask } from './writers.ts'

await main(process.argv.slice(2))

async function main([module = '', argument = '', task = '']: ReadonlyArray<string>): Promise<void> {
  const { openWriter } = await import(isAbsolute(module) ? pathToFileURL(module).href : module) as WriterModule
  const { store, close } = await openWriter(argument)
  process.stdout.write('ready\n')
  await once(process.stdin, 'data')
  const report: WriterReport = { receipts: await work(store, JSON.parse(task) as WriterTask) }
  await close()
  process.stdout.write(`${JSON.stringify(report)}\n`)
}

async function work(store: EventStore, { writer, own, shared, rounds }: WriterTask): Promise<ReadonlyArray<AppendReceipt>> {
  const receipts: AppendReceipt[] = []
  for (let round = 0; round < rounds; round += 1) {
    receipts.push(await ran(store.append(appending(round * 2, [`${writer}.${round}.a`, `${writer}.${round}.b`], own as StreamName))))
    receipts.push(await contend(store, shared as StreamName, `${writer}.${round}.c`))
  }
  return receipts
}

/** Appends at the version read, again and again until no other was quicker. */
async function contend(store: EventStore, shared: StreamName, name: string): Promise<AppendReceipt> {
  for (;;) {
    const { streamVersion } = await ran(store.readStream({ stream: shared, direction: 'backwards', maxCount: 1 }))
    const result = await store.append(appending(streamVersion, [name], shared))()
    if (result._tag === 'Right') return result.right
    assert.equal(result.left.tag, 'WrongExpectedVersion', `writer failed with ${JSON.stringify(result.left)}`)
  }
}

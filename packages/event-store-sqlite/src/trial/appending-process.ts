/** A process of its own that appends until it is killed: `node appending-process.ts <path> <appends at once>`; prints how many are acknowledged. */

import { writeSync } from 'node:fs'
import process from 'node:process'
import type { StreamName } from '@grid-governance/event-sourcing'
import { appending, write } from './appends.ts'
import { opened } from './log-folder.ts'

const [path = '', atOnce = '1'] = process.argv.slice(2)
const store = await opened({ path, synchronous: 'FULL' })
for (let round = 0; ; round += 1) {
  await Promise.all(Array.from({ length: Number(atOnce) }, (_, index) =>
    write(store, appending(round * 2, [`${index}.${round}.a`, `${index}.${round}.b`], `gridMap-${index}` as StreamName))))
  writeSync(1, `${round + 1}\n`)
}

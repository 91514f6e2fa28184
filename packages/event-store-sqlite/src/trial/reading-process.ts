/** A process of its own that opens a log to read as another user: `node reading-process.ts <path> <user id>`; prints what it got. */

import { writeSync } from 'node:fs'
import process from 'node:process'
import { openSqliteStore } from '../open-sqlite-store.ts'

const [path = '', user = '0'] = process.argv.slice(2)
process.setuid?.(Number(user))
const store = await openSqliteStore({ path, mode: 'readOnly', now: Date.now, busyTimeoutMs: 200 })()
if (store._tag === 'Left') writeSync(1, JSON.stringify({ failure: store.left }))
else {
  const page = await store.right.readAll({ after: 'beginning', maxCount: 100 })()
  writeSync(1, JSON.stringify({ access: store.right.access, events: page._tag === 'Right' ? page.right.events.length : page.left }))
}

/** A process of its own that moves a log: `node transferring-process.ts <from> <to> [kill itself at this append]`; prints what it came to. */

import process from 'node:process'
import { transferLog } from '@grid-governance/event-store'
import { openSqliteStore } from '../open-sqlite-store.ts'
import { openSqliteTarget } from '../open-transfer-target.ts'

const [from = '', to = '', killAt = 'Infinity'] = process.argv.slice(2)
const source = await openSqliteStore({ path: from, mode: 'readOnly', now: () => 0 })()
const target = await openSqliteTarget({ path: to })()
if (source._tag === 'Left') throw new Error(source.left.detail)
if (target._tag === 'Left') console.log(target.left.tag, target.left.reason)
else {
  let appends = 0
  const into = target.right
  const done = await transferLog({
    source: source.right,
    target: { ...into, append: (request, time) => { appends += 1; if (appends >= Number(killAt)) process.kill(process.pid, 'SIGKILL'); return into.append(request, time) } },
  })()
  if (done._tag === 'Right') console.log('moved', done.right.written, 'of', done.right.digest.count)
  else console.log(done.left.tag, done.left.tag === 'StoreUnavailable' ? done.left.reason : '')
  await into.close()
}
await source.right.close()()

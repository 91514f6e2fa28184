/** A process of its own that makes a log: `node creating-process.ts <path>`; prints `made`, or the reason why not. */

import process from 'node:process'
import { openSqliteStore } from '../open-sqlite-store.ts'

const [path = ''] = process.argv.slice(2)
const opened = await openSqliteStore({ path, mode: 'create', now: Date.now })()
console.log(opened._tag === 'Right' ? 'made' : opened.left.reason)
if (opened._tag === 'Right') await opened.right.close()()

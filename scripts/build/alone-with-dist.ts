// Lets one process at a time write and pack `dist`: a build cleans it under the hands of another that packs it.
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { root } from '../workspace.ts'

const retryAfterMs = 200
const lockFile = join(root, 'node_modules', '.dist-lock')

/** Does the work once no other process does such work; says so when it has to wait. */
export async function aloneWithDist<Answer>(work: () => Promise<Answer>, say: (sentence: string) => void, file = lockFile): Promise<Answer> {
  mkdirSync(dirname(file), { recursive: true })
  // SQLite holds a lock of the operating system, which ends with the process: nothing stale is ever left.
  const lock = new DatabaseSync(file, { timeout: 0 })
  try {
    if (!took(lock)) {
      say('Waiting for another build or test run, which writes the same dist folders ...')
      while (!took(lock)) await new Promise((resolve) => setTimeout(resolve, retryAfterMs))
    }
    return await work()
  } finally {
    lock.close()
  }
}

function took(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === busy) return false
    throw error
  }
}

/** SQLITE_BUSY (https://sqlite.org/rescode.html). */
const busy = 5

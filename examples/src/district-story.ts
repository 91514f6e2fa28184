/** `npm start`: a real district's divisions, made-up grids, several years of plans through the front door, and the tree rebuilt from the log. */

import { mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { tellStory } from './district-story/tell-story.ts'

const csv = fileURLToPath(new URL('../data/xiangzhou-divisions-2023.csv', import.meta.url))
const log = fileURLToPath(new URL('../../.story/xiangzhou.db', import.meta.url))

mkdirSync(dirname(log), { recursive: true })
for (const suffix of ['', '-wal', '-shm']) rmSync(`${log}${suffix}`, { force: true })

const told = await tellStory({ csv, log, print: (text) => { process.stdout.write(`${text}\n`) }, progress: process.stderr })()
if (E.isLeft(told)) {
  process.stderr.write(`The story broke off: ${JSON.stringify(told.left, null, 2)}\n`)
  process.exitCode = 1
}

/** A process of its own that holds the write lock of a log: `node holding-process.ts <path> <milliseconds>`; says `held` once it does. */

import { writeSync } from 'node:fs'
import process from 'node:process'
import { connect } from '../database.ts'

const [path = '', milliseconds = '0'] = process.argv.slice(2)
const database = connect({ path, access: 'readWrite', busyTimeoutMs: 1000 })
database.exec('BEGIN IMMEDIATE')
writeSync(1, 'held\n')
setTimeout(() => { database.exec('ROLLBACK') }, Number(milliseconds))

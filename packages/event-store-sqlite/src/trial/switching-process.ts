/** A process of its own that switches between two versions until it is killed: `node switching-process.ts <models>`; says `switching` once it does. */

import { writeSync } from 'node:fs'
import process from 'node:process'
import { openSqliteReadModels } from '../read-models/index.ts'
import { ran } from './appends.ts'

const store = await ran(openSqliteReadModels({ path: process.argv[2] ?? '', mode: 'readWrite' }))
for (let turn = 0; ; turn += 1) {
  await ran(store.switchTo({ projection: { name: 'tree', version: 1 + (turn % 2) }, caughtUpTo: 'beginning' }))
  if (turn === 1) writeSync(1, 'switching\n')
}

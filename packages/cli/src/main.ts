#!/usr/bin/env node
/** The command gridgov. */

import { endWith, machinePorts, wordsGiven } from './machine.ts'
import { run } from './run.ts'

endWith(await run(wordsGiven(), machinePorts()))

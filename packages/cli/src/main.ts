#!/usr/bin/env node
/** The command gridgov. */

import { allowClosedPipe, endWith, machinePorts, wordsGiven } from './machine.ts'
import { run } from './run.ts'

allowClosedPipe()
endWith(await run(wordsGiven(), machinePorts()))

#!/usr/bin/env node
/** The command gridgov. */

import { allowClosedPipe, endWith, machinePorts, withoutDeprecations, wordsGiven } from './machine.ts'
import { run } from './run.ts'

allowClosedPipe()
withoutDeprecations()
endWith(await run(wordsGiven(), machinePorts()))

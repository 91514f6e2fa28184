/** Temporary statistics of arbitrary histories. */
import fc from 'fast-check'
import { it } from 'vitest'
import * as E from 'fp-ts/lib/Either.js'
import { gridMapCommandsFor } from '../grids/grid-map/arbitraries.ts'
import { gridMapDecider } from '../grids/grid-map/decider.ts'
import { divisionCommandsFor } from '../grids/division-register/arbitraries.ts'
import { divisionRegisterDecider } from '../grids/division-register/decider.ts'
import { gridMapEvidence } from '../grids/grid-map/builders.ts'
import { ruleSetOf } from '../shared/builders.ts'
import { madeUpContext } from '../shared/arbitraries.ts'
const run = (name: string, decider: any, commands: any, evidence: any) => it(name, () => {
  const accepted: Record<string, number> = {}
  const rejected: Record<string, number> = {}
  fc.assert(fc.property(fc.gen(), (draw) => {
    let state = decider.initialState
    for (let n = 0; n < 25; n++) {
      const command: any = draw(() => commands(state))
      const d: any = decider.decide(command, state, madeUpContext(n, evidence))
      if (E.isRight(d)) { const k = command.type + (command.data.root ? ' corr' : '') + ((d.right as any).length ? '' : ' nothing'); accepted[k] = (accepted[k] ?? 0) + 1; state = (d.right as any).reduce(decider.evolve, state) }
      else { rejected[(d.left as any).type] = (rejected[(d.left as any).type] ?? 0) + 1 }
    }
  }), { numRuns: 500 })
  console.log(name, accepted, rejected)
})
run('map', gridMapDecider, gridMapCommandsFor, gridMapEvidence(ruleSetOf()))
run('register', divisionRegisterDecider, divisionCommandsFor, undefined)

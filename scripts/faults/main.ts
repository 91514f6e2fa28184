// The store on EventStoreDB under random faults, in its long form: `npm run with -- node scripts/faults/main.ts [scripts] [seed] [at once]`,
// 2,000 scripts unless told otherwise. A failing script is printed with its seed.
import process from 'node:process'
import fc from 'fast-check'
import { faultScripts, runFaultScript } from '../../packages/event-store-eventstoredb/src/trial/fault-scripts.ts'

const [count = 2000, seed = 1, atOnce = 8] = process.argv.slice(2).map(Number)
const scripts = fc.sample(faultScripts, { numRuns: count, seed })
const began = performance.now()
let [next, failed] = [0, 0]

await Promise.all(Array.from({ length: atOnce }, async () => {
  while (next < scripts.length) {
    const place = next
    next += 1
    const script = scripts[place]
    if (script === undefined) return
    try {
      await runFaultScript(script)
    } catch (error) {
      failed += 1
      console.log(`script ${place} of seed ${seed}: ${error instanceof Error ? error.message : String(error)}\n  ${JSON.stringify(script)}`)
    }
    if (next % 100 === 0) console.log(`${next} scripts, ${failed} failed`)
  }
}))
console.log(`${scripts.length} scripts, ${failed} failed, seed ${seed}, ${Math.round((performance.now() - began) / 1000)} s`)
process.exit(failed === 0 ? 0 : 1)

// The store on EventStoreDB under random faults, in its long form:
// `npm run with -- node scripts/faults/main.ts [scripts] [seed] [at once] [faults|network|both|leaders|transfers] [connection string] [only]`, 2,000 scripts of
// faults on the double unless told otherwise. `network` puts a proxy before the server that cuts, resets, half-closes, delays and falls silent;
// with a connection string that is done before a real server. `leaders` changes the leader of three nodes, with and without other faults. A failing script is printed with what plays it again.
import process from 'node:process'
import fc from 'fast-check'
import { faultScripts, leaderScripts, networkAndFaultScripts, networkScripts, runFaultScript, type FaultScript } from '../../packages/event-store-eventstoredb/src/trial/fault-scripts.ts'
import { onDouble, onServer } from '../../packages/event-store-eventstoredb/src/trial/played.ts'

const kinds = { faults: faultScripts, network: networkScripts, both: networkAndFaultScripts, leaders: leaderScripts }

const [count = '2000', seed = '1', atOnce = '8', kind = 'faults', server = 'double', only] = process.argv.slice(2)
const scripts = fc.sample<FaultScript>(kinds[kind as keyof typeof kinds] ?? faultScripts, { numRuns: only === undefined ? Number(count) : Number(only) + 1, seed: Number(seed) })
const play = server === 'double' ? onDouble : onServer(server)
const began = performance.now()
let [next, failed] = [only === undefined ? 0 : Number(only), 0]
const tried = { acknowledged: 0, leaderChanges: 0, answered: 0 }

/** A script that does not end has failed, too. */
function ended<A>(script: Promise<A>): Promise<A> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => { reject(new Error('it did not end within 90 s')) }, 90_000)
    script.then(resolve, reject).finally(() => { clearTimeout(timer) })
  })
}

await Promise.all(Array.from({ length: Number(atOnce) }, async () => {
  while (next < scripts.length) {
    const place = next
    next += 1
    const script = scripts[place]
    if (script === undefined) return
    try {
      const came = await ended(runFaultScript(script, play))
      for (const what of ['acknowledged', 'leaderChanges', 'answered'] as const) tried[what] += came[what]
    } catch (error) {
      failed += 1
      console.log(`script ${place} of seed ${seed}: ${error instanceof Error ? error.message : String(error)}\n  ${JSON.stringify(script)}`)
      console.log(`  again: node scripts/faults/main.ts 1 ${seed} 1 ${kind} ${server === 'double' ? server : "'<connection string>'"} ${place}`)
    }
    if (next % 100 === 0) console.log(`${next} scripts, ${failed} failed`)
  }
}))
console.log(`${only === undefined ? scripts.length : 1} scripts of ${kind} on ${server === 'double' ? 'the double' : 'a server'}, ${failed} failed, seed ${seed}, ${Math.round((performance.now() - began) / 1000)} s`)
console.log(`  ${tried.acknowledged} events acknowledged, ${tried.answered} other questions answered, ${tried.leaderChanges} changes of leader`)
process.exit(failed === 0 ? 0 : 1)

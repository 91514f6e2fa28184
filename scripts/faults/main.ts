// The store on EventStoreDB under random faults, in its long form:
// `npm run with -- node scripts/faults/main.ts [scripts] [seed] [at once] [faults|network|both|leaders|transfers] [connection string] [only]`, 2,000 scripts of
// faults on the double unless told otherwise. `network` puts a proxy before the server that cuts, resets, half-closes, delays and falls silent;
// with a connection string that is done before a real server. `leaders` changes the leader of three nodes, with and without other faults; `transfers`
// moves logs into databases and out again meanwhile. A failing script is printed with what plays it again.
import process from 'node:process'
import fc from 'fast-check'
import { faultScripts, leaderScripts, networkAndFaultScripts, networkScripts, runFaultScript, type FaultScript, type Tried } from '../../packages/event-store-eventstoredb/src/trial/fault-scripts.ts'
import { transferScripts, runTransferScript, type TransferScript } from '../../packages/event-store-eventstoredb/src/trial/transfer-scripts.ts'
import { onDouble, onServer } from '../../packages/event-store-eventstoredb/src/trial/played.ts'

/** Scripts of a kind, each with how it is run. */
const runs = (scripts: fc.Arbitrary<FaultScript>): fc.Arbitrary<Script> => scripts.map((given) => ({ given, run: () => runFaultScript(given, play) }))
const kinds: Readonly<Record<string, fc.Arbitrary<Script>>> = {
  faults: runs(faultScripts), network: runs(networkScripts), both: runs(networkAndFaultScripts), leaders: runs(leaderScripts),
  transfers: transferScripts.map((given) => ({ given, run: () => runTransferScript(given, play) })),
}

interface Script {
  readonly given: FaultScript | TransferScript
  readonly run: () => Promise<Tried>
}

const [count = '2000', seed = '1', atOnce = '8', kind = 'faults', server = 'double', only] = process.argv.slice(2)
const scripts = fc.sample(kinds[kind] ?? runs(faultScripts), { numRuns: only === undefined ? Number(count) : Number(only) + 1, seed: Number(seed) })
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
      const came = await ended(script.run())
      for (const what of ['acknowledged', 'leaderChanges', 'answered'] as const) tried[what] += came[what]
    } catch (error) {
      failed += 1
      console.log(`script ${place} of seed ${seed}: ${error instanceof Error ? error.message : String(error)}\n  ${JSON.stringify(script.given)}`)
      console.log(`  again: node scripts/faults/main.ts 1 ${seed} 1 ${kind} ${server === 'double' ? server : "'<connection string>'"} ${place}`)
    }
    if (next % 100 === 0) console.log(`${next} scripts, ${failed} failed`)
  }
}))
console.log(`${only === undefined ? scripts.length : 1} scripts of ${kind} on ${server === 'double' ? 'the double' : 'a server'}, ${failed} failed, seed ${seed}, ${Math.round((performance.now() - began) / 1000)} s`)
console.log(`  ${tried.acknowledged} events acknowledged, ${tried.answered} other questions answered, ${tried.leaderChanges} changes of leader`)
process.exit(failed === 0 ? 0 : 1)

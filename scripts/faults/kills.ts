// A server that is killed (SIGKILL) and started again under load, again and again:
// `npm run with -- node scripts/faults/kills.ts <connection string> <rounds> <seed> -- <program> [arguments]`. The program must keep its
// database on disk, listen where the connection string says, and be nobody else's. A failing round is printed with the seed.
import process from 'node:process'
import { killRounds } from '../../packages/event-store-eventstoredb/src/trial/kill-rounds.ts'

const given = process.argv.slice(2)
const [connectionString, rounds = '50', seed = '1'] = given.slice(0, given.indexOf('--'))
const [program, ...more] = given.slice(given.indexOf('--') + 1)
if (!given.includes('--') || connectionString === undefined || program === undefined) {
  console.error('say: kills.ts <connection string> <rounds> <seed> -- <program> [arguments]')
  process.exit(2)
}
const began = performance.now()
const { acknowledged, failed } = await killRounds({ connectionString, command: [program, ...more], rounds: Number(rounds), seed: Number(seed), report: (line) => { console.log(line) } })
console.log(`${rounds} rounds, ${failed} failed, ${acknowledged} events acknowledged, seed ${seed}, ${Math.round((performance.now() - began) / 1000)} s`)
process.exit(failed === 0 ? 0 : 1)

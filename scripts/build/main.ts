// `npm run build`: builds every package into its `dist`, or those that are named; not while `npm test` packs them.
import process from 'node:process'
import { workspacePackages } from '../workspace.ts'
import { aloneWithDist } from './alone-with-dist.ts'
import { buildPackages } from './build-packages.ts'

const asked = process.argv.slice(2)
const chosen = workspacePackages().filter(({ folder }) => asked.length === 0 || asked.includes(folder))
const outcomes = await aloneWithDist(() => buildPackages(chosen), console.log)

for (const outcome of outcomes) console.log(outcome.kind === 'failed' ? `FAILED ${outcome.name}\n${outcome.why}` : outcome.name)
process.exitCode = outcomes.length > 0 && outcomes.every((outcome) => outcome.kind === 'passed') ? 0 : 1

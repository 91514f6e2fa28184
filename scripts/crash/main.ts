// The crash trial in its long form: `npm run with -- node scripts/crash/main.ts [kills] [seed]`, 1,000 kills unless told otherwise.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { crashRounds } from '../../packages/event-store-sqlite/src/trial/crash/crash-rounds.ts'

const [kills = '1000', seed = '1'] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'crash-'))
const began = performance.now()
try {
  const report = await crashRounds({
    folder,
    kills: Number(kills),
    seed: Number(seed),
    onRound: (soFar) => {
      if (soFar.kills % 50 === 0) console.log(JSON.stringify(soFar))
    },
  })
  console.log(`${JSON.stringify(report)} in ${Math.round((performance.now() - began) / 1000)} s, seed ${seed}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

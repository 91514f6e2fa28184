/** The crash trial in its short form: 20 kills from one seed. The long form is `scripts/crash/main.ts`. */

import { rmSync } from 'node:fs'
import { afterAll, expect, it } from 'vitest'
import { crashRounds } from '../trial/crash/crash-rounds.ts'
import { newFolder } from '../trial/log-folder.ts'

const folder = newFolder()
afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

it('a process that appends, projects, rebuilds and switches is killed at random: nothing is lost, nothing is there twice, the models are those of a rebuild', { timeout: 240_000 }, async () => {
  const report = await crashRounds({ folder, kills: 20, seed: 2024 })
  expect(report.kills).toBe(20)
  expect(report.acknowledged).toBeGreaterThan(0)
})

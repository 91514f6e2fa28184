// Runs every spec of the workspace and counts each test.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../shell.ts'
import { root } from '../../workspace.ts'
import { failed, type Outcome, type Step } from '../outcome.ts'

const tally = join(root, 'node_modules', '.cache', 'unit-tests.json')

export const unit: Step = {
  name: 'unit',
  title: 'unit tests',
  run: async () => {
    mkdirSync(join(tally, '..'), { recursive: true })
    rmSync(tally, { force: true })
    const reporters = ['--reporter=default', `--reporter=${join(root, 'scripts', 'test', 'tally-reporter.ts')}`]
    const ended = await run('vitest', ['run', '--config', 'vitest.workspace.ts', ...reporters], {
      show: true,
      env: { UNIT_TEST_TALLY: tally },
    })
    return outcomes(ended.code)
  },
}

function outcomes(code: number | null): readonly Outcome[] {
  if (!existsSync(tally)) return [failed('unit tests', `the test runner ended with code ${code} and left no tally`)]
  const found = JSON.parse(readFileSync(tally, 'utf8')) as readonly Outcome[]
  // An ending that is not explained by a failed test must not be lost.
  const explained = code === 0 || found.some((outcome) => outcome.kind === 'failed')
  return explained ? found : [...found, failed('unit tests', `the test runner ended with code ${code}`)]
}

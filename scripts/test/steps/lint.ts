// Runs the lint rules over everything.
import { run } from '../../shell.ts'
import { outcomeOf, type Step } from '../outcome.ts'

export const lint: Step = {
  name: 'lint',
  title: 'lint',
  run: async () => {
    // No cache: some rules look at types, and a file may become wrong because another one changed.
    const args = ['--config', 'scripts/lint/eslint.config.mjs', '--max-warnings', '0', '.']
    return [outcomeOf('lint', await run('eslint', args))]
  },
}

// Checks the types of everything in one program: packages, specs, examples and scripts.
import { run } from '../../shell.ts'
import { outcomeOf, type Step } from '../outcome.ts'

export const types: Step = {
  name: 'types',
  title: 'types',
  run: async () => [outcomeOf('types', await run('tsc', ['-p', 'scripts/tsconfig.json', '--pretty']))],
}

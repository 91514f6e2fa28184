// The lint rules: what the compiler cannot see and a reviewer should not have to.
import { fileURLToPath } from 'node:url'
import tseslint from 'typescript-eslint'
import { openingSentence } from './opening-sentence.mjs'
import * as restrictions from './restrictions.mjs'
import { tellingFileName } from './telling-file-name.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const pure = ['packages/event-sourcing/src/**/*.ts', 'packages/domain/src/**/*.ts', 'packages/projections-*/src/**/*.ts']
const specs = ['**/*.spec.ts']
const configs = ['**/*.config.ts', '**/*.config.mjs', 'vitest.workspace.ts', 'scripts/test/tally-reporter.ts']

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '**/coverage/', '.tools/', '**/.snippets-*/', 'shared/'] },
  {
    files: ['**/*.ts', '**/*.mjs'],
    extends: [tseslint.configs.base],
    plugins: { house: { rules: { 'opening-sentence': openingSentence, 'telling-file-name': tellingFileName } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'house/opening-sentence': 'error',
      'house/telling-file-name': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 10 }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      eqeqeq: 'error',
      'no-restricted-imports': ['error', { patterns: restrictions.imports }],
      'no-restricted-syntax': ['error', ...restrictions.everywhere],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: 'scripts/tsconfig.json', tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [{ from: 'package', package: 'vitest', name: ['describe', 'it', 'test'] }] }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: configs,
    // The tools that read these files look for their default export.
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: pure,
    ignores: specs,
    rules: {
      'no-restricted-globals': ['error', ...restrictions.outsideGlobals],
      'no-restricted-syntax': ['error', ...restrictions.everywhere, ...restrictions.outsideCalls],
    },
  },
  {
    files: ['packages/*/src/{index,testing,laws}.ts'],
    rules: { 'no-restricted-syntax': ['error', ...restrictions.everywhere, ...restrictions.outsideCalls, restrictions.exportAll] },
  },
  {
    files: ['**/decide.ts', '**/evolve.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...restrictions.everywhere, ...restrictions.outsideCalls, ...restrictions.openSwitch],
    },
  },
  {
    files: ['packages/projections-*/src/**/project.ts', 'examples/**/project.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...restrictions.everywhere, ...restrictions.outsideCalls, ...restrictions.notJson],
    },
  },
)

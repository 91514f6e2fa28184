// The rules of the case stand in one place; JSON, which cannot lean on it, says the same.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ruleSetOfTheCase } from '../../packages/domain/src/index.ts'
import { root } from '../workspace.ts'

it('no source but one sets the norms of the case', () => {
  const sources = globSync(['packages/*/src/**/*.ts', 'scripts/**/*.ts', 'examples/src/**/*.ts'], { cwd: root })
  expect(sources.filter((file) => /residentsPerGridNorm: \{/.test(text(file)))).toEqual(['packages/domain/src/shared/rule-set-of-the-case.ts'])
})

it('the examples in JSON issue the rules of the case', () => {
  const requests = JSON.parse(text('examples/data/small-district.json')) as ReadonlyArray<{ readonly type: string, readonly data: { readonly rules?: unknown } }>
  expect(requests.filter(({ type }) => type === 'IssueRuleBook').map(({ data }) => data.rules)).toEqual([ruleSetOfTheCase])
})

function text(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

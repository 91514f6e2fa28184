// The rules of the import arrows, in the terms of the tool that checks them.
import type { IForbiddenRuleType } from 'dependency-cruiser'
import { installed, testFile } from './file-kinds.ts'
import { packageTable, type PackageRow } from './package-table.ts'

const source = String.raw`^(packages|examples|scripts)/`
const domain = '^packages/domain/src'
/** Folders of the domain that are not shelves. */
const notShelves = '(?:shared|policies|processes|testing)'

export const rules: IForbiddenRuleType[] = [
  {
    name: 'no-cycle',
    comment: 'files must not import one another in a circle, not even types',
    severity: 'error',
    from: { path: source },
    to: { circular: true },
  },
  {
    name: 'resolvable',
    comment: 'an import must lead somewhere, also for plain node',
    severity: 'error',
    from: { path: source },
    to: { couldNotResolve: true },
  },
  ...Object.entries(packageTable).flatMap(([name, row]) => packageRules(name, row)),
  {
    name: 'test-tools-in-tests-only',
    comment: 'only specs and testing entry points may use the test tools',
    severity: 'error',
    from: { path: '^packages/[^/]+/src/', pathNot: testFile },
    to: { path: installed(['vitest', '@vitest/[^/]+', 'fast-check']) },
  },
  {
    name: 'tests-are-not-used',
    comment: 'what exists for tests must not be used by what is not a test',
    severity: 'error',
    from: { path: '^packages/[^/]+/src/', pathNot: testFile },
    // A folder above what is installed may have any name.
    to: { path: testFile, pathNot: 'node_modules/' },
  },
  {
    name: 'concepts-apart',
    comment: 'a concept folder knows itself and shared/, no other concept; what joins concepts is a policy or a process',
    severity: 'error',
    from: { path: `${domain}/(?!${notShelves}/)([^/]+)/([^/]+)/` },
    to: { path: `${domain}/`, pathNot: [`${domain}/shared/`, `${domain}/$1/$2/`] },
  },
  {
    name: 'shelves-hold-concepts-only',
    comment: 'a file that stands on a shelf outside of a concept folder may use shared/ only',
    severity: 'error',
    from: { path: String.raw`${domain}/(?!${notShelves}/)[^/]+/[^/]+\.ts$` },
    to: { path: `${domain}/`, pathNot: `${domain}/shared/` },
  },
  {
    name: 'shared-knows-no-concept',
    comment: 'domain/src/shared/ may use itself only',
    severity: 'error',
    from: { path: `${domain}/shared/` },
    to: { path: `${domain}/`, pathNot: `${domain}/shared/` },
  },
  {
    name: 'one-calendar',
    comment: 'only domain/src/shared/calendar-date.ts may use date-fns',
    severity: 'error',
    from: { path: source, pathNot: String.raw`${domain}/shared/calendar-date\.ts$` },
    to: { path: installed(['date-fns']) },
  },
  {
    name: 'audit-reads-only',
    comment: 'the audit commands must not reach the front door, not even through another file',
    severity: 'error',
    from: { path: '^packages/cli/src/audit/' },
    to: { path: '^packages/application/', reachable: true },
  },
]

function packageRules(name: string, row: PackageRow): IForbiddenRuleType[] {
  const here = `^packages/${name}/src/`
  const specsOurs = [...row.ours, ...(row.specsOurs ?? [])]
  return [
    oursRule(`${name}-imports`, { path: here, pathNot: testFile }, [name, ...row.ours]),
    oursRule(`${name}-specs-import`, { path: [`${here}.*${testFile}`] }, [name, ...specsOurs]),
    {
      name: `${name}-dependencies`,
      comment: `${name} may use of others: fp-ts, io-ts, ${row.others.join(', ') || 'no more'}`,
      severity: 'error',
      from: { path: here, pathNot: testFile },
      to: { path: 'node_modules/', pathNot: installed(['fp-ts', 'io-ts', ...row.others]) },
    },
    ...nodeRule(name, row, here),
  ]
}

function oursRule(name: string, from: IForbiddenRuleType['from'], allowed: readonly string[]): IForbiddenRuleType {
  return {
    name,
    comment: `of our packages it may import only ${allowed.join(', ')}`,
    severity: 'error',
    from,
    to: { path: '^packages/', pathNot: `^packages/(${allowed.join('|')})/` },
  }
}

function nodeRule(name: string, row: PackageRow, here: string): IForbiddenRuleType[] {
  if (row.node === 'all') return []
  return [
    {
      name: `${name}-outside`,
      comment: `${name} may use of Node: ${row.node.join(', ') || 'nothing, it is pure'}`,
      severity: 'error',
      from: { path: here, pathNot: testFile },
      to: { dependencyTypes: ['core'], pathNot: `^(node:)?(${row.node.join('|') || '-'})$` },
    },
  ]
}

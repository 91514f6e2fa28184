// Shows the check of the import arrows one planted fault of each kind, and a workspace without any.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../workspace.ts'
import { checkArrows } from './check.ts'
import { packageTable } from './package-table.ts'

interface Planted {
  /** The file that must be blamed. */
  readonly file: string
  readonly imports: string
  /** What the fault says. */
  readonly says: RegExp
  /** Files that must be there for the fault to be one. */
  readonly beside?: Readonly<Record<string, string>>
}

const domain = 'packages/domain/src'

const planted: Readonly<Record<string, Planted>> = {
  'an arrow against the table': {
    file: `${domain}/up.ts`,
    imports: '@grid-governance/application',
    says: /domain-imports/,
  },
  'an arrow against the table that is only a type': {
    file: 'packages/event-store/src/type-up.ts',
    imports: 'type @grid-governance/domain',
    says: /event-store-imports/,
  },
  'a spec that uses what its package may not': {
    file: `${domain}/up.spec.ts`,
    imports: '@grid-governance/event-store',
    says: /domain-specs-import/,
  },
  'a dependency that the table does not allow': {
    file: 'packages/event-store/src/immer.ts',
    imports: 'immer',
    says: /event-store-dependencies/,
  },
  'a cycle': {
    file: 'packages/cli/src/a.ts',
    imports: './b.ts',
    says: /no-cycle/,
    beside: { 'packages/cli/src/b.ts': './a.ts' },
  },
  'an import that leads nowhere': { file: 'packages/cli/src/nowhere.ts', imports: './no-such-file.ts', says: /resolvable/ },
  'a package that is not installed': { file: 'packages/cli/src/missing.ts', imports: 'no-such-package', says: /resolvable/ },
  'a path into another package': {
    file: 'packages/application/src/path.ts',
    imports: '../../domain/src/index.ts',
    says: /by its name/,
  },
  'one concept that knows another': {
    file: `${domain}/grids/grid-map/state.ts`,
    imports: '../restructure-plan/state.ts',
    says: /concepts-apart/,
    beside: { [`${domain}/grids/restructure-plan/state.ts`]: '' },
  },
  'a concept that knows the rule book': {
    file: `${domain}/grids/grid-map/decide.ts`,
    imports: '../../rules/rule-book/state.ts',
    says: /concepts-apart/,
    beside: { [`${domain}/rules/rule-book/state.ts`]: '' },
  },
  'a concept that knows a policy': {
    file: `${domain}/grids/grid-map/evolve.ts`,
    imports: '../../policies/whenever.ts',
    says: /concepts-apart/,
    beside: { [`${domain}/policies/whenever.ts`]: '../grids/grid-map/tidy.ts' },
  },
  'a file on a shelf that joins concepts': {
    file: `${domain}/grids/joined.ts`,
    imports: './grid-map/tidy.ts',
    says: /shelves-hold-concepts-only/,
  },
  'shared/ that knows a concept': { file: `${domain}/shared/a.ts`, imports: '../grids/grid-map/tidy.ts', says: /shared-knows-no-concept/ },
  'date-fns elsewhere than in the calendar': { file: `${domain}/shared/b.ts`, imports: 'date-fns', says: /one-calendar/ },
  'Node in a pure package': { file: `${domain}/files.ts`, imports: 'node:fs', says: /domain-outside/ },
  'node:sqlite in a package that may only compute': {
    file: 'packages/event-store/src/sqlite.ts',
    imports: 'node:sqlite',
    says: /event-store-outside/,
  },
  'a second file that touches the outside': {
    file: 'packages/event-store-sqlite/src/second.ts',
    imports: 'node:fs',
    says: /only one file of a package/,
  },
  'a test tool in the code': { file: `${domain}/tested.ts`, imports: 'fast-check', says: /test-tools-in-tests-only/ },
  'the test runner in the code': { file: 'packages/application/src/tested.ts', imports: 'vitest', says: /test-tools-in-tests-only/ },
  'code that uses what exists for tests': {
    file: 'packages/simulation/src/built.ts',
    imports: './builders.ts',
    says: /tests-are-not-used/,
    beside: { 'packages/simulation/src/builders.ts': '' },
  },
  'an audit command that imports the front door': {
    file: 'packages/cli/src/audit/verify.ts',
    imports: '@grid-governance/application',
    says: /audit-reads-only/,
  },
  'an audit command that reaches the front door through another file': {
    file: 'packages/cli/src/audit/trail.ts',
    imports: '../door.ts',
    says: /audit-reads-only/,
    beside: { 'packages/cli/src/door.ts': '@grid-governance/application' },
  },
}

const tidy: Readonly<Record<string, string>> = {
  [`${domain}/grids/grid-map/tidy.ts`]: '../../shared/calendar-date.ts',
  [`${domain}/grids/grid-map/commands.ts`]: './tidy.ts',
  [`${domain}/grids/grid-map/tidy.spec.ts`]: 'vitest',
  [`${domain}/grids/grid-map/arbitraries.ts`]: 'fast-check',
  [`${domain}/shared/calendar-date.ts`]: 'date-fns',
  [`${domain}/processes/waiting.ts`]: '../grids/grid-map/tidy.ts',
  [`${domain}/testing.ts`]: './grids/grid-map/arbitraries.ts',
  'packages/event-store/src/hash.ts': 'node:crypto',
  'packages/event-store-sqlite/src/database.ts': 'node:sqlite',
  'packages/event-store-sqlite/src/database.spec.ts': '@grid-governance/event-store-contract',
  'packages/event-store-contract/src/suite.ts': 'vitest',
  'packages/cli/src/audit/tree.ts': '@grid-governance/projections-grids',
  'packages/cli/src/submit.ts': '@grid-governance/application',
}

describe('the import arrows', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'arrows-')))
  let before: readonly string[] = []
  let faults: readonly string[] = []

  beforeAll(async () => {
    layWorkspace(folder)
    for (const [file, imports] of Object.entries(tidy)) plant(folder, file, imports)
    before = await checkArrows(folder)
    for (const { file, imports, beside } of Object.values(planted)) {
      for (const [other, itsImports] of Object.entries(beside ?? {})) plant(folder, other, itsImports)
      plant(folder, file, imports)
    }
    layPackage(folder, 'unheard-of')
    layPackage(folder, 'projections-grids', { 'date-fns': '4.4.0' })
    faults = await checkArrows(folder)
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('finds nothing in a workspace without a fault', () => {
    expect(before).toEqual([])
  })

  it.each(Object.entries(planted))('finds %s', (_, { file, says }) => {
    expect(faults.filter((fault) => fault.includes(file))).toContainEqual(expect.stringMatching(says))
  })

  it('finds a package that is not in the table', () => {
    expect(faults).toContainEqual(expect.stringMatching(/packages\/unheard-of is not in/))
  })

  it('finds a dependency in a manifest that the table does not allow', () => {
    expect(faults).toContainEqual(expect.stringMatching(/projections-grids\/package.json depends on date-fns/))
  })

  it('blames no file without a fault', () => {
    const blamed = faults.filter((fault) => Object.keys(tidy).some((file) => fault.startsWith(`${file} -> `)))
    expect(blamed).toEqual([])
  })
})

describe('the table of packages', () => {
  it('is triangular: a row names only rows above it', () => {
    const names = Object.keys(packageTable)
    const upward = Object.entries(packageTable).flatMap(([name, { ours }]) =>
      ours.filter((other) => names.indexOf(other) < 0 || names.indexOf(other) >= names.indexOf(name)),
    )
    expect(upward).toEqual([])
  })
})

function layWorkspace(folder: string): void {
  for (const name of Object.keys(packageTable)) layPackage(folder, name)
  for (const name of ['immer', 'date-fns', 'fast-check', 'vitest']) link(folder, name, installedSomewhere(name))
}

function layPackage(folder: string, name: string, dependencies: Readonly<Record<string, string>> = {}): void {
  const manifest = { name: `@grid-governance/${name}`, version: '0.0.0', type: 'module', exports: { '.': './src/index.ts' }, dependencies }
  write(folder, `packages/${name}/package.json`, JSON.stringify(manifest))
  write(folder, `packages/${name}/src/index.ts`, 'export {}\n')
  link(folder, `@grid-governance/${name}`, join(folder, 'packages', name))
}

/** Where a dependency of one of our packages, or of the workspace, really is. */
function installedSomewhere(name: string): string {
  const owner = { immer: 'packages/event-sourcing', 'date-fns': 'packages/domain' }[name] ?? '.'
  return realpathSync(join(root, owner, 'node_modules', name))
}

function link(folder: string, name: string, to: string): void {
  const at = join(folder, 'node_modules', name)
  mkdirSync(dirname(at), { recursive: true })
  rmSync(at, { force: true })
  symlinkSync(to, at, 'dir')
}

function plant(folder: string, file: string, imports: string): void {
  const [what, from] = imports.startsWith('type ') ? ['type { T }', imports.slice('type '.length)] : ['* as it', imports]
  write(folder, file, from === '' ? 'export const nothing = 0\n' : `import ${what} from '${from}'\nexport const used = 0\n`)
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

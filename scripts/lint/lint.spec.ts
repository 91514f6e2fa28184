// Shows each lint rule one planted fault, and one tidy file of each kind.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ESLint } from 'eslint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

interface Planted {
  readonly file: string
  readonly code: string
  /** What the complaint says. */
  readonly says: RegExp
}

const concept = 'packages/domain/src/grids/grid-map'

const planted: Readonly<Record<string, Planted>> = {
  'fp-ts without lib': fault('packages/cli/src/a.ts', `import * as E from 'fp-ts/Either'\nexport const left = E.left`, /write fp-ts\/lib\/Either\.js/),
  'io-ts without lib': fault('packages/cli/src/b.ts', `import { PathReporter } from 'io-ts/PathReporter'\nexport const it = PathReporter`, /write io-ts\/lib/),
  'fp-ts/lib without its ending': fault('packages/cli/src/c.ts', `import { left } from 'fp-ts/lib/Either'\nexport const it = left`, /write fp-ts\/lib\/Either\.js/),
  'a relative import without its ending': fault('packages/cli/src/d.ts', `import { it } from './tidy'\nexport const same = it`, /with its ending/),
  'any': fault('packages/cli/src/e.ts', 'export const it: any = 1', /Unexpected any/),
  '@ts-ignore': fault('packages/cli/src/f.ts', '// @ts-ignore\nexport const it: string = 1', /ts-ignore/),
  'a default export': fault('packages/cli/src/g.ts', 'export default 1', /Export by name/),
  'export * from a package': fault('packages/cli/src/index.ts', `export * from './tidy.ts'`, /by hand/),
  'no opening sentence': { file: 'packages/cli/src/i.ts', code: 'export const it = 1\n', says: /opens with a comment/ },
  'a file name that says nothing': fault('packages/cli/src/date-utils.ts', 'export const it = 1', /says nothing/),
  'a folder name that says nothing': fault('packages/cli/src/common/dates.ts', 'export const it = 1', /says nothing/),
  'a promise left alone': fault('packages/cli/src/j.ts', 'const later = async (): Promise<void> => undefined\nlater()', /Promises must be awaited/),
  'a switch that forgets a case': fault(
    'packages/cli/src/k.ts',
    `export const it = (kind: 'a' | 'b'): number => {\n  switch (kind) {\n    case 'a': return 1\n  }\n  return 2\n}`,
    /not exhaustive/,
  ),
  'Date.now in a pure package': fault('packages/event-sourcing/src/a.ts', 'export const it = (): number => Date.now()', /does not call Date\.now/),
  'new Date() in a pure package': fault('packages/domain/src/a.ts', 'export const it = (): Date => new Date()', /reads no clock/),
  'Math.random in a pure package': fault('packages/domain/src/b.ts', 'export const it = (): number => Math.random()', /Math\.random/),
  'performance in a pure package': fault('packages/domain/src/c.ts', 'export const it = (): number => performance.now()', /outside of its parameters/),
  'process in a pure package': fault('packages/projections-grids/src/a.ts', 'export const it = (): string | undefined => process.env.HOME', /outside of its parameters/),
  'crypto.randomUUID in a pure package': fault('packages/domain/src/d.ts', 'export const it = (): string => crypto.randomUUID()', /crypto\.randomUUID/),
  'setTimeout in a pure package': fault('packages/domain/src/e.ts', 'setTimeout(() => undefined, 1)', /outside of its parameters/),
  'default: in decide.ts': fault(`${concept}/decide.ts`, openSwitch(), /No default here/),
  'default: in evolve.ts': fault(`${concept}/evolve.ts`, openSwitch(), /No default here/),
  'a Map in a read model': fault('packages/projections-grids/src/m/project.ts', 'export const it = { all: new Map() }', /JSON tree/),
  'a Set in a read model': fault('packages/projections-grids/src/s/project.ts', 'export const it = new Set()', /JSON tree/),
  'a Date in a read model': fault('examples/src/d/project.ts', `export const it = new Date('2023-01-01')`, /JSON tree/),
  'undefined in a read model': fault('packages/projections-grids/src/u/project.ts', 'export const it = { head: undefined }', /no undefined/),
  'undefined assigned in a read model': fault(
    'packages/projections-grids/src/v/project.ts',
    'export const it = (draft: { head: string | undefined }): void => {\n  draft.head = undefined\n}',
    /no undefined/,
  ),
  'a class in a read model': fault('packages/projections-grids/src/c/project.ts', 'export class Tree {}', /no class/),
}

const tidy: Readonly<Record<string, string>> = {
  'packages/cli/src/tidy.ts': '// What others import.\nexport const it = Date.now()\n',
  'packages/cli/src/tidy-imports.ts': `// The imports as they should be.\nimport * as E from 'fp-ts/lib/Either.js'\nimport * as t from 'io-ts'\nimport { it } from './tidy.ts'\nexport const all = [E.left(t.string), it]\n`,
  'packages/domain/src/grids/grid-map/index.ts': `// A folder may say "all of this".\nexport * from './dated.ts'\n`,
  'packages/domain/src/grids/grid-map/dated.ts': '// A date that is given is no clock.\nexport const it = new Date(0)\n',
  'packages/domain/src/tidy.spec.ts': '// Specs may read the clock.\nexport const it = Date.now()\n',
  'packages/projections-grids/src/t/queries.ts': '// Queries may compute with what a model must not hold.\nexport const it = new Set([1])\n',
  'packages/cli/tsup.config.ts': '// A configuration must have a default export.\nexport default {}\n',
}

describe('lint', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'))
  let complaints: ReadonlyMap<string, readonly string[]> = new Map()

  beforeAll(async () => {
    for (const { file, code } of Object.values(planted)) write(folder, file, code)
    for (const [file, code] of Object.entries(tidy)) write(folder, file, code)
    const options = { target: 'es2024', module: 'nodenext', strict: true, types: [], allowImportingTsExtensions: true, noEmit: true }
    write(folder, 'tsconfig.json', JSON.stringify({ compilerOptions: options, include: ['packages', 'examples'] }))
    complaints = await lint(folder)
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(Object.entries(planted))('finds %s', (_, { file, says }) => {
    expect(complaints.get(file)).toContainEqual(expect.stringMatching(says))
  })

  it.each(Object.keys(tidy))('finds nothing in the tidy %s', (file) => {
    expect(complaints.get(file)).toEqual([])
  })
})

async function lint(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: join(import.meta.dirname, 'eslint.config.mjs'),
    overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parserOptions: { project: 'tsconfig.json', tsconfigRootDir: folder } } }],
  })
  const results = await eslint.lintFiles(['.'])
  return new Map(
    results.map(({ filePath, messages }) => [filePath.slice(folder.length + 1), messages.map(({ message }) => message)]),
  )
}

function fault(file: string, code: string, says: RegExp): Planted {
  return { file, code: `// A file with one fault.\n${code}\n`, says }
}

function openSwitch(): string {
  return `export const it = (kind: 'a' | 'b'): number => {\n  switch (kind) {\n    case 'a': return 1\n    default: return 2\n  }\n}`
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

// Shows the checks of the packed packages one package without a fault and one with each kind of fault.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from '../test/outcome.ts'
import { readManifest, root, workspacePackages } from '../workspace.ts'
import { useInEmptyProject } from './empty-project.ts'
import { inspectPacked, packPackages } from './pack.ts'

interface Packed {
  readonly code: string
  readonly types: string
  readonly manifest?: Readonly<Record<string, unknown>>
  readonly unlicensed?: true
}

const tidy: Packed = { code: 'export const it = 1\n', types: 'export declare const it: number\n' }
const either = { 'fp-ts': readManifest(join(root, 'packages', 'event-sourcing', 'node_modules', 'fp-ts')).version }

const packed: Readonly<Record<string, Packed>> = {
  tidy: { ...tidy, manifest: { bin: { tidy: './dist/program.js' } } },
  'short-import': { ...tidy, code: `export { left as it } from 'fp-ts/Either'\n`, manifest: { dependencies: either } },
  'undeclared-import': { ...tidy, code: `export { produce as it } from 'immer'\n` },
  'wrong-declarations': { ...tidy, types: 'export declare const it: NoSuchType\n' },
  'missing-file': { ...tidy, manifest: { exports: { '.': './dist/index.js', './more': './dist/more.js' } } },
  'untyped-export': { ...tidy, manifest: { exports: { '.': { types: './dist/no-such.d.ts', default: './dist/index.js' } } } },
  unlicensed: { ...tidy, unlicensed: true },
  'broken-program': { ...tidy, manifest: { bin: { broken: './dist/no-such.js' } } },
}

describe('a packed package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packed-'))
  let outcomes: readonly Outcome[] = []

  beforeAll(async () => {
    for (const [name, parts] of Object.entries(packed)) layPackage(folder, name, parts)
    const tarballs = await packPackages(workspacePackages(folder), folder)
    outcomes = [...(await inspectPacked(tarballs)), ...(await useInEmptyProject(tarballs, join(folder, 'project')))]
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('without a fault passes every check of its own', () => {
    const itsOwn = outcomes.filter(({ name }) => /\btidy\b|^the packed packages install/.test(name))
    expect(itsOwn.map(({ name, kind }) => [name, kind])).toEqual([
      ['tidy is packed with its licence', 'passed'],
      ['tidy is published soundly', 'passed'],
      ['tidy has types for its consumers', 'passed'],
      ['the packed packages install in an empty project', 'passed'],
      ['@grid-governance/tidy loads in plain node', 'passed'],
      ['tidy --help runs as installed', 'passed'],
    ])
  })

  it.each([
    ['imports fp-ts in a form that plain node refuses', '@grid-governance/short-import loads in plain node', 'ERR_UNSUPPORTED_DIR_IMPORT'],
    ['imports what its manifest does not name', '@grid-governance/undeclared-import loads in plain node', 'immer'],
    ['declares types that do not hold', 'the packed types hold for a consumer', 'NoSuchType'],
    ['exports a file that was not packed', 'missing-file is published soundly', 'more.js'],
    ['holds no licence', 'unlicensed is packed with its licence', 'no LICENSE'],
    ['has an export without types', 'untyped-export has types for its consumers', 'untyped-export'],
    ['has a program that is not there', 'broken --help runs as installed', 'broken'],
  ])('that %s is found', (_, name, why) => {
    const outcome = outcomes.find((one) => one.name === name)
    expect(outcome).toMatchObject({ kind: 'failed', why: expect.stringContaining(why) as string })
  })
})

function layPackage(folder: string, name: string, { code, types, manifest, unlicensed }: Packed): void {
  const at = join(folder, 'packages', name)
  const exports = { '.': { types: './dist/index.d.ts', default: './dist/index.js' } }
  const whole = { name: `@grid-governance/${name}`, version: '0.0.1', type: 'module', license: 'MIT', files: ['dist'], exports, ...manifest }
  write(join(at, 'package.json'), JSON.stringify(whole))
  write(join(at, 'dist', 'index.js'), code)
  write(join(at, 'dist', 'index.d.ts'), types)
  if (unlicensed !== true) write(join(at, 'LICENSE'), 'made up\n')
  write(join(at, 'dist', 'program.js'), '#!/usr/bin/env node\n')
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

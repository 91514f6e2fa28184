// The shape of the checkout: its top level, what every package has, and what no committed file may hold.
import { existsSync, globSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { firstSnippetOf } from '../snippets/extract.ts'
import { root, workspacePackages } from '../workspace.ts'

const topLevel = [
  'README.md',
  'docs',
  'examples',
  'package.json',
  'packages',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'scripts',
  'tsconfig.base.json',
  'vitest.workspace.ts',
]

describe('the top level', () => {
  it('is what the architecture says, besides dotfiles and what is ignored', () => {
    const ignored = ['node_modules', 'coverage']
    const found = readdirSync(root).filter((name) => !name.startsWith('.') && !ignored.includes(name))
    expect(found.sort()).toEqual(topLevel)
  })

  it('has a lock file that names no host', () => {
    expect(readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')).not.toMatch(/https?:|tarball:/)
  })
})

describe.each(['README.md', 'docs/zh-CN/README.md'])('%s', (page) => {
  it('embeds the library in at most twenty lines', () => {
    expect(firstSnippetOf(readFileSync(join(root, page), 'utf8'))?.trimEnd().split('\n').length).toBeLessThanOrEqual(20)
  })
})

describe.each(workspacePackages())('the package $folder', ({ folder, path, manifest }) => {
  it('is named after its folder, licensed, ESM for Node >= 24', () => {
    expect(manifest).toMatchObject({
      name: `@grid-governance/${folder}`,
      license: 'MIT',
      type: 'module',
      engines: { node: '>=24' },
    })
    expect(manifest.files).toEqual(expect.arrayContaining(['dist', 'README.md']))
  })

  it('holds the licence, word for word as in docs/LICENSE.md', () => {
    expect(readFileSync(join(path, 'LICENSE'), 'utf8')).toBe(readFileSync(join(root, 'docs', 'LICENSE.md'), 'utf8'))
  })

  it('exports sources here and the same names from dist when published', () => {
    const sources = Object.entries(manifest.exports)
    expect(sources.filter(([, file]) => !existsSync(join(path, String(file))))).toEqual([])
    const published = Object.keys(manifest.publishConfig.exports)
    expect(published).toEqual([...sources.map(([name]) => name), './package.json'])
  })

  it('builds what it exports', () => {
    const config = readFileSync(join(path, 'tsup.config.ts'), 'utf8')
    for (const file of Object.values(manifest.exports)) expect(config).toContain(`'${String(file).slice('./'.length)}'`)
  })

  it('runs its specs, as a test project of its own name', () => {
    expect(readFileSync(join(path, 'vitest.config.ts'), 'utf8')).toContain(`name: '${folder}'`)
  })

  if (isStore(folder)) {
    it('is a store, so its specs try the contract of event stores on it', () => {
      const specs = globSync('src/**/*.spec.ts', { cwd: path }).map((file) => readFileSync(join(path, file), 'utf8'))
      expect(specs.some((spec) => /\beventStoreContract\(/.test(spec))).toBe(true)
    })
  }

  it('is named in the READMEs of both languages', () => {
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`](packages/${folder}/README.md)`)
    expect(readFileSync(join(root, 'docs', 'zh-CN', 'README.md'), 'utf8')).toContain(`](../../packages/${folder}/README.md)`)
  })

  it('has a README that begins with a snippet of at most ten lines', () => {
    const snippet = firstSnippetOf(readFileSync(join(path, 'README.md'), 'utf8'))
    expect(snippet, 'there is no ts block').toBeDefined()
    expect(snippet?.trimEnd().split('\n').length).toBeLessThanOrEqual(10)
  })
})

/** `event-store-sqlite` is a store; `event-store-contract` is what stores are tried with. */
function isStore(folder: string): boolean {
  return folder.startsWith('event-store-') && folder !== 'event-store-contract'
}

// Shows the check of the snippets pages that keep their word and pages that do not.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Outcome } from '../test/outcome.ts'
import { root } from '../workspace.ts'
import { checkSnippets } from './check.ts'
import { watched } from './expectations.ts'
import { snippetsOf } from './extract.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snippets-'))
  write('examples/package.json', '{ "type": "module" }')
  symlinkSync(join(root, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a page', () => {
  it('names its snippets: every "ts run" block, and the first ts block of a package README', () => {
    const text = page('ts', '1', 'ts run', '2', 'ts', '3', 'json', '4')
    expect(snippetsOf('README.md', text).map(({ code }) => code)).toEqual(['2\n'])
    expect(snippetsOf('docs/how-to/a.md', text).map(({ code }) => code)).toEqual(['2\n'])
    expect(snippetsOf('packages/domain/README.md', text).map(({ code }) => code)).toEqual(['1\n', '2\n'])
  })

  it('has snippets that go on in further blocks, as one program', () => {
    const text = page('ts run', '1', 'ts goes-on', '2', 'json', '{}', 'ts goes-on', '3', 'ts run', '4')
    expect(snippetsOf('docs/how-to/a.md', text)).toMatchObject([{ line: 2, code: '1\n2\n3\n' }, { code: '4\n' }])
    expect(() => snippetsOf('docs/how-to/a.md', page('ts goes-on', '1'))).toThrow('docs/how-to/a.md:2 goes on from nothing')
  })

  it('names the line on which a snippet begins', () => {
    expect(snippetsOf('README.md', `# Title\n\n${page('ts run', '1')}`)[0]?.line).toBe(4)
  })
})

describe('a snippet', () => {
  it('says what it prints', () => {
    const code = `console.log(1) // => 1\nconsole.log(\n  'two',\n  [3],\n)\n// => two\n// => [ 3 ]`
    expect(watched(code).expectations).toEqual([
      { line: 0, value: '1' },
      { line: 1, value: 'two\n[ 3 ]' },
    ])
  })

  it.each([
    ['prints what it says', `console.log({ a: [1, 2] }) // => { a: [ 1, 2 ] }`, 'passed', ''],
    ['prints something else', 'console.log(1 + 1) // => 3', 'failed', 'prints 2 and should print 3'],
    ['does not reach the line', 'if (Date.now() < 0) console.log(1) // => 1', 'failed', 'never reached'],
    ['throws', `throw new Error('broken')`, 'failed', 'broken'],
    ['does not print anything and says nothing', 'export const it = 1', 'passed', ''],
  ])('that %s is told', async (_, code, kind, why) => {
    write('README.md', page('ts run', code))
    const [ran, types] = await checkSnippets(folder)
    expect(ran).toMatchObject({ kind, name: 'README.md:2' })
    expect(whyOf(ran)).toContain(why)
    expect(types).toMatchObject({ kind: 'passed' })
  })

  it('that runs but has a wrong type is told', async () => {
    write('docs/a/b.md', page('ts run', 'export const it: string = 1'))
    const [ran, types] = await checkSnippets(folder)
    expect(ran).toMatchObject({ kind: 'passed', name: 'docs/a/b.md:2' })
    expect(whyOf(types)).toContain('not assignable')
  })

  it('that is a suite runs under the test runner', async () => {
    const suite = (sum: number): string => `import { expect, it } from 'vitest'\nit('adds', () => expect(1 + 1).toBe(${sum}))`
    write('packages/a/README.md', page('ts', suite(2)))
    write('packages/b/README.md', page('ts', suite(3)))
    const [right, wrong] = await checkSnippets(folder)
    expect(right).toMatchObject({ kind: 'passed', name: 'packages/a/README.md:2' })
    expect(whyOf(wrong)).toContain('expected 2 to be 3')
  })
})

function page(...infoAndCode: readonly string[]): string {
  const blocks = infoAndCode.flatMap((info, index) => (index % 2 === 0 ? [`\`\`\`${info}\n${infoAndCode[index + 1] ?? ''}\n\`\`\`\n`] : []))
  return blocks.join('\nSome words.\n\n')
}

function whyOf(outcome: Outcome | undefined): string {
  return outcome === undefined || outcome.kind === 'passed' ? '' : outcome.why
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

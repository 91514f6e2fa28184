// The tally of the unit tests: nothing that failed, broke or was skipped is lost from the count.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../shell.ts'
import { root } from '../workspace.ts'
import type { Outcome } from './outcome.ts'

const specs: Readonly<Record<string, string>> = {
  'good.spec.ts': `import { it } from 'vitest'\nit('holds', () => undefined)`,
  'bad.spec.ts': `import { it } from 'vitest'\nit('breaks', () => { throw new Error('as planted') })`,
  'absent.spec.ts': `import { it } from 'vitest'\nit('waits', (context) => context.skip('no server; set SERVER to enable it'))\nit.skip('sleeps', () => undefined)`,
  'crash.spec.ts': `throw new Error('before any test')`,
  'stray.spec.ts': `import { it } from 'vitest'\nit('leaves a promise', () => { void Promise.reject(new Error('nobody waited')) })`,
}

describe('the tally', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-'))
  let outcomes: readonly Outcome[] = []

  beforeAll(async () => {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    for (const [file, code] of Object.entries(specs)) writeFileSync(join(folder, file), code)
    const file = join(folder, 'tally.json')
    const reporter = `--reporter=${join(import.meta.dirname, 'tally-reporter.ts')}`
    await run('vitest', ['run', '--root', folder, reporter], { cwd: folder, env: { UNIT_TEST_TALLY: file } })
    outcomes = JSON.parse(readFileSync(file, 'utf8')) as readonly Outcome[]
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each<[string, Outcome]>([
    ['a test that passed', { kind: 'passed', name: 'good.spec.ts: holds' }],
    ['a test that failed', { kind: 'failed', name: 'bad.spec.ts: breaks', why: 'as planted' }],
    ['a file that broke before its tests', { kind: 'failed', name: 'crash.spec.ts', why: 'before any test' }],
    ['an error outside of every test', { kind: 'failed', name: 'an error outside of every test', why: 'nobody waited' }],
    ['a skipped test with its reason', { kind: 'skipped', name: 'absent.spec.ts: waits', why: 'no server; set SERVER to enable it' }],
    ['a skipped test without a reason', { kind: 'skipped', name: 'absent.spec.ts: sleeps', why: 'the test is marked to be skipped, without a reason' }],
  ])('has %s', (_, outcome) => {
    expect(outcomes).toContainEqual(outcome)
  })

  it('has nothing twice', () => {
    expect(outcomes).toHaveLength(7)
  })
})

// The set-up on a machine that lacks things: with stand-ins for npm and pnpm that count their calls and can fail.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { installDependencies } from './dependencies.mjs'
import { findTools, isAtLeast } from './toolchain.mjs'

const oldNode = { node: '20.20.2', sqlite: undefined }
const recentNode = { node: '24.21.0', sqlite: '3.53.4' }
const silent = (): void => undefined

/** An npm that puts a program called node in place, as the real one does, in the folder it is started in. */
const workingNpm = [
  'mkdir -p node_modules/node/bin node_modules/.bin',
  'printf "#!/bin/sh\\necho v24.21.0\\n" > node_modules/node/bin/node',
  'printf "#!/bin/sh\\necho 12.21.0\\n" > node_modules/.bin/pnpm',
  'chmod +x node_modules/node/bin/node node_modules/.bin/pnpm',
].join('\n')

let root = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'setup-'))
  write('.node-version', '24.21.0\n')
  write('pnpm-lock.yaml', 'one')
  write('node_modules/here', '')
  stub('pnpm', 'if [ "$1" = --version ]; then echo 12.21.0; fi')
  vi.stubEnv('PATH', `${join(root, 'bin')}:/usr/bin:/bin`)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true, force: true })
})

describe('the tools', () => {
  it('are those of the machine where they are recent', () => {
    stub('npm', 'exit 1')
    expect(findTools(root, silent, recentNode).path).toEqual([])
    expect(calls('npm')).toBe(0)
  })

  it('are installed where Node is too old, and found without npm the second time', () => {
    stub('npm', workingNpm)
    const first = findTools(root, silent, oldNode)
    expect(findTools(root, silent, oldNode)).toEqual(first)
    expect(first.path).toEqual([join(root, '.tools/node-24.21.0/node_modules/node/bin')])
    expect(calls('npm')).toBe(1)
  })

  it('are installed where Node is recent but its SQLite can damage a file', () => {
    stub('npm', workingNpm)
    expect(findTools(root, silent, { node: '24.0.0', sqlite: '3.49.1' }).path).toHaveLength(1)
  })

  it.each(['exit 127', 'echo 9.15.0', 'echo nonsense'])('have their own pnpm where that of the machine says "%s"', (says) => {
    stub('pnpm', says)
    stub('npm', workingNpm)
    expect(findTools(root, silent, recentNode).pnpm).toBe(join(root, '.tools/pnpm-12.21.0/node_modules/.bin/pnpm'))
  })

  it('say what is done', () => {
    stub('npm', workingNpm)
    const said: string[] = []
    findTools(root, (sentence) => said.push(sentence), oldNode)
    expect(said[0]).toBe(
      'Node 20.20.2 is too old for this project (it needs 24.0 or newer): installing node 24.21.0 into .tools (once) ...',
    )
  })

  it('recover from an installation that was interrupted', () => {
    write('.tools/unfinished-2000000000-node/node_modules/node/half', '')
    stub('npm', workingNpm)
    findTools(root, silent, oldNode)
    expect(readdirSync(join(root, '.tools'))).toEqual(['node-24.21.0'])
  })

  it('leave the unfinished folder of a process that is alive', () => {
    write(`.tools/unfinished-${process.pid}-other/half`, '')
    stub('npm', workingNpm)
    findTools(root, silent, oldNode)
    expect(existsSync(join(root, `.tools/unfinished-${process.pid}-other`))).toBe(true)
  })

  it.each([
    ['the registry is out of reach', 'echo "npm error code ENOTFOUND" >&2; exit 1', /registry cannot be reached/],
    ['the disk is full', 'echo "npm error code ENOSPC" >&2; exit 1', /disk is full/],
    ['the folder may not be written', 'echo "npm error code EACCES" >&2; exit 1', /may not be written/],
    ['npm fails otherwise', 'echo "npm error something else" >&2; exit 1', /npm error something else/],
    ['the binary does not start', `${workingNpm}\nprintf "#!/bin/sh\\nexit 1\\n" > node_modules/node/bin/node`, /does not start on this machine/],
  ])('say so in a sentence and leave nothing behind when %s', (_, npm, sentence) => {
    stub('npm', npm)
    expect(() => findTools(root, silent, oldNode)).toThrow(sentence)
    expect(readdirSync(join(root, '.tools'))).toEqual([])
  })

  it('say so when there is no npm', () => {
    vi.stubEnv('PATH', join(root, 'bin'))
    expect(() => findTools(root, silent, oldNode)).toThrow(/npm was not found/)
  })
})

describe('the dependencies', () => {
  const tools = { path: [], pnpm: 'pnpm' }

  it('are installed once, and again when the lock file changes', async () => {
    await installDependencies(root, tools, silent)
    await installDependencies(root, tools, silent)
    expect(calls('pnpm')).toBe(1)
    write('pnpm-lock.yaml', 'two')
    await installDependencies(root, tools, silent)
    expect(calls('pnpm')).toBe(2)
  })

  it('are installed again when the package.json of a package changes', async () => {
    await installDependencies(root, tools, silent)
    write('packages/domain/package.json', '{}')
    await installDependencies(root, tools, silent)
    expect(calls('pnpm')).toBe(2)
  })

  it('are installed again after an installation that failed', async () => {
    await installDependencies(root, tools, silent)
    write('pnpm-lock.yaml', 'two')
    stub('pnpm', 'exit 1')
    await expect(installDependencies(root, tools, silent)).rejects.toThrow()
    write('pnpm-lock.yaml', 'one')
    stub('pnpm', 'exit 0')
    await installDependencies(root, tools, silent)
    expect(calls('pnpm')).toBe(3)
  })

  it.each([
    ['the lock file is stale', 'echo "ERR_PNPM_OUTDATED_LOCKFILE Cannot install"; exit 1', /does not fit the package.json files/],
    ['the registry is out of reach', 'echo "getaddrinfo ENOTFOUND"; exit 1', /registry cannot be reached/],
  ])('say so in a sentence when %s', async (_, pnpm, sentence) => {
    stub('pnpm', pnpm)
    await expect(installDependencies(root, tools, silent)).rejects.toThrow(sentence)
  })
})

describe('a version', () => {
  it.each([
    ['24.0.0', true],
    ['24.21.0', true],
    ['26.1.0', true],
    ['23.11.0', false],
    ['9.99.0', false],
    ['24.0.0-rc.1', true],
    [undefined, false],
  ])('%s is at least 24.0: %s', (version, answer) => {
    expect(isAtLeast(version, [24, 0])).toBe(answer)
  })
})

/** Puts a program of this name first on the PATH; it counts its calls, but not the looks at its version. */
function stub(name: string, script: string): void {
  const count = `[ "$1" = --version ] || echo called >> "${join(root, 'bin', `${name}.calls`)}"`
  write(`bin/${name}`, `#!/bin/sh\n${count}\n${script}\n`)
  chmodSync(join(root, 'bin', name), 0o755)
}

function calls(name: string): number {
  const file = join(root, 'bin', `${name}.calls`)
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
}

// Installs the workspace's dependencies when, and only when, something that decides about them has changed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { SetupError, downloadFailed } from './setup-error.mjs'

/**
 * @param {string} root
 * @param {import('./toolchain.mjs').Tools} tools
 * @param {(sentence: string) => void} say
 */
export async function installDependencies(root, tools, say) {
  const stamp = join(root, 'node_modules', '.installed-for')
  const wanted = fingerprint(root)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('Installing the dependencies with pnpm (again only when the lock file or a package.json changes) ...')
  const started = Date.now()
  // Without the stamp an installation that is interrupted is taken up again next time.
  rmSync(stamp, { force: true })
  const { status, output } = await pnpmInstall(root, tools)
  if (status !== 0) throw refusal(output)
  writeFileSync(stamp, wanted)
  say(`... done in ${((Date.now() - started) / 1000).toFixed(0)} s.\n`)
}

/**
 * A digest of everything that decides which dependencies there are.
 * @param {string} root
 */
export function fingerprint(root) {
  const digest = createHash('sha256').update(`${process.platform} ${process.arch}\n`)
  for (const file of decidingFiles(root)) {
    digest.update(`${file}\n`).update(existsSync(join(root, file)) ? readFileSync(join(root, file)) : 'absent')
  }
  return digest.digest('hex')
}

/** @param {string} root */
function decidingFiles(root) {
  const packages = existsSync(join(root, 'packages')) ? readdirSync(join(root, 'packages')).sort() : []
  return [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'package.json',
    'examples/package.json',
    ...packages.map((name) => `packages/${name}/package.json`),
  ]
}

/**
 * @param {string} root
 * @param {import('./toolchain.mjs').Tools} tools
 * @returns {Promise<{ status: number | null, output: string }>}
 */
function pnpmInstall(root, tools) {
  const child = spawn(tools.pnpm, ['install', '--frozen-lockfile'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    // CI=true: never ask, for nobody might be there to answer.
    env: { ...process.env, CI: 'true', PATH: [...tools.path, process.env['PATH'] ?? ''].join(delimiter) },
  })
  return new Promise((resolve, reject) => {
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk
        process.stderr.write('.')
      })
    }
    child.on('error', (error) => reject(new SetupError(`pnpm could not be started: ${error.message}.`)))
    child.on('close', (status) => {
      process.stderr.write('\n')
      resolve({ status, output })
    })
  })
}

/** @param {string} output */
function refusal(output) {
  if (/OUTDATED_LOCKFILE|lockfile is not up to date|frozen-lockfile/i.test(output)) {
    return new SetupError(
      'pnpm-lock.yaml does not fit the package.json files. Run "npm run with -- pnpm install --no-frozen-lockfile" and commit the new lock file.',
    )
  }
  return downloadFailed('The dependencies', output)
}

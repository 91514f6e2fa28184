// Finds a Node and a pnpm that are recent enough, or installs pinned ones from the npm registry into `.tools`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { SetupError, downloadFailed } from './setup-error.mjs'

/**
 * Folders to put first on the PATH, and what identifies these tools in the stamp of an installation.
 * @typedef {{ readonly path: readonly string[], readonly pnpm: string }} Tools
 */

const leastNode = [24, 0]
// Older SQLite can damage a file when its write-ahead log is reset; the store refuses it.
const leastSqlite = [3, 51, 3]
const leastPnpm = [12, 0]
const pinnedPnpm = '12.21.0'

/**
 * @param {string} root the checkout
 * @param {(sentence: string) => void} say
 * @param {{ readonly node?: string | undefined, readonly sqlite?: string | undefined }} running the Node that runs this
 * @returns {Tools}
 */
export function findTools(root, say, running = process.versions) {
  const node = isNodeRecent(running) ? [] : [installedNode(root, say, running.node)]
  const pnpm = isPnpmRecent() ? [] : [installedPnpm(root, say)]
  return { path: [...node, ...pnpm], pnpm: join(pnpm[0] ?? '', 'pnpm') }
}

/** @param {{ readonly node?: string | undefined, readonly sqlite?: string | undefined }} versions */
export function isNodeRecent(versions) {
  return isAtLeast(versions.node, leastNode) && isAtLeast(versions.sqlite, leastSqlite)
}

function isPnpmRecent() {
  // A shim that downloads pnpm on first use must not do so, or ask, merely because its version is looked at.
  const env = { ...process.env, COREPACK_ENABLE_NETWORK: '0', COREPACK_ENABLE_DOWNLOAD_PROMPT: '0' }
  const answer = spawnSync('pnpm', ['--version'], {
    cwd: tmpdir(),
    env,
    encoding: 'utf8',
    timeout: 10_000,
    shell: process.platform === 'win32',
  })
  return answer.status === 0 && isAtLeast(answer.stdout.trim(), leastPnpm)
}

/**
 * @param {string | undefined} version such as 24.21.0
 * @param {readonly number[]} least
 */
export function isAtLeast(version, least) {
  const parts = (version ?? '0').split(/[.-]/).map(Number)
  for (const [place, wanted] of least.entries()) {
    const found = parts[place] ?? 0
    if (found !== wanted) return found > wanted
  }
  return true
}

/**
 * @param {string} root
 * @param {(sentence: string) => void} say
 * @param {string | undefined} running
 */
function installedNode(root, say, running) {
  const version = readFileSync(join(root, '.node-version'), 'utf8').trim()
  const why = `Node ${running ?? ''} is too old for this project (it needs ${leastNode.join('.')} or newer)`
  const folder = installedTool(root, { name: 'node', version, program: 'node/bin/node', why }, say)
  return join(folder, 'node_modules', 'node', 'bin')
}

/**
 * @param {string} root
 * @param {(sentence: string) => void} say
 */
function installedPnpm(root, say) {
  const why = `pnpm ${leastPnpm.join('.')} or newer is not on the PATH`
  const folder = installedTool(root, { name: 'pnpm', version: pinnedPnpm, program: '.bin/pnpm', why }, say)
  return join(folder, 'node_modules', '.bin')
}

/**
 * The folder of one tool. It is filled under another name and renamed when whole: what has the name is complete.
 * @param {string} root
 * @param {{ name: string, version: string, program: string, why: string }} tool
 * @param {(sentence: string) => void} say
 */
function installedTool(root, tool, say) {
  const folder = join(root, '.tools', `${tool.name}-${tool.version}`)
  if (existsSync(folder)) return folder
  say(`${tool.why}: installing ${tool.name} ${tool.version} into .tools (once) ...`)
  const started = Date.now()
  clearAbandoned(root)
  const unfinished = join(root, '.tools', `unfinished-${process.pid}-${tool.name}`)
  try {
    npmInstall(unfinished, tool)
    checkStarts(unfinished, tool)
    moveInto(folder, unfinished)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
  say(`... done in ${((Date.now() - started) / 1000).toFixed(0)} s.`)
  return folder
}

/**
 * Folders that an interrupted installation left; those of a process still alive stay.
 * @param {string} root
 */
function clearAbandoned(root) {
  const tools = join(root, '.tools')
  if (!existsSync(tools)) return
  for (const name of readdirSync(tools)) {
    const owner = /^unfinished-(\d+)-/.exec(name)?.[1]
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(tools, name), { recursive: true, force: true })
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/**
 * @param {string} folder
 * @param {{ name: string, version: string }} tool
 */
function npmInstall(folder, tool) {
  writeManifest(folder, tool)
  const flags = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts=false', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000']
  const npm = spawnSync('npm', ['install', ...flags], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: withoutCallersFolders(process.env),
  })
  if (npm.error !== undefined) {
    throw new SetupError('npm was not found. Install Node 20 or newer together with its npm, and run the same command again.')
  }
  if (npm.status !== 0) throw downloadFailed(`${tool.name} ${tool.version}`, `${npm.stdout}\n${npm.stderr}`)
}

/**
 * @param {string} folder
 * @param {{ name: string, version: string }} tool
 */
function writeManifest(folder, { name, version }) {
  mkdirSync(folder, { recursive: true })
  // Both put their binary in place with an install script, which npm may want to see permitted by name.
  const manifest = { private: true, dependencies: { [name]: version }, allowScripts: { [name]: true } }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
}

/**
 * An npm above this one tells its scripts which folder it works in; the npm below must work in another.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function withoutCallersFolders(env) {
  const inherited = /^npm_(config_(local_prefix|prefix|dir|workspace.*|global.*)|package_.*|lifecycle_.*)$/i
  return Object.fromEntries(Object.entries(env).filter(([name]) => !inherited.test(name)))
}

/**
 * @param {string} folder
 * @param {{ name: string, version: string, program: string }} tool
 */
function checkStarts(folder, tool) {
  const program = join(folder, 'node_modules', tool.program)
  const answer = spawnSync(program, ['--version'], { encoding: 'utf8', cwd: tmpdir(), shell: process.platform === 'win32' })
  if (answer.status === 0 && answer.stdout.trim().replace(/^v/, '') === tool.version) return
  const said = answer.error?.message ?? `${answer.stdout}${answer.stderr}`.trim()
  throw new SetupError(
    `${tool.name} ${tool.version} was installed but does not start on this machine (${process.platform}, ${process.arch}): ${said}. Install it by hand and put it on the PATH.`,
  )
}

/**
 * @param {string} folder
 * @param {string} unfinished
 */
function moveInto(folder, unfinished) {
  mkdirSync(dirname(folder), { recursive: true })
  try {
    renameSync(unfinished, folder)
  } catch (error) {
    // Somebody else finished the same installation in the meantime.
    if (!existsSync(folder)) throw error
  }
}

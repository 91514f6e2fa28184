// Brings emmett-sqlite and its driver into `.tools` on first use: it is no dependency of the checkout, so that nobody waits for it who does not measure it.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { root } from '../../workspace.ts'

const version = '0.42.4'
/** The core that 0.42.4 asks for is its own number; where a registry lacks that, npm refuses both. 0.42.0 has the same interface. */
const core = '0.42.0'

/** The folder in which emmett-sqlite is installed; or a sentence that says why it could not be. */
export function emmettFolder(): { readonly folder: string } | string {
  const folder = join(root, '.tools', `emmett-sqlite-${version}`)
  if (existsSync(folder)) return { folder }
  console.log(`Installing emmett-sqlite ${version} into .tools (once); its driver sqlite3 is compiled where no binary can be had, which takes minutes ...`)
  const unfinished = join(root, '.tools', `unfinished-${process.pid}-emmett-sqlite`)
  try {
    mkdirSync(unfinished, { recursive: true })
    writeFileSync(join(unfinished, 'package.json'), JSON.stringify({
      private: true, type: 'module', dependencies: { '@event-driven-io/emmett-sqlite': version }, overrides: { '@event-driven-io/emmett': core }, allowScripts: { sqlite3: true },
    }))
    const installed = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts=false'], {
      cwd: unfinished, encoding: 'utf8', shell: process.platform === 'win32', env: { ...withoutCallersFolders(process.env), ...headersOf(process.execPath) },
    })
    if (installed.status !== 0) return `npm could not install emmett-sqlite ${version}: ${lastLines(installed.error?.message ?? installed.stderr)}`
    const loaded = spawnSync(process.execPath, ['-e', "import('@event-driven-io/emmett-sqlite').then(({ sqliteConnection }) => sqliteConnection({ fileName: ':memory:' }).query('SELECT 1'))"], { cwd: unfinished, encoding: 'utf8' })
    if (loaded.status !== 0) return `emmett-sqlite ${version} was installed, but does not load: ${lastLines(loaded.stderr)}`
    renameSync(unfinished, folder)
    return { folder }
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

/** An npm above this one tells its scripts which folder it works in; the npm below must work in another. */
function withoutCallersFolders(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inherited = /^npm_(config_(local_prefix|prefix|dir|workspace.*|global.*)|package_.*|lifecycle_.*)$/i
  return Object.fromEntries(Object.entries(env).filter(([name]) => !inherited.test(name)))
}

/** The headers that come with this Node, so that the compiler need not look for them elsewhere. */
function headersOf(node: string): Readonly<Record<string, string>> {
  const home = dirname(dirname(node))
  return existsSync(join(home, 'include', 'node', 'node_api.h')) ? { npm_config_nodedir: home } : {}
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-8).join('\n')
}

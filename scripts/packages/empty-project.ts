// Installs packed packages in an empty project and uses each of them as a stranger would: plain node, plain tsc.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { forEachAtOnce, run } from '../shell.ts'
import { failed, outcomeOf, passed, type Outcome } from '../test/outcome.ts'
import { readManifest, root } from '../workspace.ts'
import type { PackedPackage } from './pack.ts'

export async function useInEmptyProject(packed: readonly PackedPackage[], folder: string): Promise<readonly Outcome[]> {
  mkdirSync(folder, { recursive: true })
  writeProject(packed, folder)
  const installed = outcomeOf('the packed packages install in an empty project', await install(folder))
  if (installed.kind === 'failed') return [installed]
  return [
    installed,
    ...(await loadExports(packed, folder)),
    ...(await runPrograms(packed, folder)),
    ...(await foldInWorkers(packed, folder)),
    await checkConsumerTypes(packed, folder),
  ]
}

function writeProject(packed: readonly PackedPackage[], folder: string): void {
  const tarballs = Object.fromEntries(packed.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
  const manifest = {
    name: 'empty-project',
    private: true,
    type: 'module',
    dependencies: tarballs,
    devDependencies: { ...peers(packed), ...checkers() },
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, undefined, 2))
  // Ours depend on one another by version; none of these versions is in a registry.
  const workspace = { packages: ['.'], overrides: tarballs, allowBuilds: { esbuild: false, protobufjs: false } }
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), JSON.stringify(workspace))
}

/** The peers of others that our packages ask for, at the versions this workspace uses; those of ours are packed. */
function peers(packed: readonly PackedPackage[]): Readonly<Record<string, string>> {
  const ours = packed.map(({ manifest }) => manifest.name)
  const names = packed.flatMap(({ manifest }) => Object.keys(manifest.peerDependencies ?? {})).filter((name) => !ours.includes(name))
  return Object.fromEntries(names.map((name) => [name, versionHere(name)]))
}

function checkers(): Readonly<Record<string, string>> {
  return { typescript: versionHere('typescript'), '@types/node': versionHere('@types/node') }
}

function versionHere(name: string): string {
  return readManifest(join(root, 'node_modules', name)).version
}

function install(folder: string): ReturnType<typeof run> {
  return run('pnpm', ['install', '--prefer-offline', '--no-frozen-lockfile', '--config.minimumReleaseAge=0'], {
    cwd: folder,
    env: { CI: 'true' },
  })
}

function loadExports(packed: readonly PackedPackage[], folder: string): Promise<readonly Outcome[]> {
  return forEachAtOnce(entryPoints(packed), async (entry) => {
    const program = `const it = await import(${JSON.stringify(entry)}); if (typeof it !== 'object') process.exit(1)`
    const ended = await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: folder })
    return outcomeOf(`${entry} loads in plain node`, ended)
  })
}

function entryPoints(packed: readonly PackedPackage[]): readonly string[] {
  return packed.flatMap(({ manifest }) =>
    Object.keys(manifest.exports).map((subpath) => `${manifest.name}${subpath.slice(1)}`),
  )
}

function runPrograms(packed: readonly PackedPackage[], folder: string): Promise<readonly Outcome[]> {
  const programs = packed.flatMap(({ manifest }) => Object.keys(manifest.bin ?? {}))
  return forEachAtOnce(programs, async (program) => {
    const ended = await run(join(folder, 'node_modules', '.bin', program), ['--help'], { cwd: folder })
    return outcomeOf(`${program} --help runs as installed`, ended)
  })
}

/** A worker has to find its own program, and modules by their names, among what was installed. */
async function foldInWorkers(packed: readonly PackedPackage[], folder: string): Promise<readonly Outcome[]> {
  if (!packed.some(({ manifest }) => manifest.name === '@grid-governance/event-store-sqlite')) return []
  const file = join(folder, 'in-workers.mjs')
  writeFileSync(file, programInWorkers)
  return [outcomeOf('the packed packages fold in workers', await run(process.execPath, [file], { cwd: folder }))]
}

const programInWorkers = `
import { openSqliteStore, rebuildInWorkers } from '@grid-governance/event-store-sqlite'
import { communityGridsInParts as parted } from '@grid-governance/projections-grids'
const log = (await openSqliteStore({ path: 'workers.sqlite', mode: 'create', now: Date.now })()).right
const laid = (community) => ({
  eventId: '0b6f7c3e-1d3e-5c0b-9a53-00000000000' + community, type: 'GridEstablished', schemaVersion: 1, metadata: {},
  data: { entryId: 'e' + community, kind: 'change', effectiveOn: '2024-01-01', buildings: [], code: '44040200100' + community + '001', communityId: 'C' + community, documentNumber: 'made-up', earlierHistory: 'none', gridId: 'G' + community, name: '虚构网格' },
})
for (const community of [1, 2, 3]) await log.append({ stream: 'gridMap-440402.C' + community, expectedVersion: 'noStream', events: [laid(community)] })()
const inWorkers = { path: log.path, module: import.meta.resolve('@grid-governance/projections-grids'), exportName: 'communityGridsInParts', workers: 2, atLeast: 0 }
const rebuilt = await rebuildInWorkers({ reader: log, mode: 'trusted', parted, inWorkers })()
const found = rebuilt._tag === 'Right' ? [rebuilt.right.workers, ...rebuilt.right.models.keys()].sort().join() : JSON.stringify(rebuilt)
if (found !== '2,440402.C1,440402.C2,440402.C3') throw new Error(found)
`

async function checkConsumerTypes(packed: readonly PackedPackage[], folder: string): Promise<Outcome> {
  const imports = entryPoints(packed).map((entry, index) => `import * as it${index} from '${entry}'`)
  const uses = entryPoints(packed).map((_, index) => `it${index}`)
  writeFileSync(join(folder, 'consumer.ts'), `${imports.join('\n')}\nexport const all: readonly object[] = [${uses.join(', ')}]\n`)
  // The declaration files themselves are checked too, not only that they are found.
  const flags = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--types', 'node', '--skipLibCheck', 'false']
  const ended = await run('tsc', [...flags, 'consumer.ts'], { cwd: folder })
  const ours = ended.output.split('\n').filter((line) => /^(consumer\.ts|.*@grid-governance)/.test(line))
  const name = 'the packed types hold for a consumer'
  if (ended.code === null) return failed(name, ended.output)
  return ours.length === 0 ? passed(name) : failed(name, ours.join('\n'))
}

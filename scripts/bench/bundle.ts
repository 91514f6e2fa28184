// Bundles what a benchmark measures and runs it in processes of their own, as users run the packed packages: stripping types would take 250 MiB.
import { spawnSync } from 'node:child_process'
import { basename, join } from 'node:path'
import process from 'node:process'
import { build } from 'tsup'

/** Bundles one file with all that it imports into a folder; answers the path of the bundle. */
export async function bundled(file: string, folder: string): Promise<string> {
  await build({
    entry: [file], outDir: folder, format: 'esm', target: 'node24', outExtension: () => ({ js: '.mjs' }),
    noExternal: [/.*/], removeNodeProtocol: false, config: false, silent: true, dts: false, clean: false,
  })
  return join(folder, `${basename(file, '.ts')}.mjs`)
}

/** Runs a bundle in a process that has never done anything else; answers what it printed. */
export function inProcessOfItsOwn(bundle: string, ...args: ReadonlyArray<string>): string {
  const ended = spawnSync(process.execPath, [...process.execArgv, bundle, ...args], { encoding: 'utf8', maxBuffer: 1 << 20 })
  if (ended.status !== 0) throw new Error(ended.stderr)
  return ended.stdout
}

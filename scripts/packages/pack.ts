// Packs packages as they would be published, and looks at the result as a consumer's tools would.
import { join } from 'node:path'
import { forEachAtOnce, run } from '../shell.ts'
import { failed, outcomeOf, passed, type Outcome } from '../test/outcome.ts'
import type { WorkspacePackage } from '../workspace.ts'

export interface PackedPackage extends WorkspacePackage {
  /** The packed file, an absolute path. */
  readonly tarball: string
}

export function packPackages(packages: readonly WorkspacePackage[], folder: string): Promise<readonly PackedPackage[]> {
  return forEachAtOnce(packages, async (one) => {
    const tarball = join(folder, `${one.folder}.tgz`)
    const ended = await run('pnpm', ['pack', '--out', tarball], { cwd: one.path })
    if (ended.code !== 0) throw new Error(`${one.folder} cannot be packed: ${ended.output}`)
    return { ...one, tarball }
  })
}

export async function inspectPacked(packed: readonly PackedPackage[]): Promise<readonly Outcome[]> {
  const outcomes = await forEachAtOnce(packed, async ({ folder, tarball }) => [
    await holdsLicence(folder, tarball),
    outcomeOf(`${folder} is published soundly`, await run('publint', ['run', tarball, '--strict'])),
    // The packages are ESM for Node >= 24: what older resolutions would say is of no interest.
    outcomeOf(`${folder} has types for its consumers`, await run('attw', [tarball, '--profile', 'esm-only', '--no-color', '--no-emoji'])),
  ])
  return outcomes.flat()
}

async function holdsLicence(folder: string, tarball: string): Promise<Outcome> {
  const name = `${folder} is packed with its licence`
  const listed = await run('tar', ['-tzf', tarball])
  if (listed.code !== 0) return outcomeOf(name, listed)
  return listed.stdout.split(/\r?\n/).includes('package/LICENSE') ? passed(name) : failed(name, 'there is no LICENSE in it')
}

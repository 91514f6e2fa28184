// Builds and packs every package, looks at what was packed, and uses it in an empty project under plain node.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { aloneWithDist } from '../../build/alone-with-dist.ts'
import { buildPackages } from '../../build/build-packages.ts'
import { inspectPacked, packPackages, type PackedPackage } from '../../packages/pack.ts'
import { useInEmptyProject } from '../../packages/empty-project.ts'
import { workspacePackages } from '../../workspace.ts'
import type { Outcome, Step } from '../outcome.ts'

export const packages: Step = {
  name: 'packages',
  title: 'build, packed packages, use of them in an empty project',
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'grid-governance-packed-'))
    try {
      const { built, packed } = await aloneWithDist(() => buildAndPack(folder), console.log)
      return [...built, ...(packed === undefined ? [] : await checkPacked(packed, folder))]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

interface BuiltAndPacked {
  readonly built: readonly Outcome[]
  readonly packed: readonly PackedPackage[] | undefined
}

/** What is packed is a copy of `dist`, so that nothing after this needs the folders themselves. */
async function buildAndPack(folder: string): Promise<BuiltAndPacked> {
  const built = await buildPackages(workspacePackages())
  const sound = built.every((outcome) => outcome.kind === 'passed')
  return { built, packed: sound ? await packPackages(workspacePackages(), folder) : undefined }
}

async function checkPacked(packed: readonly PackedPackage[], folder: string): Promise<readonly Outcome[]> {
  return [...(await inspectPacked(packed)), ...(await useInEmptyProject(packed, join(folder, 'project')))]
}

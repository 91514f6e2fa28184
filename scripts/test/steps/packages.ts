// Builds and packs every package, looks at what was packed, and uses it in an empty project under plain node.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildPackages } from '../../build/build-packages.ts'
import { inspectPacked, packPackages } from '../../packages/pack.ts'
import { useInEmptyProject } from '../../packages/empty-project.ts'
import { workspacePackages } from '../../workspace.ts'
import type { Outcome, Step } from '../outcome.ts'

export const packages: Step = {
  name: 'packages',
  title: 'build, packed packages, use of them in an empty project',
  run: async () => {
    const built = await buildPackages(workspacePackages())
    if (built.some((outcome) => outcome.kind === 'failed')) return built
    const folder = mkdtempSync(join(tmpdir(), 'grid-governance-packed-'))
    try {
      return [...built, ...(await checkPacked(folder))]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function checkPacked(folder: string): Promise<readonly Outcome[]> {
  const packed = await packPackages(workspacePackages(), folder)
  return [...(await inspectPacked(packed)), ...(await useInEmptyProject(packed, join(folder, 'project')))]
}

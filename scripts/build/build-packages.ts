// Builds packages to ESM and declaration files; each is built from the sources of the others, so in any order.
import { forEachAtOnce, run } from '../shell.ts'
import { outcomeOf, type Outcome } from '../test/outcome.ts'
import type { WorkspacePackage } from '../workspace.ts'

export function buildPackages(packages: readonly WorkspacePackage[]): Promise<readonly Outcome[]> {
  return forEachAtOnce(packages, async ({ folder, path }) => outcomeOf(`${folder} builds`, await run('tsup', [], { cwd: path })))
}

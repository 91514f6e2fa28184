// Checks the import arrows of a workspace and tells each fault in one sentence.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult, type IModule, type IViolation } from 'dependency-cruiser'
import { workspacePackages } from '../workspace.ts'
import { testFile } from './file-kinds.ts'
import { computingModules, packageTable } from './package-table.ts'
import { rules } from './rules.ts'

export async function checkArrows(root: string): Promise<readonly string[]> {
  const { modules, summary } = await readImports(root)
  return [
    ...summary.violations.map(sentence),
    ...manifestFaults(root),
    ...pathsIntoOtherPackages(modules),
    ...secondFilesTouchingTheOutside(modules),
  ].sort()
}

async function readImports(root: string): Promise<ICruiseResult> {
  const folders = ['packages', 'examples', 'scripts'].filter((folder) => existsSync(join(root, folder)))
  const { output } = await cruise(folders, {
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: rules },
    // Types count: a type imported against the arrows is knowledge against the arrows.
    tsPreCompilationDeps: true,
    exclude: { path: String.raw`^(packages/[^/]+/dist|examples/\.snippets-[^/]*)/` },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  })
  return output as ICruiseResult
}

function sentence(violation: IViolation): string {
  const round = violation.cycle?.map(({ name }) => name).join(' -> ')
  const rule = rules.find(({ name }) => name === violation.rule.name)
  return `${violation.from} -> ${round ?? violation.to}: ${rule?.comment ?? ''} (${violation.rule.name})`
}

/** What the manifests promise to others must fit the table as well. */
function manifestFaults(root: string): readonly string[] {
  return workspacePackages(root).flatMap(({ folder, manifest }) => {
    const row = packageTable[folder]
    if (row === undefined) return [`packages/${folder} is not in scripts/arrows/package-table.ts`]
    const allowed = new Set(['fp-ts', 'io-ts', ...row.others, ...row.ours.map((name) => `@grid-governance/${name}`)])
    return Object.keys(manifest.dependencies ?? {})
      .filter((name) => !allowed.has(name))
      .map((name) => `packages/${folder}/package.json depends on ${name}, which its row of the table does not allow`)
  })
}

/** Another package is imported by its name, so that only what it exports is used. */
function pathsIntoOtherPackages(modules: readonly IModule[]): readonly string[] {
  return modules.flatMap(({ source, dependencies }) =>
    dependencies
      .filter(({ module, resolved }) => module.startsWith('.') && resolved.startsWith('packages/') && owner(resolved) !== owner(source))
      .filter(() => !source.startsWith('scripts/'))
      .map(({ module }) => `${source} -> ${module}: a package is imported by its name, not by a path into it`),
  )
}

function owner(path: string): string {
  return path.split('/').slice(0, 2).join('/')
}

/** One file per package touches the outside; everything else takes it as a parameter. */
function secondFilesTouchingTheOutside(modules: readonly IModule[]): readonly string[] {
  const touching = modules
    .filter(({ source }) => /^packages\/[^/]+\/src\//.test(source) && !new RegExp(testFile).test(source))
    .filter(({ dependencies }) => dependencies.some(({ module, coreModule }) => coreModule && isOutside(module)))
    .map(({ source }) => source)
  return [...Map.groupBy(touching, owner).values()]
    .filter((files) => files.length > 1)
    .map((files) => `${files.join(' and ')}: only one file of a package may touch the outside (files, processes, network, database)`)
}

function isOutside(module: string): boolean {
  return !computingModules.includes(module.replace(/^node:/, ''))
}

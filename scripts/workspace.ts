// Where the workspace is and which packages it has.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

export interface WorkspacePackage {
  /** The name of its folder, such as `event-store`. */
  readonly folder: string
  readonly path: string
  readonly manifest: Manifest
}

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly files: readonly string[]
  readonly exports: Readonly<Record<string, unknown>>
  readonly publishConfig: { readonly exports: Readonly<Record<string, unknown>> }
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

export function workspacePackages(at: string = root): readonly WorkspacePackage[] {
  const packages = join(at, 'packages')
  return readdirSync(packages)
    .filter((folder) => existsSync(join(packages, folder, 'package.json')))
    .sort()
    .map((folder) => ({ folder, path: join(packages, folder), manifest: readManifest(join(packages, folder)) }))
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

// The page of all public names: every export of every package, so that a new one is a visible difference.
import { join } from 'node:path'
import ts from 'typescript'
import { root, workspacePackages, type WorkspacePackage } from '../workspace.ts'

interface EntryPoint {
  /** As it is imported, such as `@grid-governance/domain/testing`. */
  readonly name: string
  readonly file: string
}

interface PublicName {
  readonly name: string
  /** A codec is often both: a value and the type of the same name. */
  readonly kind: 'type' | 'value' | 'value and type'
}

export function publicNamesPage(): string {
  const entryPoints = workspacePackages().flatMap(entryPointsOf)
  const program = ts.createProgram(
    entryPoints.map(({ file }) => file),
    compilerOptions(),
  )
  const sections = entryPoints.map(({ name, file }) => section(name, namesOf(program, file)))
  return `# Public names\n\nWhat each package exports. Written by \`npm run docs\`; do not edit.\n\n${sections.join('\n')}`
}

function entryPointsOf({ path, manifest }: WorkspacePackage): readonly EntryPoint[] {
  return Object.entries(manifest.exports).map(([subpath, file]) => ({
    name: `${manifest.name}${subpath.slice(1)}`,
    file: join(path, String(file)),
  }))
}

function compilerOptions(): ts.CompilerOptions {
  const config: unknown = ts.readConfigFile(join(root, 'tsconfig.base.json'), (file) => ts.sys.readFile(file)).config
  return ts.parseJsonConfigFileContent(config, ts.sys, root).options
}

function namesOf(program: ts.Program, file: string): readonly PublicName[] {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source)
  if (module === undefined) return []
  return checker
    .getExportsOfModule(module)
    .map((symbol) => ({ name: symbol.name, kind: kindOf(original(checker, symbol)) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

function original(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

function kindOf({ flags }: ts.Symbol): PublicName['kind'] {
  if (!(flags & ts.SymbolFlags.Value)) return 'type'
  return flags & ts.SymbolFlags.Type ? 'value and type' : 'value'
}

function section(name: string, names: readonly PublicName[]): string {
  const rows = names.map((one) => `- \`${one.name}\` (${one.kind})\n`)
  return `## ${name}\n\n${rows.length === 0 ? 'Nothing.\n' : rows.join('')}`
}

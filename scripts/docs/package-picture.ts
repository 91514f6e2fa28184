// The packages as a picture and as tables, drawn from the table that the check of the arrows reads.
import { packageTable, type PackageRow } from '../arrows/package-table.ts'
import { workspacePackages } from '../workspace.ts'

/** The direction of the arrows as a Mermaid graph; an arrow that follows from others is left out. */
export function packageGraph(): string {
  const arrows = Object.entries(packageTable).flatMap(([name, { ours }]) =>
    ours.filter((other) => !ours.some((between) => between !== other && reaches(between, other))).map((other) => `  ${name} --> ${other}\n`),
  )
  return `\`\`\`mermaid\nflowchart BT\n${arrows.join('')}\`\`\`\n`
}

/** What each package is and may import. */
export function arrowTable(): string {
  const rows = workspacePackages().map(({ folder, manifest }) => {
    const row = packageTable[folder]
    if (row === undefined) throw new Error(`packages/${folder} is not in scripts/arrows/package-table.ts.`)
    return { place: Object.keys(packageTable).indexOf(folder), line: `| \`${folder}\` | ${manifest.description} | ${code(row.ours)} | ${others(row)} |\n` }
  })
  const lines = rows.sort((one, other) => one.place - other.place).map(({ line }) => line)
  return `| package | what it is | of ours | of others, besides fp-ts and io-ts |\n| --- | --- | --- | --- |\n${lines.join('')}`
}

/** One line for each package, for the README. */
export function packageList(): string {
  const order = Object.keys(packageTable)
  const rows = [...workspacePackages()]
    .sort((one, other) => order.indexOf(one.folder) - order.indexOf(other.folder))
    .map(({ folder, manifest }) => `| [\`${folder}\`](packages/${folder}/README.md) | ${manifest.description} |\n`)
  return `| package | what it is |\n| --- | --- |\n${rows.join('')}`
}

function reaches(from: string, to: string): boolean {
  return (packageTable[from]?.ours ?? []).some((next) => next === to || reaches(next, to))
}

function code(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.map((name) => `\`${name}\``).join(', ')
}

function others({ others: names, node }: PackageRow): string {
  const modules = node === 'all' ? ['all of Node'] : node.map((name) => `\`node:${name}\``)
  const all = [...names.map((name) => `\`${name}\``), ...modules]
  return all.length === 0 ? 'nothing' : all.join(', ')
}

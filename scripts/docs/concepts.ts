// The concepts of the domain as their folders stand on the shelves: what the reference pages are made from.
import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { FactTable } from '../../packages/event-sourcing/src/fact.ts'
import { governanceCodec } from '../../packages/domain/src/governance-codec.ts'
import { governanceCommands } from '../../packages/domain/src/governance-command.ts'
import { root } from '../workspace.ts'
import type { Codec } from './codec-words.ts'

export interface Concept {
  /** The name of its folder, such as `grid-map`. */
  readonly folder: string
  /** From the top of the checkout. */
  readonly path: string
  readonly title: Title
  /** What its streams are called before the dash. */
  readonly category: string
  readonly facts: FactTable
  readonly commands: Readonly<Record<string, Codec>>
  readonly upcasters: ReadonlyArray<{ readonly type: string; readonly from: number }>
}

export interface Title {
  readonly en: string
  readonly zh: string
}

const domain = join(root, 'packages', 'domain', 'src')

/** All concepts; fails where a folder lacks a part, or where the domain's own tables and the folders do not agree. */
export async function readConcepts(): Promise<readonly Concept[]> {
  const concepts = await Promise.all(conceptFolders().map(readConcept))
  compare('facts', 'governance-codec.ts', Object.keys(governanceCodec.declarations), concepts.flatMap(({ facts }) => Object.keys(facts)))
  compare('upcasters', 'governance-codec.ts', governanceCodec.upcasters.map(shapeOf), concepts.flatMap(({ upcasters }) => upcasters.map(shapeOf)))
  compare('commands', 'governance-command.ts', Object.keys(governanceCommands), concepts.flatMap(({ commands }) => Object.keys(commands)))
  return concepts
}

/** The folders on the shelves, as paths; a folder with a table of facts is a concept. */
export function conceptFolders(): readonly string[] {
  return globSync('*/*/events.ts', { cwd: domain })
    .map((file) => join(domain, dirname(file)))
    .sort()
}

/** The heading of a concept on a reference page, and where its rules are. */
export function chapterHead({ title, category, path }: Concept): string {
  return `## ${title.zh} ${title.en}\n\n流类别 category \`${category}\` · [规则 rules](../../${path}/rules.md)\n\n`
}

/** The concepts as a table, for a page under `docs/`. */
export function conceptTable(concepts: readonly Concept[]): string {
  const rows = concepts.map(({ folder, title, category, path, facts, commands }) =>
    `| [${title.en} (${title.zh})](../${path}/rules.md) | \`${folder}\` | \`${category}-440402\`... | ${Object.keys(commands).length} | ${Object.keys(facts).length} |\n`)
  return `| concept and its rules | folder | streams | commands | facts |\n| --- | --- | --- | --- | --- |\n${rows.join('')}`
}

/** The names that stand in more than one of these lists. */
export function sharedAmong(lists: readonly (readonly string[])[]): ReadonlySet<string> {
  const all = lists.flatMap((list) => [...new Set(list)])
  return new Set(all.filter((name, index) => all.indexOf(name) !== index))
}

async function readConcept(path: string): Promise<Concept> {
  const folder = basename(path)
  const name = folder.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const decider = await exported<{ readonly category: string }>(path, 'decider.ts', `${name}Decider`)
  return {
    folder,
    path: path.slice(root.length + 1),
    title: titleOf(path),
    category: decider.category,
    facts: await exported<FactTable>(path, 'events.ts', `${name}Facts`),
    commands: await exported<Concept['commands']>(path, 'commands.ts', `${name}Commands`),
    upcasters: await exported<Concept['upcasters']>(path, 'upcasters.ts', `${name}Upcasters`),
  }
}

async function exported<Value>(folder: string, file: string, name: string): Promise<Value> {
  const found = ((await import(join(folder, file))) as Readonly<Record<string, unknown>>)[name]
  if (found === undefined) throw new Error(`${join(folder, file)} exports no ${name}.`)
  return found as Value
}

/** From the first line of the concept's rules: `# The rule book (规则册)`. */
function titleOf(folder: string): Title {
  const file = join(folder, 'rules.md')
  const { en, zh } = /^# (?<en>.+?) \((?<zh>.+)\)/.exec(readFileSync(file, 'utf8'))?.groups ?? {}
  if (en === undefined || zh === undefined) throw new Error(`${file} does not begin with a title in both languages: "# The rule book (规则册)".`)
  return { en, zh }
}

function shapeOf({ type, from }: { readonly type: string; readonly from: number }): string {
  return `${type}@${from}`
}

function compare(what: string, table: string, known: readonly string[], found: readonly string[]): void {
  const forgotten = found.filter((one) => !known.includes(one))
  const unplaced = known.filter((one) => !found.includes(one))
  if (forgotten.length > 0) throw new Error(`packages/domain/src/${table} forgets ${what} that a concept has: ${forgotten.join(', ')}.`)
  if (unplaced.length > 0) throw new Error(`packages/domain/src/${table} has ${what} that no concept folder declares: ${unplaced.join(', ')}.`)
}

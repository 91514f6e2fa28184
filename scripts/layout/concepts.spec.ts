// Every concept of the domain has the same parts, and its rules, refusals and tests cite the same numbers.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { conceptFolders, readConcepts, sharedAmong } from '../docs/concepts.ts'
import { rejectionTypes } from '../docs/rejection-types.ts'
import { root } from '../workspace.ts'
import { testNames } from './test-names.ts'

const parts = ['rules.md', 'events.ts', 'commands.ts', 'rejections.ts', 'state.ts', 'evolve.ts', 'decide.ts', 'decider.ts', 'upcasters.ts', 'index.ts']
const folders = conceptFolders().map((path) => path.slice(root.length + 1))
const rejections = rejectionTypes(folders)
const shared = sharedAmong([...rejections.values()].map((ones) => ones.map(({ type }) => type)))

describe.each(folders)('the concept %s', (folder) => {
  it('has all its parts', () => {
    expect(parts.filter((part) => !existsSync(join(root, folder, part)))).toEqual([])
  })

  it('is told to the reader of the whole domain', () => {
    expect(text('packages/domain/src/index.ts')).toContain(`./${folder.split('/').slice(-2).join('/')}/index.ts`)
  })

  it('has a decision that records each of its facts', async () => {
    const { facts } = (await readConcepts()).find(({ path }) => path === folder) ?? { facts: {} }
    const notDeciding = /(events|state|evolve|builders|arbitraries|\.spec)\.ts$/
    const deciding = globSync(`${folder}/*.ts`, { cwd: root }).filter((file) => !notDeciding.test(file)).map(text).join('\n')
    expect(Object.keys(facts).filter((type) => !new RegExp(String.raw`\.${type}\(|'${type}'`).test(deciding))).toEqual([])
  })

  it('keeps the laws of deciders', () => {
    const specs = globSync(`${folder}/*.spec.ts`, { cwd: root }).map(text)
    expect(specs.some((spec) => spec.includes('applyLaws(deciderLaws('))).toBe(true)
  })

  it('states in its rules every number that its refusals cite', () => {
    // A refusal that several concepts share may cite the rule of another one.
    const own = (rejections.get(folder) ?? []).filter(({ type }) => !shared.has(type))
    const cited = new Set(own.flatMap(({ rules }) => rules))
    expect([...cited].filter((rule) => !rulesOf(folder).includes(rule))).toEqual([])
  })

  it('cites every number of its rules in the name of a test', () => {
    const names = globSync(`${folder}/**/*.spec.ts`, { cwd: root }).flatMap((spec) => testNames(text(spec))).join('\n')
    expect(rulesOf(folder).filter((rule) => !new RegExp(String.raw`\b${rule.replaceAll('.', String.raw`\.`)}\b`).test(names))).toEqual([])
  })
})

/** The numbers of the rules of a concept: `- **I4** ...`. */
function rulesOf(folder: string): readonly string[] {
  return [...text(`${folder}/rules.md`).matchAll(/^- \*\*(?<rule>[^*]+)\*\*/gm)].map((match) => match.groups?.['rule'] ?? '')
}

function text(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

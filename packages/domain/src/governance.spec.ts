/** What joins the concepts knows all of them, and each concept keeps its house in order. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CommandTable, FactTable } from '@grid-governance/event-sourcing'
import { governanceCodec } from './governance-codec.ts'
import { governanceCommands } from './governance-command.ts'

const shelves = ['rules', 'grids', 'organisations', 'members', 'points', 'posts', 'funds', 'duties', 'reports', 'visits', 'deliberation']
const concepts = shelves.map((shelf) => join(import.meta.dirname, shelf)).filter((shelf) => existsSync(shelf))
  .flatMap((shelf) => readdirSync(shelf).map((name) => ({ name, folder: join(shelf, name) })))
  .filter(({ folder }) => statSync(folder).isDirectory())

/** The tables that a file of a concept exports, by the ending of their names. */
const tablesOf = async (folder: string, file: string, ending: string): Promise<ReadonlyArray<object>> => {
  const exported = await import(join(folder, file)) as Readonly<Record<string, object>>
  return Object.entries(exported).flatMap(([name, table]) => name.endsWith(ending) ? [table] : [])
}

describe('the union of all concepts', () => {
  it('finds the concepts on their shelves', () => {
    expect(concepts.map((concept) => concept.name)).toEqual(expect.arrayContaining(['rule-book', 'division-register', 'grid-map', 'restructure-plan']))
  })

  it('has no folder beside the known shelves', () => {
    const folders = readdirSync(import.meta.dirname).filter((name) => statSync(join(import.meta.dirname, name)).isDirectory())
    expect(folders.filter((name) => ![...shelves, 'shared', 'policies', 'processes', 'testing'].includes(name))).toEqual([])
  })

  it.each(concepts)('decodes every fact of $name', async ({ folder }) => {
    const tables = await tablesOf(folder, 'events.ts', 'Facts') as ReadonlyArray<FactTable>
    expect(tables.length).toBeGreaterThan(0)
    for (const [type, declaration] of tables.flatMap((table) => Object.entries(table))) expect(governanceCodec.declarations[type], type).toEqual(declaration)
  })

  it.each(concepts)('upcasts every older fact of $name', async ({ folder }) => {
    const [steps = []] = await tablesOf(folder, 'upcasters.ts', 'Upcasters') as ReadonlyArray<ReadonlyArray<object>>
    for (const step of steps) expect(governanceCodec.upcasters).toContain(step)
  })

  it.each(concepts)('takes every command of $name', async ({ folder }) => {
    const tables = await tablesOf(folder, 'commands.ts', 'Commands') as ReadonlyArray<CommandTable>
    expect(tables.length).toBeGreaterThan(0)
    for (const [type, codec] of tables.flatMap((table) => Object.entries(table))) expect(Reflect.get(governanceCommands, type), `another concept has a ${type} too, or it is missing`).toBe(codec)
  })
})

describe.each(concepts)('the concept $name', ({ folder }) => {
  const files = readdirSync(folder)

  it('has the files that every concept has', () => {
    expect(files).toEqual(expect.arrayContaining([
      'rules.md', 'events.ts', 'commands.ts', 'rejections.ts', 'state.ts', 'evolve.ts', 'decide.ts', 'decider.ts', 'upcasters.ts', 'index.ts',
    ]))
  })

  it('names every number of its rules in the name of a test', () => {
    const rules = [...readFileSync(join(folder, 'rules.md'), 'utf8').matchAll(/^(?:-|\d+\.) \*\*([A-Z0-9.-]+)\*\*/gm)].map(([, number]) => number)
    const names = files.filter((file) => file.endsWith('.spec.ts')).flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/(?:it|each\(.*\))\(\s*['`](.*)['`]|^\s*'(.*)': \(/gm)])
      .map(([, test, invariant]) => test ?? invariant ?? '')
    expect(rules.length).toBeGreaterThan(0)
    expect(rules.filter((number) => !names.some((name) => name.split(/[\s,:;()]+/).includes(String(number))))).toEqual([])
  })
})

// Every projection is offered by its package, keeps the laws, and has a version that is raised when its models change.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { governanceCodec } from '../../packages/domain/src/governance-codec.ts'
import { projectionName, replay, type Projection, type RecordedEvent } from '../../packages/event-sourcing/src/index.ts'
import { root } from '../workspace.ts'

const folders = globSync('packages/projections-*/src/*/projection.ts', { cwd: root }).map((file) => file.split('/').slice(0, -1).join('/'))

describe.each(folders)('%s', (folder) => {
  const parent = folder.split('/').slice(0, 2).join('/')

  it('is offered by its package, alone and among all of them', async () => {
    const { name, value } = await projectionIn(folder)
    const offered = (await import(join(root, parent, 'src', 'index.ts'))) as Readonly<Record<string, unknown>>
    const lists = Object.values(offered).filter((one): one is readonly unknown[] => Array.isArray(one))
    expect(offered[name]).toBe(value)
    expect(lists.some((list) => list.includes(value)), `no list of projections in ${parent}/src/index.ts has ${name}`).toBe(true)
  })

  it('keeps the laws of projections', async () => {
    const { name } = await projectionIn(folder)
    const specs = globSync(`${parent}/src/**/*.spec.ts`, { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'))
    expect(specs.some((spec) => new RegExp(String.raw`projectionLaws\(\{ projection: ${name}\b`).test(spec)), `no spec applies projectionLaws to ${name}`).toBe(true)
  })

  it('gives the models that its version promises', async () => {
    const { value } = await projectionIn(folder)
    const models = Object.fromEntries([...replay(value, logOfExamples(value))].sort())
    // A difference means: raise the version, so that saved models are built anew, and let the file of the new version be written.
    await expect(`${JSON.stringify(models, undefined, 2)}\n`).toMatchFileSnapshot(join(root, parent, 'golden', `${projectionName(value)}.json`))
  })
})

async function projectionIn(folder: string): Promise<{ readonly name: string; readonly value: Projection }> {
  const exported = (await import(join(root, folder, 'projection.ts'))) as Readonly<Record<string, Projection>>
  const [name, value] = Object.entries(exported).find(([, one]) => typeof one.project === 'function') ?? []
  if (name === undefined || value === undefined) throw new Error(`${folder}/projection.ts exports no projection.`)
  return { name, value }
}

/** The golden examples of the facts that a projection handles, as a log that never changes; each type has a stream of its own. */
function logOfExamples({ handles }: Projection): readonly RecordedEvent[] {
  const examples = [...handles].sort().flatMap((type) => {
    const { schemaVersion } = governanceCodec.declarations[type] ?? { schemaVersion: 0 }
    const file = join(root, 'packages', 'domain', 'golden', `${type}@${schemaVersion}.json`)
    const golden = JSON.parse(readFileSync(file, 'utf8')) as { readonly examples: ReadonlyArray<{ readonly data: unknown }> }
    return golden.examples.map(({ data }) => ({ type, schemaVersion, data, stream: `example-440402.${type}` }))
  })
  return examples.map((example, globalPosition) => ({
    ...example, globalPosition, subIndex: 0, eventId: `event-${globalPosition}`, streamVersion: globalPosition + 1, recordedAt: 0,
    metadata: { append: { index: 0, of: 1 } },
  }) as unknown as RecordedEvent)
}

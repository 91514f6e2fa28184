// Every projection is offered by its package, keeps the laws, and has a version that is raised when its models change.
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { governanceCodec } from '../../packages/domain/src/governance-codec.ts'
import { entryVoided, projectionName, replay, type Fact, type Projection, type RecordedEvent } from '../../packages/event-sourcing/src/index.ts'
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

  it('keeps all laws of projections', async () => {
    const { name } = await projectionIn(folder)
    const specs = globSync(`${parent}/src/**/*.spec.ts`, { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'))
    expect(specs.some((spec) => new RegExp(String.raw`allProjectionLaws\(\{ projection: ${name}\b`).test(spec)), `no spec applies allProjectionLaws to ${name}`).toBe(true)
  })

  it('gives the models that its version promises', async () => {
    const { value } = await projectionIn(folder)
    const models = Object.fromEntries([...replay(value, goldenLog(join(root, parent, 'golden', 'log.jsonl'), value))].sort())
    // A difference means: raise the version, so that saved models are built anew, and let the file of the new version be written.
    await expect(`${JSON.stringify(models, undefined, 1)}\n`).toMatchFileSnapshot(join(root, parent, 'golden', `${projectionName(value)}.json`))
  })
})

async function projectionIn(folder: string): Promise<{ readonly name: string; readonly value: Projection }> {
  const exported = (await import(join(root, folder, 'projection.ts'))) as Readonly<Record<string, Projection>>
  const [name, value] = Object.entries(exported).find(([, one]) => typeof one.project === 'function') ?? []
  if (name === undefined || value === undefined) throw new Error(`${folder}/projection.ts exports no projection.`)
  return { name, value }
}

interface Kept {
  readonly stream: string
  readonly type: string
  readonly schemaVersion: number
  readonly data: unknown
}

/** What a projection handles of a log that never changes: some years of a made-up district, then the examples of the facts in another. */
function goldenLog(file: string, { handles }: Projection): readonly RecordedEvent[] {
  const years = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Kept)
  const facts = [...years, ...goldenExamples()].flatMap(({ stream, ...raw }) => understood(raw).map((fact) => ({ ...fact, stream })))
  return facts
    .filter(({ type }) => handles.includes(type) || type === entryVoided)
    .map((fact, globalPosition) => ({
      ...fact, globalPosition, subIndex: 0, eventId: `event-${globalPosition}`, streamVersion: globalPosition + 1, recordedAt: 0, metadata: { append: { index: 0, of: 1 } },
      // All that a projection may look at is there, if not of the branded types.
    }) as unknown as RecordedEvent)
}

/** The golden files of the domain; each fact has a stream of its own, for their made-up entry ids are alike. */
function goldenExamples(): readonly Kept[] {
  return globSync('packages/domain/golden/*.json', { cwd: root }).sort().flatMap((file) => {
    const [type = '', version] = basename(file, '.json').split('@')
    const { examples } = JSON.parse(readFileSync(join(root, file), 'utf8')) as { readonly examples: ReadonlyArray<{ readonly data: unknown }> }
    return examples.map(({ data }) => ({ stream: `examples-999999.${type}`, type, schemaVersion: Number(version), data }))
  })
}

function understood(raw: Omit<Kept, 'stream'>): readonly Fact[] {
  const facts = governanceCodec.decode(raw)
  if (facts._tag === 'Left') throw new Error(`${raw.type}@${raw.schemaVersion}: ${facts.left.problems.join('; ')}`)
  return facts.right
}

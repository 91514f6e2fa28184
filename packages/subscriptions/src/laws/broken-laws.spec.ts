/** Each law of running is broken by a projection, a log or a store of read models that is not sound; and what breaks a recipe is told by its law. */

import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryStore, type EventStore } from '@grid-governance/event-store'
import type { RecordedEvent } from '@grid-governance/event-sourcing'
import { gridFiles, sampleCodec, type GridFile, type SampleEvent } from '../builders.ts'
import { memoryReadModelStore, type ReadModelSave, type ReadModelStore, type SavedModel } from '../index.ts'
import { allProjectionLaws, type StoresUnderLaw } from '../laws.ts'

// What is planted must be found in every run of this spec, so it always tries the same cases.
beforeAll(() => { fc.configureGlobal({ seed: 20240101 }) })
afterAll(() => { fc.resetConfigureGlobal() })

type Projected = typeof gridFiles
type Loose = GridFile & { [name: string]: unknown }

const doing = (also: (file: Loose, event: RecordedEvent<SampleEvent>) => void): Projected => ({ ...gridFiles, project: (file, event) => {
  gridFiles.project(file, event)
  also(file as Loose, event)
} })

describe('all laws find a projection', () => {
  let calls = 0
  let before: unknown = null
  let kept: Loose | undefined
  const shared = { one: 'object' }
  const seen = new Set<string>()

  test.each<readonly [string, string, Projected]>([
    ['that changes a fact', 'the same models twice', doing((_, event) => { if (event.type === 'RemarkMade') Object.assign(event.data, { remark: '' }) })],
    ['that keeps what it knows outside of its model', 'the same models twice', doing((file, event) => {
      file['before'] = before
      before = event.data
    })],
    ['that counts calls', 'the same models twice', doing((file) => { file['calls'] = (calls += 1) })],
    ['that shows each fact once and for all', 'the same models twice', { ...gridFiles, project: (file, event) => {
      if (seen.has(event.eventId)) return
      seen.add(event.eventId)
      gridFiles.project(file, event)
    } }],
    ['that puts one object in two places', 'no object in two places', doing((file) => { file['again'] = file.lines })],
    ['that puts one object in two models', 'no object in two places', doing((file) => { file['again'] = shared })],
    ['that puts an object of a fact into its model', 'it goes through copy()', doing((file, event) => { if (event.type === 'BuildingsCounted') file['grids'] = event.data.grids })],
    ['that depends on the order of recording', 'the order in which independent entries were recorded', doing((file, event) => { file['first'] ??= event.globalPosition })],
    ['that changes a model which it was given before', 'live under Immer', doing((file) => {
      if (kept !== undefined && kept !== file) kept.buildings += 1
      kept = file
    })],
    ['that begins all models with one object', 'the same models twice', { ...gridFiles, initial: ((one: GridFile) => () => one)({ buildings: 0, name: '', lines: [] }) }],
    ['that asks the clock', 'without asking a clock', doing((file) => { file['at'] = Date.now() })],
    ['that asks chance', 'without asking a clock', doing((file) => { file['at'] = Math.random() })],
    ['whose models are no JSON', 'models are JSON trees', doing((file) => { file['map'] = new Map() })],
    ['whose keys change', 'keys are texts, and always the same', { ...gridFiles, keys: (event) => (calls += 1) % 4 === 0 ? ['another'] : gridFiles.keys(event) }],
    ['that does not handle what it says', 'are in the logs of these laws', { ...gridFiles, handles: [...gridFiles.handles, 'FlagHoistedTwice'] }],
  ])('%s', (_, name, projection) => expectBroken(projection, name, projection.handles.includes('FlagHoistedTwice') ? { logs: logsOf() } : {}))

  test.each<readonly [string, string, Projected]>([
    // These show where models are saved and loaded, and facts come in pages.
    ['whose models lose something when they are saved', 'a runner saves, to the byte', doing((file) => {
      Object.defineProperty(file, 'toJSON', { value: () => ({ ...file, lines: file.lines.slice(-1) }), enumerable: false, configurable: true })
    })],
    ['that fails at a fact of its own accord', 'a rebuild from a log', doing((file) => { if (file.lines.length > 3) throw new RangeError('too many lines') })],
    ['that fails at a fact of its own accord when it is asked', 'a runner answers any question', doing((file) => { if (file.lines.length > 3) throw new RangeError('too many lines') })],
    ['whose published models change', 'what a runner published never changes', { ...gridFiles, initial: () => Object.defineProperty({ buildings: 0, name: '', lines: [] }, 'buildings', { get: () => (calls += 1), enumerable: true, configurable: true }) }],
    ['that fails at a fact once, and never again', 'blocks its own keys alone', doing((_, event) => {
      if (event.type !== 'RemarkMade' || seen.has(`failed ${event.eventId}`)) return
      seen.add(`failed ${event.eventId}`)
      throw new RangeError('once')
    })],
  ])('%s', (_, name, projection) => expectBroken(projection, name))
})

function logsOf() {
  return fc.constant<ReadonlyArray<RecordedEvent>>([])
}

describe('the laws of running find', () => {
  const models = (wrap: (store: ReadModelStore) => Partial<ReadModelStore>): StoresUnderLaw => ({ readModels: () => {
    const store = memoryReadModelStore()
    return { ...store, ...wrap(store) }
  } })
  const saving = (change: (request: ReadModelSave) => ReadModelSave): StoresUnderLaw => models((store) => ({ save: (request) => store.save(change(request)) }))
  const loading = (change: (model: SavedModel) => SavedModel): StoresUnderLaw => models((store) => ({ load: (id, keys) => async () =>
    E.map((loaded: { readonly models: ReadonlyArray<SavedModel> }) => ({ ...loaded, models: loaded.models.map(change) }) as never)(await store.load(id, keys)()) }))
  const log = (wrap: (store: EventStore) => Partial<EventStore>): StoresUnderLaw => ({ log: (now) => {
    const store = memoryStore(now)
    return { ...store, ...wrap(store) }
  } })
  const saved = 'a runner saves, to the byte'
  const resumed = 'blocks its own keys alone'
  const answered = 'a runner answers any question'

  test.each<readonly [string, string, StoresUnderLaw]>([
    ['a store that forgets where facts are', saved, saving((request) => ({ ...request, models: request.models.map((model) => ({ ...model, newPlaces: [] })) }))],
    ['a store that forgets where facts are, when it is asked for another day', answered, saving((request) => ({ ...request, models: request.models.map((model) => ({ ...model, newPlaces: model.newPlaces.slice(1) })) }))],
    ['a store that saves every other checkpoint without its models', saved, models((store) => {
      let saves = 0
      return { save: (request) => store.save(request.checkpoint !== undefined && (saves += 1) % 2 === 0 ? { ...request, models: [] } : request) }
    })],
    ['a store that saves the models without the checkpoint', saved, saving((request) => ({ ...request, checkpoint: undefined, models: request.models.map((model) => ({ ...model, shownUpTo: '' as const })) }))],
    ['a store that forgets which day was shown last', saved, loading((model) => ({ ...model, shownUpTo: '' }))],
    ['a store that forgets what is stale', saved, saving((request) => ({ ...request, models: request.models.map((model) => ({ ...model, text: model.text ?? '{"buildings":0,"name":"","lines":[]}', stale: false })) }))],
    ['a store that forgets what is blocked', resumed, saving((request) => ({ ...request, models: request.models.map((model) => ({ ...model, blocked: undefined, text: model.text ?? '{"buildings":0,"name":"","lines":[]}' })) }))],
    ['a log that keeps back the last of a page', 'a rebuild from a log', log((store) => ({ readAll: (request) => async () =>
      E.map((page: { readonly events: ReadonlyArray<unknown> }) => ({ ...page, events: page.events.length > 2 ? page.events.slice(0, -1) : page.events }) as never)(await store.readAll(request)()) }))],
    ['a log that knows of no moment but now', 'a rebuild from a log', log((store) => ({ prefixKnownAt: () => async () => E.map(({ after }: { readonly after: unknown }) => after as never)(await store.head()()) }))],
    ['a log that reads only the first of several places', answered, log((store) => ({ readAt: (positions) => store.readAt(positions.slice(0, 2)) }))],
  ])('%s', (_, name, stores) => expectBroken(gridFiles, name, { stores }))
})

async function expectBroken(projection: Projected, part: string, more: Partial<Parameters<typeof allProjectionLaws>[0]> = {}): Promise<void> {
  const law = allProjectionLaws({ projection, codec: sampleCodec, ...more } as Parameters<typeof allProjectionLaws<SampleEvent, GridFile>>[0]).find(({ name }) => name.includes(part))
  if (law === undefined) throw new Error(`No law has "${part}" in its name.`)
  await expect((async () => law.check())()).rejects.toThrow()
}

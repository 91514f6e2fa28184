// Every fact is shown by some read model, or stands here with the reason why none shows it.
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { governanceCodec } from '../../packages/domain/src/governance-codec.ts'
import type { GovernanceEvent } from '../../packages/domain/src/governance-event.ts'
import type { RecordedEvent } from '../../packages/event-sourcing/src/index.ts'
import { gridProjections, gridsNamed } from '../../packages/projections-grids/src/index.ts'
import { hasFields, namedValues } from '../docs/codec-words.ts'
import { root } from '../workspace.ts'

/** Facts that no projection handles, by the reason. Whoever adds a fact decides here, or in a projection, where it is seen. */
const shownByNone: Readonly<Record<string, readonly string[]>> = {
  'gridgov looks for it by itself': ['LogOpened'],
  'decisions lean on it; `gridgov trail` shows it': ['RuleBookIssued'],
  'serves deciding only (decision 7)': [
    'DivisionCodesReserved', 'DivisionCodesReleased', 'DivisionRegisterRevised', 'GridsReserved', 'GridReservationReleased', 'GridMapRevised',
  ],
  'the life of a plan; `gridgov history` shows it': [
    'RestructurePlanDrafted', 'RestructureOperationAdded', 'RestructureOperationRemoved', 'DispositionSet', 'RestructurePlanSubmitted',
    'RestructurePlanReturned', 'RestructurePlanApproved', 'RestructureScheduled', 'RestructureCancelled', 'RestructureExecuted',
    'RestructureCorrected', 'RestructureFollowUpCompleted', 'RestructureSettled',
  ],
}

interface Shower {
  readonly name: string
  readonly handles: readonly string[]
  readonly keys: (event: never) => readonly string[]
}

describe('the read models', () => {
  const projections: readonly Shower[] = gridProjections
  const handled = new Set(projections.flatMap(({ handles }) => handles))
  const types = Object.keys(governanceCodec.declarations)
  const excused = Object.values(shownByNone).flat()

  it('show every fact, or say why not', () => {
    expect(types.filter((type) => !handled.has(type) && !excused.includes(type))).toEqual([])
  })

  const pairs = projections.flatMap((projection) => projection.handles.filter((type) => type !== 'EntryVoided').map((type) => ({ ...projection, type })))

  it.each(pairs)('find a model of $name for every $type', ({ keys, type }) => {
    // The examples are of the one type that the projection is asked about.
    expect(examplesOf(type).filter((event) => keys(event as never).length === 0)).toEqual([])
  })

  it.each(types.filter((type) => isDatedFactOfGrids(type)))('put a %s into the history of its grids', (type) => {
    expect(examplesOf(type).filter((event) => gridsNamed(event).length === 0)).toEqual([])
  })

  it('have no excuse for a fact that is shown or gone', () => {
    expect(excused.filter((type) => handled.has(type) || !types.includes(type))).toEqual([])
  })
})

function isDatedFactOfGrids(type: string): boolean {
  const codec = governanceCodec.declarations[type]?.data
  return codec !== undefined && hasFields(codec, ['entryId', 'effectiveOn']) && namedValues(codec).some(({ name }) => name === 'GridId')
}

/** The examples of the golden files, as if they had been recorded. */
function examplesOf(type: string): ReadonlyArray<RecordedEvent<GovernanceEvent>> {
  const files = globSync(`packages/domain/golden/${type}@${governanceCodec.declarations[type]?.schemaVersion}.json`, { cwd: root })
  expect(files.map((file) => basename(file))).toHaveLength(1)
  const { examples } = JSON.parse(readFileSync(join(root, files[0] ?? ''), 'utf8')) as { readonly examples: ReadonlyArray<{ readonly data: unknown }> }
  // Of what the store adds, keys and histories need the stream only.
  return examples.map(({ data }) => ({ type, data, stream: 'gridMap-440402.C440402001001' }) as unknown as RecordedEvent<GovernanceEvent>)
}

// Shows the words for codecs what facts are made of: values, lists, objects in objects, alternatives.
import { describe, expect, it } from 'vitest'
import { restructurePlanFacts } from '../../packages/domain/src/grids/restructure-plan/events.ts'
import { BrandedType } from '../../packages/event-sourcing/src/brand.ts'
import { gridMapFacts } from '../../packages/domain/src/grids/grid-map/events.ts'
import { fieldTable, hasFields, namedValues } from './codec-words.ts'
import { valueTable } from './value-words.ts'

describe('the table of fields', () => {
  it('shows objects in lists under their path', () => {
    expect(fieldTable(gridMapFacts.GridEstablished.data)).toContain('| `buildings[].number` | 是 yes | `BuildingNumber` |\n')
  })

  it('shows each alternative with its own fields', () => {
    const table = fieldTable(restructurePlanFacts.RestructureOperationAdded.data)
    expect(table).toContain('| `operation(split).targets[].buildings` | 是 yes | 列表 list: `BuildingId` |\n')
    expect(table).toContain('| `operation(merge).sources` | 是 yes | 列表 list: `GridId` |\n')
  })

  it('tells what may be left out, and leaves out what is told elsewhere', () => {
    const { data } = gridMapFacts.GridCountExemptionGranted
    expect(hasFields(data, ['entryId', 'root'])).toBe(true)
    const table = fieldTable(data, ['entryId', 'kind', 'effectiveOn', 'root', 'corrects'])
    expect(table).toContain('| `until` | 否 no | `CalendarDate` |\n')
    expect(table).not.toContain('`root`')
  })
})

describe('the table of values', () => {
  it('has each value once, with its rule', () => {
    expect(namedValues(gridMapFacts.GridRenamed.data).map(({ name }) => name)).toContain('GridId')
    expect(valueTable([gridMapFacts.GridRenamed.data, gridMapFacts.GridRecoded.data]).match(/`GridId`/g)).toHaveLength(1)
  })

  it('misses a value of which nobody has said what it is', () => {
    const named = new BrandedType('Unheard', 'string', 'of', () => true)
    expect(() => valueTable([named])).toThrow('does not say what a Unheard is')
  })
})

/** Joining the models of a district: from facts, or from models that are kept elsewhere. */

import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import { replay, type CalendarDate, type Fact, type Models, type Projection, type RecordedEvent } from '@grid-governance/event-sourcing'
import { inStream, recordedLog } from '@grid-governance/event-sourcing/testing'
import { gridMapEvent, type GovernanceEvent } from '@grid-governance/domain'
import { districtGridsFrom } from './district-grids.ts'
import { gatherGrids, type LoadModels } from './gather-grids.ts'
import { communityRegistered, day, details, district, districtRegistered, gridEstablished, gridSplit, learnt, recorded, townRegistered } from './testing/facts.ts'

const on = { on: '2018-07-01' }
const events = recorded(
  learnt('2018-07-01', districtRegistered(on), townRegistered(on, 'T1'), communityRegistered(on, 'C1', 'T1'), gridEstablished(on, 'C1', 'G1', [details('B1'), details('B2')])),
  learnt('2020-01-10', gridSplit({ on: '2020-03-01' }, 'C1', 'G1', { G2: ['B1'], G3: ['B2'] })))

describe('the models of a district', () => {
  it('are the same whether folded from facts or loaded one projection after the other', async () => {
    const load: LoadModels<never> = <F extends Fact, Model>(projection: Projection<F, Model>, asOf?: CalendarDate) => TE.right<never, Models<Model>>(replay(projection, events, asOf))
    const loaded = await gatherGrids(load, district, day('2020-03-01'))()
    expect(loaded).toEqual(E.right(districtGridsFrom(events, { district, asOf: day('2020-03-01') })))
  })

  it('answer with the failure of whatever could not be loaded', async () => {
    const load: LoadModels<string> = <F extends Fact, Model>(_: Projection<F, Model>) => TE.left<string, Models<Model>>('the store is down')
    expect(await gatherGrids(load, district, day('2020-03-01'))()).toEqual(E.left('the store is down'))
  })

  it('keep districts apart in a log that was merged, even where they use the same ids', () => {
    const inAnother: GovernanceEvent = gridMapEvent.GridEstablished({ ...(events.find((event) => event.type === 'GridEstablished') as Extract<RecordedEvent<GovernanceEvent>, { readonly type: 'GridEstablished' }>).data, buildings: [details('B9')] })
    const merged = [...events, ...recordedLog([inStream('gridMap-440403.C1', inAnother)])]
    expect(districtGridsFrom(merged, { district, asOf: day('2018-07-01') }).communities).toEqual(districtGridsFrom(events, { district, asOf: day('2018-07-01') }).communities)
  })
})

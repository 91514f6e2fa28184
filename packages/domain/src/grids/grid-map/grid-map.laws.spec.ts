/** The laws that a grid map keeps after any history. */

import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factCodec, fold, sameTree, type CalendarDate } from '@grid-governance/event-sourcing'
import { applyLaws, deciderLaws } from '@grid-governance/event-sourcing/laws'
import { arbitraryDay, madeUpAuthority, madeUpContext } from '../../shared/arbitraries.ts'
import { ruleSetOf } from '../../shared/builders.ts'
import { partitionFaults, partitionOn } from '../../shared/structure.ts'
import { arbitraryGridMapHistory, gridMapCommandsFor } from './arbitraries.ts'
import { aGridMapCommand, aGridMapFact, buildingNamed, gridMapEvidence, gridNamed } from './builders.ts'
import { historyOf } from './changes.ts'
import { countFault } from './checks.ts'
import type { GridMapCommand } from './commands.ts'
import { gridMapDecider } from './decider.ts'
import { gridMapFacts, type GridMapEvent } from './events.ts'
import { exemptionsIn, partitionAt, structureOf, type GridMapState } from './state.ts'

const rules = ruleSetOf()
const evidence = gridMapEvidence(rules)
const daysOf = (state: GridMapState): ReadonlyArray<CalendarDate> => [...new Set(historyOf(state).changes.map((change) => change.effectiveOn))].sort()

/** Whether something is true of all pairs of which the first came first to a unit. */
const bornByOne = (pairs: ReadonlyArray<readonly [string, string]>): boolean => {
  const bearer = new Map<string, string>()
  return pairs.every(([name, unit]) => (bearer.get(name) ?? unit) === unit && bearer.set(name, unit))
}

/** I2 where the number of grids changes, from the first grid on. */
const countsAreAllowed = (state: GridMapState): boolean => {
  let before = 0
  return daysOf(state).every((day) => {
    const count = Object.keys(partitionAt(historyOf(state), day).grids).length
    const changed = count !== before
    before = count
    return !changed || countFault(count, 'C1' as never, day, rules, exemptionsIn(state.entries)) === undefined
  })
}

describe('the grid map', () => {
  applyLaws(deciderLaws({
    decider: gridMapDecider,
    codec: factCodec(gridMapFacts),
    commands: gridMapCommandsFor,
    contexts: () => fc.constantFrom(madeUpAuthority, madeUpAuthority, madeUpAuthority, undefined)
      .map((authority) => ({ authority, decidedOn: '2019-06-01' as CalendarDate, recordedOn: '2019-06-01' as CalendarDate, evidence })),
    numRuns: 50,
    maxCommands: 25,
    invariants: {
      'I2 wherever the number of grids changes, it is one that the rules or an exemption allow': countsAreAllowed,
      'I3 each building is in exactly one grid on every day': (state: GridMapState) =>
        daysOf(state).every((day) => partitionFaults(partitionOn(structureOf(state), day)).length === 0),
      'T31 no code is borne by two grids, ever': (state: GridMapState) =>
        bornByOne(historyOf(state).changes.flatMap((change) => change.sets.map((grid) => [grid.code, grid.gridId] as const))),
      '1.1 no number is borne by two buildings, ever': (state: GridMapState) =>
        bornByOne(historyOf(state).changes.flatMap((change) => change.buildingsIn.map((building) => [building.number, building.buildingId] as const))),
      '6.4 no grid is reserved by two plans': ({ reservations }: GridMapState) => {
        const held = reservations.flatMap((reservation) => reservation.gridIds)
        return new Set(held).size === held.length
      },
      'the history kept from fact to fact is the history told anew': (state: GridMapState) => sameTree(historyOf(state), historyOf({ ...state, entries: [...state.entries] })),
      'changes stand in the order of effect: day, then arrival of the root': (state: GridMapState) => historyOf(state).changes.every((change, place, changes) => {
        const next = changes[place + 1]
        return next === undefined || change.effectiveOn < next.effectiveOn || (change.effectiveOn === next.effectiveOn && change.arrived < next.arrived)
      }),
    },
  }), it)

  it('6.4 leaves reserved grids as they are on the plan\'s day, until the plan takes effect or is released', () => {
    fc.assert(fc.property(fc.limitShrink(arbitraryGridMapHistory(), 100), ({ states }) => {
      for (const [place, before] of states.entries()) {
        const after = states[place + 1]
        for (const { planId, gridIds, takesEffectOn } of before.reservations) {
          if (after?.reservations.some((reservation) => reservation.planId === planId) !== true) continue
          const [was, is] = [partitionAt(historyOf(before), takesEffectOn), partitionAt(historyOf(after), takesEffectOn)]
          for (const gridId of gridIds) expect([is.grids[gridId]?.buildings, is.grids[gridId]?.code]).toEqual([was.grids[gridId]?.buildings, was.grids[gridId]?.code])
        }
      }
    }), { numRuns: 100 })
  })

  it('6.1 comes back to the same map when an accepted correction or withdrawal is taken back at once', () => {
    fc.assert(fc.property(fc.limitShrink(arbitraryGridMapHistory(), 100), ({ facts }) => {
      const place = facts.findLastIndex((fact) => fact.type === 'EntryVoided' || ('root' in fact.data && fact.data.root !== undefined))
      const last = facts[place]
      if (last === undefined || !('root' in last.data) || last.data.root === undefined) return
      const before = fold(gridMapDecider, facts.slice(0, place))
      const takenBack = aGridMapFact.EntryVoided({ entryId: 'taken-back', root: last.data.root, corrects: last.data.entryId })
      expect(historyOf(fold(gridMapDecider, [...facts.slice(0, place + 1), takenBack]))).toEqual(historyOf(before))
    }), { numRuns: 100 })
  })

  it('6.4 comes out the same on every day, in whatever order late buildings are recorded', () => {
    const laidOut = [aGridMapFact.GridEstablished({ ...gridNamed('G1', ['B1']) }), aGridMapFact.GridEstablished({ ...gridNamed('G2', ['B2']) })]
    const registration = fc.record({ gridId: fc.constantFrom('G1', 'G2'), effectiveOn: arbitraryDay() })
    const cases = fc.array(registration, { minLength: 2, maxLength: 5 }).chain((list) => {
      const commands = list.map((one, index) => aGridMapCommand.RegisterBuilding({ ...one, building: buildingNamed(`B${50 + index}`) }))
      return fc.shuffledSubarray(commands, { minLength: commands.length }).map((shuffled) => [commands, shuffled] as const)
    })
    fc.assert(fc.property(cases, ([commands, shuffled]) => {
      const [left, right] = [recorded(laidOut, commands), recorded(laidOut, shuffled)]
      for (const day of ['2018-07-01', ...commands.map((command) => command.data.effectiveOn)]) expect(contents(left, day)).toEqual(contents(right, day))
    }), { numRuns: 100 })
  })
})

function recorded(facts: ReadonlyArray<GridMapEvent>, commands: ReadonlyArray<GridMapCommand>): GridMapState {
  return commands.reduce((state, command, place) => {
    const decision = gridMapDecider.decide(command, state, madeUpContext(place, evidence))
    if (E.isLeft(decision)) throw new Error(`refused: ${JSON.stringify(decision.left)}`)
    return fold(gridMapDecider, decision.right, state)
  }, fold(gridMapDecider, facts))
}

function contents(state: GridMapState, day: string): unknown {
  const { grids } = partitionAt(historyOf(state), day as CalendarDate)
  return Object.fromEntries(Object.values(grids).map(({ gridId, buildings }) => [gridId, [...buildings].sort()]))
}

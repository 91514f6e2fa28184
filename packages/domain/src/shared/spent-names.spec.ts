/** Spent names, by example: who used a name first keeps it, and what one list has spent, another that goes back to the same beginning has not. */

import { describe, expect, it } from 'vitest'
import type { PlanId } from './identifiers.ts'
import { spend, spentAs } from './spent-names.ts'

const plan = 'P1' as PlanId

describe('spent names', () => {
  it('T31 stay with whoever used them first', () => {
    const spent = spend(spend([], ['01', '02', '01'], plan), ['02', '03'])
    expect(spent).toEqual([{ name: '01', by: plan }, { name: '02', by: plan }, { name: '03', by: null }])
  })

  it('T31 are free to the plan that holds them, and to nobody else', () => {
    const spent = spend([], ['01'], plan)
    expect(spentAs(spent, '01', plan)).toBeUndefined()
    expect(spentAs(spent, '01')).toEqual({ name: '01', by: plan })
    expect(spentAs(spent, '01', 'P2' as PlanId)).toEqual({ name: '01', by: plan })
  })

  it('are those of their own list, in whichever order lists that begin alike are looked into', () => {
    const beginning = spend([], ['01'])
    const [left, right] = [spend(beginning, ['02']), spend(beginning, ['03'])]
    const known = [beginning, left, right].map((list) => ['01', '02', '03'].filter((name) => spentAs(list, name) !== undefined))
    expect(known).toEqual([['01'], ['01', '02'], ['01', '03']])
    expect(spend(left, ['02'])).toBe(left)
  })
})

/** A small made-up district for the specs of the front door: one town, three communities, two or three grids in each. */

import * as E from 'fp-ts/lib/Either.js'
import { ruleSetOfTheCase } from '@grid-governance/domain'
import { derivedId, sealInClear, type CalendarDate } from '@grid-governance/event-sourcing'
import { memoryStore, type EventStore } from '@grid-governance/event-store'
import type { FrontDoor, SubmitFailure, SubmitReceipt } from './api.ts'
import { openFrontDoor } from './front-door.ts'
import { decodeRequest, type CommandRequest } from './request.ts'

export const districtId = '440402'
export const codes = ['440402001001', '440402001002', '440402001003'] as const
export const [first, second, third] = ['C440402001001', 'C440402001002', 'C440402001003'] as const

/** The second of June 2025, ten in the morning in Shanghai; a minute later at each look. */
export const juneClock = (): (() => number) => {
  let now = Date.parse('2025-06-02T10:00:00+08:00')
  return () => { now += 60_000; return now }
}

/** A request as JSON would bring it; its id follows from `name`. */
export const request = (name: string, type: string, data: object, over: object = {}): CommandRequest => {
  const decoded = decodeRequest({
    commandId: derivedId('spec', name), type, data: { districtId, ...data }, actor: { ref: 'made-up-clerk', role: 'clerk' },
    authority: { documentNumber: 'made up 1', issuer: 'made up', date: '2025-03-01' }, decidedOn: '2025-03-03', ...over,
  })
  if (E.isLeft(decoded)) throw new Error(decoded.left.problems.join('\n'))
  return decoded.right
}

/** Sends requests one after another; throws at the first that fails, since the spec then is not about what it says. */
export const accepted = async (frontDoor: FrontDoor, requests: ReadonlyArray<CommandRequest>): Promise<ReadonlyArray<SubmitReceipt>> => {
  const receipts: SubmitReceipt[] = []
  for (const one of requests) {
    const answer = await frontDoor.submit(one)()
    if (E.isLeft(answer)) throw new Error(`${one.command.type}: ${JSON.stringify(answer.left)}`)
    receipts.push(answer.right)
  }
  return receipts
}

/** The failure of a request; throws where it is accepted. */
export const refused = async (frontDoor: FrontDoor, one: CommandRequest): Promise<SubmitFailure> => {
  const answer = await frontDoor.submit(one)()
  if (E.isRight(answer)) throw new Error(`${one.command.type} was accepted`)
  return answer.left
}

/** The grids of a community by serial: two in the first and second, three in the third. */
export const gridId = (community: number, serial: number): string => `G${codes[community]}00${serial}`

/** The nth building of a community. */
export const buildingId = (community: number, number: number): string => `B${codes[community]}_0000${number}`

/** What opens the district on 2018-07-01: log, rule book, divisions, grids with two buildings each. */
export const opening = (): ReadonlyArray<CommandRequest> => {
  const dated = { kind: 'change', effectiveOn: '2018-07-01' }
  return [
    request('open', 'OpenLog', { nature: 'simulated' }),
    request('rules', 'IssueRuleBook', {
      ...dated, edition: '2018-07', document: { number: 'made up', title: 'made up', issuer: 'made up' },
      rules: ruleSetOfTheCase,
    }),
    request('divisions', 'RegisterDivisions', {
      ...dated, name: '模拟区', earlierHistory: 'unknown', towns: [{ townId: 'T1', code: '440402001', name: '模拟街道' }],
      communities: codes.map((code) => ({ communityId: `C${code}`, townId: 'T1', code, name: `模拟社区${code.slice(-1)}` })),
    }),
    ...codes.map((code, community) => request(`grids ${code}`, 'LayOutGrids', {
      ...dated, communityId: `C${code}`, earlierHistory: 'unknown',
      grids: Array.from({ length: community === 2 ? 3 : 2 }, (_, place) => ({
        gridId: gridId(community, place + 1), code: `${code}00${place + 1}`, name: `第${place + 1}网格`,
        buildings: [1, 2].map((one) => ({ buildingId: buildingId(community, place * 2 + one), number: `0000${place * 2 + one}`, households: 20, residents: 50 })),
      })),
    })),
  ]
}

/** A plan from the draft to the approval, with default dispositions. */
export const approvedPlan = (planId: string, operations: ReadonlyArray<object>): ReadonlyArray<CommandRequest> => [
  request(`${planId} draft`, 'DraftPlan', { planId, title: sealInClear(`模拟方案${planId}`) }),
  ...operations.map((operation, index) => request(`${planId} operation ${index}`, 'AddOperation', { planId, operationId: `O${index + 1}`, operation })),
  request(`${planId} dispositions`, 'SetDispositions', { planId, dispositions: [], defaultsForTheRest: true }),
  request(`${planId} submit`, 'SubmitPlan', { planId }),
  request(`${planId} approve`, 'ApprovePlan', { planId }),
]

export const schedule = (planId: string, effectiveOn: string, name = 'schedule'): CommandRequest => request(`${planId} ${name}`, 'SchedulePlan', { planId, effectiveOn })
export const execute = (planId: string, day: string): CommandRequest => request(`${planId} execute`, 'ExecutePlan', { planId }, { decidedOn: day })

/** The third grid of the third community moves to the first community: a plan that touches two maps. */
export const moveGrid = {
  kind: 'reparentGrid', gridId: gridId(2, 3), from: third, to: first, code: `${codes[0]}003`,
  numbers: [{ buildingId: buildingId(2, 5), number: '00005' }, { buildingId: buildingId(2, 6), number: '00006' }],
}

/** A grid of the second community is divided into two of one building each. */
export const splitGrid = {
  kind: 'split', communityId: second, source: gridId(1, 1), targets: [
    { gridId: gridId(1, 3), code: `${codes[1]}003`, name: '第3网格', continuing: false, buildings: [buildingId(1, 1)] },
    { gridId: gridId(1, 4), code: `${codes[1]}004`, name: '第4网格', continuing: false, buildings: [buildingId(1, 2)] },
  ],
}

export interface OpenedDistrict {
  readonly store: EventStore
  readonly frontDoor: FrontDoor
  readonly now: () => number
}

/** A front door over a store in memory in which the district is open. */
export const openedDistrict = async (): Promise<OpenedDistrict> => {
  const now = juneClock()
  const store = memoryStore(now)
  const frontDoor = openFrontDoor({ store, now })
  await accepted(frontDoor, opening())
  return { store, frontDoor, now }
}

export const day = (text: string): CalendarDate => text as CalendarDate

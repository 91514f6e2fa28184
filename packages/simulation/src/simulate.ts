/** A seeded history of a whole district, sent through the front door as an office would send it; all of it but codes and names of divisions is made up. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { FrontDoor, SubmitFailure, SubmitReceipt } from '@grid-governance/application'
import { addDays, editionsOfTheCase, type CommunityId, type Count, type DistrictId, type GovernanceCommand, type Name, type OperationId, type PlanId } from '@grid-governance/domain'
import { derivedId, sealInClear, type Authority, type CalendarDate, type EntryId } from '@grid-governance/event-sourcing'
import { agenda, type Agenda } from './agenda.ts'
import { seededChance, type Chance } from './chance.ts'
import type { SimulatedClock } from './clock.ts'
import { ideaOf, type Idea, type IdeaKind } from './ideas.ts'
import { layOutDistrict, nextBuilding, type DivisionRow, type SimulatedCommunity, type SimulatedDistrict } from './simulated-district.ts'

export interface SimulationOptions {
  readonly frontDoor: FrontDoor
  readonly clock: SimulatedClock
  readonly seed: number
  readonly districtId: DistrictId
  readonly districtName: string
  readonly divisions: ReadonlyArray<DivisionRow>
  /** The day of the opening state; what was before is unknown to the log. */
  readonly from: CalendarDate
  readonly days: number
  readonly plansPerYear: number
  /** How many buildings are counted anew in a year. */
  readonly countsPerYear: number
  readonly onProgress?: (progress: SimulationProgress) => void
}

export interface SimulationProgress {
  readonly day: CalendarDate
  /** Days behind and days in all. */
  readonly done: number
  readonly of: number
  readonly facts: number
}

/** What a plan came to; the entry ids are those of its structural facts. */
export interface SimulatedPlan {
  readonly planId: PlanId
  readonly kind: IdeaKind
  readonly fate: 'executed' | 'recordedLate' | 'cancelled' | 'takenBack' | 'redated'
  readonly communityIds: ReadonlyArray<CommunityId>
  readonly effectiveOn: CalendarDate
  /** Milliseconds since 1970: the simulated moment just before it was corrected. */
  readonly beforeCorrection?: number
}

export interface SimulationReport {
  readonly facts: number
  readonly commands: number
  readonly plans: ReadonlyArray<SimulatedPlan>
  readonly buildings: number
}

/** Runs the simulation; fails where the front door refuses or fails, which for a sound simulation it never does. */
export const simulateDistrict = (options: SimulationOptions): TaskEither<SubmitFailure, SimulationReport> => async () => {
  const simulation = begin(options)
  const opened = await openDistrict(simulation)
  if (E.isLeft(opened)) return opened
  fillAgenda(simulation)
  const until = addDays(options.from, options.days)
  for (let item = simulation.agenda.next(); item !== undefined && item.day <= until; item = simulation.agenda.next()) {
    options.clock.goTo(item.day)
    simulation.today = item.day
    const done = await item.task()
    if (E.isLeft(done)) return done
    report(simulation)
  }
  return E.right({ facts: simulation.facts, commands: simulation.commands, plans: simulation.plans, buildings: simulation.district.communities.reduce((sum, one) => sum + one.buildings.length, 0) })
}

type Done = E.Either<SubmitFailure, void>
type Task = () => Promise<Done>

interface Simulation {
  readonly options: SimulationOptions
  readonly chance: Chance
  readonly district: SimulatedDistrict
  readonly agenda: Agenda<Task>
  readonly plans: SimulatedPlan[]
  today: CalendarDate
  facts: number
  commands: number
}

const done: Done = E.right(undefined)
const clerk = { ref: 'simulated-clerk', role: 'clerk' }
const townOffice = { ref: 'simulated-town-office', role: 'townOffice' }

function begin(options: SimulationOptions): Simulation {
  const chance = seededChance(options.seed)
  return {
    options, chance, district: layOutDistrict(options.districtId, options.divisions, options.from, chance),
    agenda: agenda(), plans: [], today: options.from, facts: 0, commands: 0,
  }
}

/** Opens the log, issues the rule books, registers the divisions and lays out the grids. */
async function openDistrict(simulation: Simulation): Promise<Done> {
  const { district, options: { from, districtId, districtName } } = simulation
  const opening: ReadonlyArray<GovernanceCommand> = [
    { type: 'OpenLog', data: { districtId, nature: 'simulated' } },
    ...editionsOfTheCase.map((edition): GovernanceCommand => ({ type: 'IssueRuleBook', data: { districtId, kind: 'change', ...edition } })),
    {
      type: 'RegisterDivisions',
      data: {
        districtId, name: districtName as Name, kind: 'change', effectiveOn: from, earlierHistory: 'unknown', towns: district.towns,
        communities: district.communities.map(({ communityId, townId, code, name }) => ({ communityId, townId, code, name })),
      },
    },
    ...district.communities.map((community): GovernanceCommand => ({
      type: 'LayOutGrids',
      data: {
        districtId, communityId: community.communityId, kind: 'change', effectiveOn: from, earlierHistory: 'unknown',
        grids: community.grids.map((grid) => ({ ...grid, buildings: community.buildings.filter((building) => grid.buildings.includes(building.buildingId)) })),
      },
    })),
  ]
  for (const command of opening) {
    const sent = await send(simulation, command)
    if (E.isLeft(sent)) return sent
    report(simulation)
  }
  return done
}

function fillAgenda(simulation: Simulation): void {
  const { options, chance, agenda: tasks } = simulation
  const share = options.days / 365
  const someDay = (): CalendarDate => addDays(options.from, chance.between(20, Math.max(21, options.days - 120)))
  for (let count = Math.round(options.plansPerYear * share); count > 0; count -= 1) tasks.plan(someDay(), () => draftPlan(simulation))
  for (let count = Math.round(options.countsPerYear * share); count > 0; count -= 1) tasks.plan(someDay(), () => countBuilding(simulation))
  for (let count = Math.round(12 * share); count > 0; count -= 1) tasks.plan(someDay(), () => addBuilding(simulation))
  for (let count = Math.round(6 * share); count > 0; count -= 1) tasks.plan(someDay(), () => renameGrid(simulation))
}

/** From the draft to the approval in some weeks; then the plan meets its fate. */
async function draftPlan(simulation: Simulation): Promise<Done> {
  const thought = thinkOfPlan(simulation)
  if (thought === undefined) return done
  const { chance, today, agenda: tasks } = simulation
  const planId = `P${today.slice(0, 4)}_${String(simulation.commands).padStart(6, '0')}` as PlanId
  const fate = fateOf(simulation, thought)
  for (const community of thought.communities) community.busy = true
  const drafted = await sendAll(simulation, planId, [
    { type: 'DraftPlan', data: { districtId: simulation.district.districtId, planId, title: sealInClear(thought.title) } },
    ...thought.operations.map((operation, index): GovernanceCommand => ({
      type: 'AddOperation', data: { districtId: simulation.district.districtId, planId, operationId: `O${index + 1}` as OperationId, operation },
    })),
    { type: 'SetDispositions', data: { districtId: simulation.district.districtId, planId, dispositions: [], defaultsForTheRest: true } },
  ])
  if (E.isLeft(drafted)) return drafted
  const plan: PlanUnderWay = { planId, idea: thought, fate, tasksAfter: followUpsIn(drafted.right) }
  tasks.plan(addDays(today, chance.between(3, 15)), () => decideOn(simulation, plan))
  return done
}

interface PlanUnderWay {
  readonly planId: PlanId
  readonly idea: Idea
  readonly fate: SimulatedPlan['fate']
  readonly tasksAfter: ReadonlyArray<GovernanceCommand & { readonly type: 'CompleteFollowUp' }>
}

function thinkOfPlan({ chance, district }: Simulation): Idea | undefined {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const community = chance.pick(district.communities)
    const kind = chance.weighted<IdeaKind>({ split: 30, merge: 16, boundary: 26, close: 6, mergeAndSplit: 12, reparentGrid: 8, reparentCommunity: 3, communitySplit: 2 })
    const thought = community.busy ? undefined : ideaOf(kind, district, community, chance)
    if (thought !== undefined) return thought
  }
  return undefined
}

function fateOf({ chance, today }: Simulation, { kind, communities }: Idea): SimulatedPlan['fate'] {
  const quietFor = (days: number): boolean => communities.every((community) => addDays(community.changedOn, days) < today)
  const fate = chance.weighted<SimulatedPlan['fate']>({ executed: 84, recordedLate: 4, cancelled: 5, takenBack: 4, redated: 3 })
  if (fate === 'recordedLate' && !quietFor(120)) return 'executed'
  return (fate === 'takenBack' || fate === 'redated') && kind !== 'split' ? 'executed' : fate
}

/** Submission, approval and a day of effect: some weeks ahead, or in the past where it is learnt late (T3). */
async function decideOn(simulation: Simulation, plan: PlanUnderWay): Promise<Done> {
  const { chance, today, agenda: tasks, district: { districtId } } = simulation
  const { planId } = plan
  const effectiveOn = plan.fate === 'recordedLate' ? addDays(today, -chance.between(20, 60)) : addDays(today, chance.between(10, 45))
  const decided = await sendAll(simulation, planId, [
    { type: 'SubmitPlan', data: { districtId, planId } },
    { type: 'ApprovePlan', data: { districtId, planId } },
    { type: 'SchedulePlan', data: { districtId, planId, effectiveOn } },
  ])
  if (E.isLeft(decided)) return decided
  if (plan.fate === 'cancelled') tasks.plan(addDays(today, 5), () => cancel(simulation, plan, effectiveOn))
  else tasks.plan(plan.fate === 'recordedLate' ? today : effectiveOn, () => execute(simulation, plan, effectiveOn))
  return done
}

async function cancel(simulation: Simulation, plan: PlanUnderWay, effectiveOn: CalendarDate): Promise<Done> {
  const { district: { districtId } } = simulation
  const cancelled = await sendAll(simulation, plan.planId, [
    { type: 'CancelPlan', data: { districtId, planId: plan.planId, reason: sealInClear('模拟:撤回方案 (simulated: the plan is withdrawn)') } },
  ])
  if (E.isLeft(cancelled)) return cancelled
  close(simulation, plan, effectiveOn)
  return done
}

async function execute(simulation: Simulation, plan: PlanUnderWay, effectiveOn: CalendarDate): Promise<Done> {
  const { chance, today, agenda: tasks, district: { districtId } } = simulation
  const executed = await sendAll(simulation, plan.planId, [{ type: 'ExecutePlan', data: { districtId, planId: plan.planId } }])
  if (E.isLeft(executed)) return executed
  if (plan.fate === 'takenBack' || plan.fate === 'redated') {
    const entries = entriesIn(executed.right)
    tasks.plan(addDays(today, chance.between(20, 50)), () => correct(simulation, plan, effectiveOn, entries))
  } else {
    plan.idea.happen()
    close(simulation, plan, effectiveOn)
  }
  if (plan.fate !== 'takenBack') tasks.plan(addDays(today, chance.between(15, 40)), () => followUp(simulation, plan))
  return done
}

/** A split that was a mistake is taken back (T32); one that took effect on another day is dated anew. */
async function correct(simulation: Simulation, plan: PlanUnderWay, effectiveOn: CalendarDate, entries: ReadonlyArray<EntryId>): Promise<Done> {
  const { district: { districtId }, options: { clock } } = simulation
  const beforeCorrection = clock.now()
  const redated = plan.fate === 'redated' ? { effectiveOn: addDays(effectiveOn, 7) } : {}
  const corrected = await sendAll(simulation, plan.planId, [{
    type: 'CorrectPlan',
    data: {
      districtId, planId: plan.planId, corrections: entries.map((entryId) => ({ root: entryId, corrects: entryId, ...redated })),
      reason: sealInClear('模拟:更正 (simulated: a correction)'),
    },
  }])
  if (E.isLeft(corrected)) return corrected
  if (plan.fate === 'redated') plan.idea.happen()
  close(simulation, plan, effectiveOn, beforeCorrection)
  return done
}

async function followUp(simulation: Simulation, plan: PlanUnderWay): Promise<Done> {
  const { district: { districtId } } = simulation
  const settled = await sendAll(simulation, plan.planId, [...plan.tasksAfter, { type: 'SettlePlan', data: { districtId, planId: plan.planId } }])
  return E.isLeft(settled) ? settled : done
}

function close(simulation: Simulation, { planId, idea, fate }: PlanUnderWay, effectiveOn: CalendarDate, beforeCorrection?: number): void {
  for (const community of idea.communities) {
    community.busy = false
    community.changedOn = simulation.today
  }
  simulation.plans.push({
    planId, kind: idea.kind, fate, communityIds: idea.communities.map((community) => community.communityId), effectiveOn,
    ...(beforeCorrection === undefined ? {} : { beforeCorrection }),
  })
}

async function countBuilding(simulation: Simulation): Promise<Done> {
  const { chance, district, today } = simulation
  const community = chance.pick(district.communities)
  if (community.busy) return done
  const building = chance.pick(community.buildings)
  const grid = community.grids.find((one) => one.buildings.includes(building.buildingId))
  if (grid === undefined) return done
  const households = Math.max(1, building.households + chance.between(-3, 3)) as Count
  const residents = Math.max(1, building.residents + chance.between(-9, 9)) as Count
  community.buildings = community.buildings.map((one) => one === building ? { ...one, households, residents } : one)
  const sent = await send(simulation, {
    type: 'RecordBuildingMetrics',
    data: { districtId: district.districtId, communityId: community.communityId, gridId: grid.gridId, buildingId: building.buildingId, households, residents, kind: 'change', effectiveOn: today },
  })
  return E.isLeft(sent) ? sent : done
}

async function addBuilding(simulation: Simulation): Promise<Done> {
  const { chance, district, today } = simulation
  const community = chance.pick(district.communities)
  if (community.busy) return done
  const grid = chance.pick(community.grids)
  const building = nextBuilding(community, chance)
  community.buildings = [...community.buildings, building]
  community.grids = community.grids.map((one) => one === grid ? { ...one, buildings: [...one.buildings, building.buildingId] } : one)
  community.changedOn = today
  const sent = await send(simulation, {
    type: 'RegisterBuilding', data: { districtId: district.districtId, communityId: community.communityId, gridId: grid.gridId, building, kind: 'change', effectiveOn: today },
  })
  return E.isLeft(sent) ? sent : done
}

async function renameGrid(simulation: Simulation): Promise<Done> {
  const { chance, district, today } = simulation
  const community: SimulatedCommunity = chance.pick(district.communities)
  if (community.busy) return done
  const grid = chance.pick(community.grids)
  const name = `${grid.name}(更名)`.slice(0, 100) as Name
  community.grids = community.grids.map((one) => one === grid ? { ...one, name } : one)
  const sent = await send(simulation, {
    type: 'RenameGrid', data: { districtId: district.districtId, communityId: community.communityId, gridId: grid.gridId, name, kind: 'change', effectiveOn: today },
  })
  return E.isLeft(sent) ? sent : done
}

async function sendAll(simulation: Simulation, planId: PlanId, commands: ReadonlyArray<GovernanceCommand>): Promise<E.Either<SubmitFailure, ReadonlyArray<SubmitReceipt>>> {
  const receipts: SubmitReceipt[] = []
  for (const command of commands) {
    const sent = await send(simulation, command, planId)
    if (E.isLeft(sent)) return sent
    receipts.push(sent.right)
  }
  return E.right(receipts)
}

async function send(simulation: Simulation, command: GovernanceCommand, matter?: PlanId): Promise<E.Either<SubmitFailure, SubmitReceipt>> {
  const { options, today } = simulation
  const commandId = derivedId('simulation', String(options.seed), String(simulation.commands))
  simulation.commands += 1
  const sent = await options.frontDoor.submit({
    commandId, command, decidedOn: today, authority: documentOf(today, matter),
    actor: command.type === 'ApprovePlan' ? townOffice : clerk,
    correlationId: matter === undefined ? commandId : derivedId('simulatedMatter', String(options.seed), matter),
  })()
  if (E.isRight(sent)) simulation.facts += sent.right.facts.length + sent.right.consequences.reduce((sum, one) => sum + one.facts.length, 0)
  return sent
}

/** A made-up document, which says so. */
function documentOf(date: CalendarDate, matter: PlanId | undefined): Authority {
  return { documentNumber: `模拟〔${date.slice(0, 4)}〕${matter ?? date.slice(5)}`, issuer: '模拟 (simulated)', date }
}

function followUpsIn(receipts: ReadonlyArray<SubmitReceipt>): PlanUnderWay['tasksAfter'] {
  return receipts.flatMap((receipt) => receipt.facts.flatMap((fact) => {
    if (fact.type !== 'DispositionSet' || fact.data.disposition.action === 'unaffected') return []
    const districtId = receipt.stream.slice(receipt.stream.indexOf('-') + 1).split('.')[0] as DistrictId
    return [{ type: 'CompleteFollowUp' as const, data: { districtId, planId: fact.data.planId, subject: fact.data.disposition.subject } }]
  }))
}

function entriesIn(receipts: ReadonlyArray<SubmitReceipt>): ReadonlyArray<EntryId> {
  return receipts.flatMap((receipt) => receipt.facts.flatMap((fact) => 'entryId' in fact.data ? [fact.data.entryId] : []))
}

function report({ options, today, facts }: Simulation): void {
  const done = Math.round((Date.parse(today) - Date.parse(options.from)) / 86_400_000)
  options.onProgress?.({ day: today, done, of: options.days, facts })
}

/** What can be asked of a restructure plan. */

import * as t from 'io-ts'
import { CalendarDate, EntryId, list, Sealed, shape, type CommandOf } from '@grid-governance/event-sourcing'
import { DistrictId, OperationId, PlanId } from '../../shared/identifiers.ts'
import { Disposition, Operation } from './operations.ts'

const plan = { districtId: DistrictId, planId: PlanId }

/** A replacement of one executed operation, from another day perhaps; without `operation` the operation is taken back (neverValid). */
const PlanCorrection = shape({ root: EntryId, corrects: EntryId }, { operation: Operation, effectiveOn: CalendarDate })

export const restructurePlanCommands = {
  DraftPlan:        shape({ ...plan, title: Sealed }),
  AddOperation:     shape({ ...plan, operationId: OperationId, operation: Operation }),
  RemoveOperation:  shape({ ...plan, operationId: OperationId }),
  SetDispositions:  shape({ ...plan, dispositions: list(Disposition), defaultsForTheRest: t.boolean }),
  SubmitPlan:       shape({ ...plan }),
  ReturnPlan:       shape({ ...plan, reason: Sealed }),
  ApprovePlan:      shape({ ...plan }),
  SchedulePlan:     shape({ ...plan, effectiveOn: CalendarDate }),
  CancelPlan:       shape({ ...plan, reason: Sealed }),
  ExecutePlan:      shape({ ...plan }),
  CorrectPlan:      shape({ ...plan, corrections: list(PlanCorrection), reason: Sealed }),
  CompleteFollowUp: shape({ ...plan, subject: Disposition.required.subject }),
  SettlePlan:       shape({ ...plan }),
}

export type RestructurePlanCommand = CommandOf<typeof restructurePlanCommands>

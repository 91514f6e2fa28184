/** The concept restructure-plan. */

export { restructurePlanEvent, restructurePlanFacts, type RestructurePlanEvent } from './events.ts'
export { restructurePlanCommands, type RestructurePlanCommand } from './commands.ts'
export { restructurePlanUpcasters } from './upcasters.ts'
export {
  BoundaryOperation, CloseOperation, CommunitySplitOperation, Disposition, DispositionAction, MergeOperation, Operation, ReparentCommunityOperation,
  ReparentGridOperation, SplitOperation, SubjectKind,
} from './operations.ts'
export type { DispositionSubject, RestructurePlanRejection } from './rejections.ts'
export { communitiesOf, isCancelled, isExecuted, isScheduled, type PlannedOperation, type PlanSchedule, type PlanStage, type RestructurePlanState } from './state.ts'
export type { StructuralFact } from './outcomes.ts'
export { communitiesOfOperations } from './named-units.ts'
export { communitiesForCommand, judgedOn, namesForCommand, type PlanEvidence } from './evidence.ts'
export { itemsOf, type PlanItem } from './items.ts'
export { previewPlan, type CommunityPreview, type ItemPreview, type PlanPreview, type PlanWarning } from './preview.ts'
export {
  correctionHolds, mapRevisionsOf, registerRevisionOf, reservationsOf,
  type CorrectionHold, type MapReservation, type MapRevision, type PlanReservations, type RegisterReservation, type RegisterRevision,
} from './aftermath.ts'
export { restructurePlanDecider, restructurePlanStream } from './decider.ts'

/** The front door: what @grid-governance/application offers to others, listed by hand. */

export type {
  Authorise, BatchRehearsal, DecidedInFuture, DocumentInFuture, DueReport, FrontDoor, FrontDoorOptions, LogNotOpen, NotAuthorised, RecoveryReport, RehearseBatch, RehearsedRequest, ReservedCommand,
  SubmitFailure, SubmitReceipt,
} from './api.ts'
export { decodeRequest, RequestJson, type CommandRequest } from './request.ts'
export { openFrontDoor } from './front-door.ts'
export { rehearseBatch } from './rehearsal.ts'
export { sendThrough } from './automatic-requests.ts'

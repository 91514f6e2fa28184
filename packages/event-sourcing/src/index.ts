/** The pure words of event sourcing: fact, codec, upcaster, decider, fold, projection, policy and process. */

export {
  type JsonPrimitive,
  type JsonValue,
  type JsonArray,
  type JsonObject,
  copy,
  type Mutable,
  freezeTree,
  sameTree,
} from './json.ts'
export { type Brand, BrandedType, brandedText, brandedNumber } from './brand.ts'
export {
  type Fields,
  type NoFields,
  type ShapeOf,
  type ShapeRule,
  ShapeType,
  shape,
  list,
  line,
  wholeNumber,
  words,
  reference,
  ruledText,
  isPrintable,
  oneOf,
  OneOfType,
  problemsOf,
} from './shape.ts'
export { CalendarDate, dayOfInstant } from './calendar-date.ts'
export {
  Uuid,
  EventId,
  CommandId,
  EntryId,
  StreamName,
  Position,
  type After,
  isCategory,
  categoryOf,
  instanceOf,
  isAfter,
} from './identifiers.ts'
export { Actor, Authority, AppendPlace, EventMetadata } from './metadata.ts'
export { clearScheme, clearText, schemesIn, Sealed, sealInClear, isSealed, withoutSealed } from './sealed.ts'
export {
  EntryKind,
  type DatedType,
  dated,
  type DatingType,
  dating,
  DatedData,
  EntryVoidedData,
  entryVoided,
  type EntryFields,
  entryOf,
  effectiveDateOf,
} from './entry.ts'
export {
  type Fact,
  type FactDeclaration,
  type FactTable,
  type FactOf,
  fact,
  type FactMakers,
  factMakers,
} from './fact.ts'
export { type RawFact, type Upcaster, upcastAll, shapeName } from './upcaster.ts'
export {
  type UndecodableFact,
  type FactCodec,
  factCodec,
  mergeCodecs,
  type CodecParts,
  type FactsOfCodecs,
} from './fact-codec.ts'
export { type Recording, type RecordedEvent, endsAppend, byPosition } from './recorded-event.ts'
export {
  type ResolvedEntry,
  type Chain,
  chainsOf,
  chainIdOf,
  headOfChain,
  resolveChain,
  resolveEntries,
  byEffect,
} from './chain.ts'
export type { Command, Evidence, DecisionContext, Rejection, Decider } from './decider.ts'
export { type CommandTable, type CommandOf, type MalformedCommand, decodeCommand } from './command-table.ts'
export { type Foldable, fold } from './fold.ts'
export {
  type Order,
  type FactsNamed,
  type Cases,
  type Projection,
  type ProjectionDefinition,
  type KeysFor,
  type JsonTree,
  type NoJson,
  onlyKey,
  defineProjection,
  projectionName,
} from './projection.ts'
export {
  type CellType,
  type CellTypes,
  type Column,
  type Columns,
  type DaysShown, type JoinModels,
  type Described,
  type RowOf,
  type Table,
  type TableDefinition,
  column,
  defineTable,
} from './table.ts'
export { KeyOutsideUnit, partOfUnit, partReads, projectionOfPart, type ClaimBroken, type Part, type Partition } from './partition.ts'
export { type Models, replay, foldKey, shownTo, eventsByKey, handled } from './replay.ts'
export { projectLive } from './live.ts'
export { type LiveModels, liveModels } from './live-models.ts'
export {
  type TimelineEntry,
  type TimelineChain,
  type Timeline,
  type Segment,
  emptyTimeline,
  file,
  fileElsewhere,
  type StandingEntry,
  standing,
  at,
  segments,
  diff,
} from './timeline.ts'
export { type NotedRun, notedRun } from './explain/noted-run.ts'
export { type Figure } from './explain/figure.ts'
export { type ModelsRead, type Reads, type ModelsOf, type Question, modelsOf, question } from './explain/question.ts'
export type { ReadPlace } from './explain/read-places.ts'
export { type FigureReads, figureReads } from './explain/figure-reads.ts'
export { readsUnknown, type UnknownModel } from './explain/reads-unknown.ts'
export type { FactsOfKeys } from './explain/explain-places.ts'
export type { Explanation, NamedFact } from './explain/explanation.ts'
export { type PathQuestion, explainPath, valueAt } from './explain/explain-path.ts'
export { explainAnswer, explainReads, type FigureToExplain, keysOfPlaces, modelsFrom } from './explain/explain-answer.ts'
export { type StartFrom, type Reaction, type Policy, type PolicyDefinition, definePolicy } from './policy.ts'
export { type Deadline, type Process, type ProcessDefinition, defineProcess } from './process.ts'
export { derivedId, eventIdOf, entryIdOf } from './derived-ids.ts'

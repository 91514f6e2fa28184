/** The columns of all tables, by the names that JSON and CSV use. */

export type Heading =
  | 'level' | 'id' | 'code' | 'name' | 'since' | 'unknownBefore' | 'communities' | 'grids' | 'buildings' | 'households' | 'residents'
  | 'position' | 'recordedAt' | 'effectiveOn' | 'inEffect' | 'holds' | 'type' | 'fact' | 'says' | 'kind' | 'document' | 'actor' | 'plan' | 'data'
  | 'stream' | 'streamVersion' | 'eventId' | 'entryId' | 'root' | 'corrects' | 'commandId' | 'commandType' | 'causationId' | 'correlationId'
  | 'community' | 'buildingsShare' | 'householdsShare' | 'residentsShare' | 'validFrom' | 'validTo' | 'what' | 'from' | 'to'
  | 'dueOn' | 'standing' | 'stage' | 'overdue' | 'process' | 'instance' | 'waitsFor' | 'deadline' | 'rejection'
  | 'role' | 'edition' | 'editionTold' | 'finding' | 'request' | 'command' | 'outcome' | 'why' | 'gridsBefore' | 'gridsAfter' | 'buildingsBefore' | 'buildingsAfter' | 'link' | 'head'
  | 'projection' | 'version' | 'active' | 'phase' | 'lag' | 'models' | 'stale' | 'blocked' | 'skipped' | 'running' | 'heldUntil' | 'key' | 'error' | 'reason' | 'at'
  | 'compared' | 'passedOver' | 'factsRead' | 'path' | 'fingerprint' | 'old' | 'new' | 'placesInAll'
  | 'table' | 'column' | 'mayBeEmpty' | 'events' | 'streams' | 'written'

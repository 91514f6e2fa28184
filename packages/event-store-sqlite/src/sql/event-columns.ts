/** The columns of an event as the readers expect them, in this order; the id as hex, since text is cheaper to hand over than bytes. */
export const eventColumns =
  'e.position, e.stream, e.version, hex(e.event_id), e.type, e.schema_version, e.recorded_at, e.metadata, e.data'

/** The columns of an event for a sparing read: without id and metadata, which take longer to hand over than all the others together. */
export const sparingColumns = 'e.position, e.stream, e.version, e.type, e.schema_version, e.recorded_at, e.data'

/**
 * Format 1 of a log file, for ever: these statements, word for word, stand in the schema of every log. A change of any of them is a
 * new format version with its own file beside this one.
 */

/** Names are kept once; events refer to them by narrow integers. */
const sideTables = [
  `CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT`,
  `CREATE TABLE streams (id INTEGER PRIMARY KEY, category INTEGER NOT NULL, name TEXT NOT NULL UNIQUE) STRICT`,
  `CREATE TABLE types (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT`,
]

/**
 * One row per event; positions count from 0 without gaps. `previous` is the position of the stream's event before, so that a stream is
 * read backwards from its head: an index over (stream, version) would cost two thirds of the speed of appends to many streams.
 */
const events = `CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL,
  version INTEGER NOT NULL,
  previous INTEGER,
  event_id BLOB NOT NULL,
  type INTEGER NOT NULL,
  schema_version INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  metadata TEXT NOT NULL,
  data TEXT NOT NULL,
  link BLOB NOT NULL
) STRICT`

/**
 * Found from the events, and kept so that nobody need search for them: where each stream ended when the log ended at `position` of
 * stream_heads_reach (what is newer, every process finds by reading the few events beyond), and the place of every 128th event of a
 * stream. The heads are saved now and then, since a second page in every commit would cost a third of its time.
 */
const streamPlaces = [
  `CREATE TABLE stream_heads (stream INTEGER PRIMARY KEY, version INTEGER NOT NULL, position INTEGER NOT NULL) STRICT`,
  `CREATE TABLE stream_heads_reach (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL) STRICT`,
  `CREATE TABLE stream_marks (
  stream INTEGER NOT NULL,
  version INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (stream, version)
) STRICT, WITHOUT ROWID`,
]

/**
 * Only a connection of this package defines this function. Triggers name it where it is never called: that costs nothing, and every other
 * program that prepares such an INSERT or UPDATE is refused with "no such function: only_the_event_store_appends". Only the store can
 * tell which version of a stream comes next, and which link.
 */
export const guardFunction = 'only_the_event_store_appends'

/**
 * An event is inserted at the next position or not at all: INSERT OR REPLACE gets past UPDATE and DELETE triggers, so an existing position
 * is refused before the insert.
 */
const eventsAreAppended = `CREATE TRIGGER events_are_appended BEFORE INSERT ON events
WHEN new.position <> (SELECT coalesce(max(position), -1) + 1 FROM events) OR (new.position < 0 AND ${guardFunction}()) BEGIN
  SELECT RAISE(ABORT, 'events are only appended: this is not the next position of the log');
END`

const derivedByTheStore = ['stream_heads', 'stream_heads_reach', 'stream_marks'].flatMap((table) => ['INSERT', 'UPDATE'].map((change) =>
  `CREATE TRIGGER ${table}_guard_${change.toLowerCase()} BEFORE ${change} ON ${table} WHEN new.position < 0 AND ${guardFunction}() BEGIN
  SELECT RAISE(ABORT, 'positions count from 0');
END`))

const neverChanged = ['events', 'categories', 'streams', 'types', 'stream_marks'].map((table) =>
  `CREATE TRIGGER ${table}_are_never_changed BEFORE UPDATE ON ${table} BEGIN
  SELECT RAISE(ABORT, '${table} are never changed');
END`)

const neverDeleted = ['events', 'categories', 'streams', 'types', 'stream_heads', 'stream_heads_reach', 'stream_marks'].map((table) =>
  `CREATE TRIGGER ${table}_are_never_deleted BEFORE DELETE ON ${table} BEGIN
  SELECT RAISE(ABORT, '${table} are never deleted');
END`)

const neverReplaced = [
  ...['categories', 'streams', 'types'].map((table) => refuseInsert(table, 'id = new.id OR name = new.name')),
  refuseInsert('stream_marks', 'stream = new.stream AND version = new.version'),
]

/** For the eyes of people with a SQLite shell; nothing of ours reads it. */
const readable = `CREATE VIEW readable AS
  SELECT events.position, streams.name AS stream, events.version, lower(hex(events.event_id)) AS event_id, types.name AS type,
    events.schema_version, strftime('%Y-%m-%dT%H:%M:%fZ', events.recorded_at / 1000.0, 'unixepoch') AS recorded_at,
    events.metadata, events.data, lower(hex(events.link)) AS link
  FROM events JOIN streams ON streams.id = events.stream JOIN types ON types.id = events.type`

/** All statements of the schema, in the order in which they are run. */
export const createLog: ReadonlyArray<string> = [
  ...sideTables, events, ...streamPlaces, eventsAreAppended, ...derivedByTheStore, ...neverChanged, ...neverDeleted, ...neverReplaced, readable,
]

function refuseInsert(table: string, exists: string): string {
  return `CREATE TRIGGER ${table}_are_never_replaced BEFORE INSERT ON ${table} WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${exists}) BEGIN
  SELECT RAISE(ABORT, '${table} are never replaced');
END`
}

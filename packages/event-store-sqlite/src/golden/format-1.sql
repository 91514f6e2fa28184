PRAGMA application_id = 1195861366;
PRAGMA user_version = 1;
CREATE TABLE categories (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE streams (id INTEGER PRIMARY KEY, category INTEGER NOT NULL, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE types (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE events (
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
) STRICT;
CREATE TABLE stream_heads (stream INTEGER PRIMARY KEY, version INTEGER NOT NULL, position INTEGER NOT NULL) STRICT;
CREATE TABLE stream_heads_reach (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL) STRICT;
CREATE TABLE stream_marks (
  stream INTEGER NOT NULL,
  version INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (stream, version)
) STRICT, WITHOUT ROWID;
INSERT INTO categories (id, name) VALUES (1, 'gridMap');
INSERT INTO categories (id, name) VALUES (2, 'restructurePlan');
INSERT INTO streams (id, category, name) VALUES (1, 1, 'gridMap-440402.001');
INSERT INTO streams (id, category, name) VALUES (2, 2, 'restructurePlan-440402.2021-7');
INSERT INTO types (id, name) VALUES (1, 'BuildingsRegistered');
INSERT INTO types (id, name) VALUES (2, 'GridOpened');
INSERT INTO types (id, name) VALUES (3, 'PlanDrafted');
INSERT INTO types (id, name) VALUES (4, 'PlanSubmitted');
INSERT INTO types (id, name) VALUES (5, 'PlanApproved');
INSERT INTO events (position, stream, version, previous, event_id, type, schema_version, recorded_at, metadata, data, link) VALUES (0, 1, 1, NULL, X'0F8FAD5BD9CB469FA165708677289501', 1, 1, 1616000000000, '{"actor":{"ref":"A-7","role":"townOfficer"},"authority":{"date":"2021-03-01","documentNumber":"香街办〔2021〕7号","issuer":"香湾街道办事处"},"commandId":"00000000-0000-4000-8000-000000000001"}', '{"buildings":["B-1","B-2"],"effectiveOn":"2021-03-18","kind":"change"}', X'4B91B9BB4B8BE33B3FDD542F6AE054D0DAC3E3169C20B5D54D1869EF0987622A');
INSERT INTO events (position, stream, version, previous, event_id, type, schema_version, recorded_at, metadata, data, link) VALUES (1, 1, 2, 0, X'0F8FAD5BD9CB469FA165708677289502', 2, 1, 1616000000000, '{"actor":{"ref":"A-7","role":"townOfficer"},"authority":{"date":"2021-03-01","documentNumber":"香街办〔2021〕7号","issuer":"香湾街道办事处"},"commandId":"00000000-0000-4000-8000-000000000002"}', '{"grid":"440402.001.01","households":280,"name":"凤凰第一网格"}', X'48EB6C88DB8E432AD6C94818695EB7C21F3B72D181AB398EB93F03331D85B901');
INSERT INTO events (position, stream, version, previous, event_id, type, schema_version, recorded_at, metadata, data, link) VALUES (2, 2, 1, NULL, X'0F8FAD5BD9CB469FA165708677289503', 3, 2, 1616000060000, '{"actor":{"ref":"A-7","role":"townOfficer"},"authority":{"date":"2021-03-01","documentNumber":"香街办〔2021〕7号","issuer":"香湾街道办事处"},"commandId":"00000000-0000-4000-8000-000000000003"}', '{"list":[true,false,[]],"none":null,"share":0.1,"title":"香湾街道网格调整方案 “2021”"}', X'6223A14132825691AA70D4EB5020587EEE2603AA89171883547012513DC74B37');
INSERT INTO events (position, stream, version, previous, event_id, type, schema_version, recorded_at, metadata, data, link) VALUES (3, 1, 3, 1, X'0F8FAD5BD9CB469FA165708677289504', 2, 2, 1616000060000, '{"actor":{"ref":"A-7","role":"townOfficer"},"authority":{"date":"2021-03-01","documentNumber":"香街办〔2021〕7号","issuer":"香湾街道办事处"},"commandId":"00000000-0000-4000-8000-000000000004"}', '{"a":{"10":"ten","9":"nine"},"text":"line\nbreak \u0000 \"quoted\" \\ 😀","z":1}', X'5D9EF279688B49A86DA7D109881ECBF76D6CD70C61B05C22D5CEFBA6B404629B');
INSERT INTO events (position, stream, version, previous, event_id, type, schema_version, recorded_at, metadata, data, link) VALUES (4, 2, 2, 2, X'0F8FAD5BD9CB469FA165708677289505', 4, 1, 1616086400000, '{"actor":{"ref":"A-7","role":"townOfficer"},"authority":{"date":"2021-03-01","documentNumber":"香街办〔2021〕7号","issuer":"香湾街道办事处"},"commandId":"00000000-0000-4000-8000-000000000005"}', '{}', X'AD6F7B846912F9CCB3C7346D3798038EB4F246C47B146622D6AD3F10A30BFB73');
INSERT INTO events (position, stream, version, previous, event_id, type, schema_version, recorded_at, metadata, data, link) VALUES (5, 2, 3, 4, X'0F8FAD5BD9CB469FA165708677289506', 5, 1, 1616086400000, '{"actor":{"ref":"A-7","role":"townOfficer"},"authority":{"date":"2021-03-01","documentNumber":"香街办〔2021〕7号","issuer":"香湾街道办事处"},"commandId":"00000000-0000-4000-8000-000000000006"}', '{"large":9007199254740991,"small":-0.000001}', X'6242792F63D8710945FC87178A3F954B375B46C59B385EBAFBBFFC4A0F81C663');
INSERT INTO stream_heads (stream, version, position) VALUES (1, 3, 3);
INSERT INTO stream_heads (stream, version, position) VALUES (2, 3, 5);
INSERT INTO stream_heads_reach (id, position) VALUES (1, 5);
CREATE TRIGGER events_are_appended BEFORE INSERT ON events
WHEN new.position <> (SELECT coalesce(max(position), -1) + 1 FROM events) OR (new.position < 0 AND only_the_event_store_appends()) BEGIN
  SELECT RAISE(ABORT, 'events are only appended: this is not the next position of the log');
END;
CREATE TRIGGER stream_heads_guard_insert BEFORE INSERT ON stream_heads WHEN new.position < 0 AND only_the_event_store_appends() BEGIN
  SELECT RAISE(ABORT, 'positions count from 0');
END;
CREATE TRIGGER stream_heads_guard_update BEFORE UPDATE ON stream_heads WHEN new.position < 0 AND only_the_event_store_appends() BEGIN
  SELECT RAISE(ABORT, 'positions count from 0');
END;
CREATE TRIGGER stream_heads_reach_guard_insert BEFORE INSERT ON stream_heads_reach WHEN new.position < 0 AND only_the_event_store_appends() BEGIN
  SELECT RAISE(ABORT, 'positions count from 0');
END;
CREATE TRIGGER stream_heads_reach_guard_update BEFORE UPDATE ON stream_heads_reach WHEN new.position < 0 AND only_the_event_store_appends() BEGIN
  SELECT RAISE(ABORT, 'positions count from 0');
END;
CREATE TRIGGER stream_marks_guard_insert BEFORE INSERT ON stream_marks WHEN new.position < 0 AND only_the_event_store_appends() BEGIN
  SELECT RAISE(ABORT, 'positions count from 0');
END;
CREATE TRIGGER stream_marks_guard_update BEFORE UPDATE ON stream_marks WHEN new.position < 0 AND only_the_event_store_appends() BEGIN
  SELECT RAISE(ABORT, 'positions count from 0');
END;
CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events BEGIN
  SELECT RAISE(ABORT, 'events are never changed');
END;
CREATE TRIGGER categories_are_never_changed BEFORE UPDATE ON categories BEGIN
  SELECT RAISE(ABORT, 'categories are never changed');
END;
CREATE TRIGGER streams_are_never_changed BEFORE UPDATE ON streams BEGIN
  SELECT RAISE(ABORT, 'streams are never changed');
END;
CREATE TRIGGER types_are_never_changed BEFORE UPDATE ON types BEGIN
  SELECT RAISE(ABORT, 'types are never changed');
END;
CREATE TRIGGER stream_marks_are_never_changed BEFORE UPDATE ON stream_marks BEGIN
  SELECT RAISE(ABORT, 'stream_marks are never changed');
END;
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events BEGIN
  SELECT RAISE(ABORT, 'events are never deleted');
END;
CREATE TRIGGER categories_are_never_deleted BEFORE DELETE ON categories BEGIN
  SELECT RAISE(ABORT, 'categories are never deleted');
END;
CREATE TRIGGER streams_are_never_deleted BEFORE DELETE ON streams BEGIN
  SELECT RAISE(ABORT, 'streams are never deleted');
END;
CREATE TRIGGER types_are_never_deleted BEFORE DELETE ON types BEGIN
  SELECT RAISE(ABORT, 'types are never deleted');
END;
CREATE TRIGGER stream_heads_are_never_deleted BEFORE DELETE ON stream_heads BEGIN
  SELECT RAISE(ABORT, 'stream_heads are never deleted');
END;
CREATE TRIGGER stream_heads_reach_are_never_deleted BEFORE DELETE ON stream_heads_reach BEGIN
  SELECT RAISE(ABORT, 'stream_heads_reach are never deleted');
END;
CREATE TRIGGER stream_marks_are_never_deleted BEFORE DELETE ON stream_marks BEGIN
  SELECT RAISE(ABORT, 'stream_marks are never deleted');
END;
CREATE TRIGGER categories_are_never_replaced BEFORE INSERT ON categories WHEN EXISTS (SELECT 1 FROM categories WHERE id = new.id OR name = new.name) BEGIN
  SELECT RAISE(ABORT, 'categories are never replaced');
END;
CREATE TRIGGER streams_are_never_replaced BEFORE INSERT ON streams WHEN EXISTS (SELECT 1 FROM streams WHERE id = new.id OR name = new.name) BEGIN
  SELECT RAISE(ABORT, 'streams are never replaced');
END;
CREATE TRIGGER types_are_never_replaced BEFORE INSERT ON types WHEN EXISTS (SELECT 1 FROM types WHERE id = new.id OR name = new.name) BEGIN
  SELECT RAISE(ABORT, 'types are never replaced');
END;
CREATE TRIGGER stream_marks_are_never_replaced BEFORE INSERT ON stream_marks WHEN EXISTS (SELECT 1 FROM stream_marks WHERE stream = new.stream AND version = new.version) BEGIN
  SELECT RAISE(ABORT, 'stream_marks are never replaced');
END;
CREATE VIEW readable AS
  SELECT events.position, streams.name AS stream, events.version, lower(hex(events.event_id)) AS event_id, types.name AS type,
    events.schema_version, strftime('%Y-%m-%dT%H:%M:%fZ', events.recorded_at / 1000.0, 'unixepoch') AS recorded_at,
    events.metadata, events.data, lower(hex(events.link)) AS link
  FROM events JOIN streams ON streams.id = events.stream JOIN types ON types.id = events.type;

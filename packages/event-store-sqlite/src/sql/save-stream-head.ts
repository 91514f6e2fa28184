/** Saves where a stream ends. */
export const saveStreamHead = `
  INSERT INTO stream_heads (stream, version, position) VALUES (?, ?, ?)
  ON CONFLICT (stream) DO UPDATE SET version = excluded.version, position = excluded.position`

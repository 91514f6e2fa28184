/** Appends one event; id and link are handed over as hex, which is cheaper than bytes. The schema's trigger moves the head of the stream. */
export const insertEvent = `
  INSERT INTO events (position, stream, version, previous, event_id, type, schema_version, recorded_at, metadata, data, link)
  VALUES (?, ?, ?, ?, unhex(?, '-'), ?, ?, ?, CAST(? AS TEXT), CAST(? AS TEXT), unhex(?))`

/** Number of a stream by name, and its head as it was saved; the last two columns are what stands at the position of that head. */
export const selectStreamHead = `
  SELECT streams.id, stream_heads.version, stream_heads.position, events.stream, events.version
  FROM streams
    LEFT JOIN stream_heads ON stream_heads.stream = streams.id
    LEFT JOIN events ON events.position = stream_heads.position
  WHERE streams.name = ?`

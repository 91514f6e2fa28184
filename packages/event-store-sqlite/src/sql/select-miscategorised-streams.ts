/** Streams whose category is not the part of their name before the first dash. */
export const selectMiscategorisedStreams = `
  SELECT streams.name FROM streams LEFT JOIN categories ON categories.id = streams.category
  WHERE categories.name IS NOT substr(streams.name, 1, instr(streams.name, '-') - 1)`

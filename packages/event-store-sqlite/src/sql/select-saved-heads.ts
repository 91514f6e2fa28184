/** All saved heads of streams. */
export const selectSavedHeads = 'SELECT stream, version, position FROM stream_heads'

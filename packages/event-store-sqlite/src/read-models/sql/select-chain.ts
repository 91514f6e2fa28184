/** Where the facts of a chain are that touch a model, up to position ?4. */
export const selectChain = `SELECT position FROM chained WHERE projection = ?1 AND key = ?2 AND chain = ?3 AND position <= ?4`

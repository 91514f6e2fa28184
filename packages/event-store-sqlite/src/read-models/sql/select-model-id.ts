/** The number of a model. */
export const selectModelId = `SELECT id FROM models WHERE projection = ?1 AND key = ?2`

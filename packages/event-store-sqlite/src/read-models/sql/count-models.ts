/** How many models projection ?1 has. */
export const countModels = `SELECT count(*) FROM models WHERE projection = ?1`

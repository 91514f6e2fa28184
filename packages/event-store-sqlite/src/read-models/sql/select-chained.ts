/** The facts of corrected entries among those of a model that stand from position ?3 to ?4, and their chains. */
export const selectChained = `SELECT position, chain FROM chained WHERE projection = ?1 AND key = ?2 AND position BETWEEN ?3 AND ?4`

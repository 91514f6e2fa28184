/** Takes back that a fact is not shown to a model. */
export const withdrawSkip = `DELETE FROM skips WHERE name = ?1 AND version = ?2 AND key = ?3 AND position = ?4`

/** At most ?3 keys of projection ?1 that sort after ?2, in the order of their bytes. */
const conditions = { all: '', stale: 'AND stale = 1', blocked: 'AND blocked IS NOT NULL' } as const

export const selectKeys = (which: keyof typeof conditions): string => `
  SELECT key FROM models WHERE projection = ?1 AND (?2 IS NULL OR key > ?2) ${conditions[which]} ORDER BY key LIMIT ?3`

/** At most ?3 keys of projection ?1 in the order of their bytes: from the first on, or those that sort after ?2. Two statements, or no index would find the place. */
const conditions = { all: '', stale: 'AND stale = 1', blocked: 'AND blocked IS NOT NULL' } as const

export const selectKeys = (which: keyof typeof conditions, from: 'first' | 'after'): string => `
  SELECT key FROM models WHERE projection = ?1 AND ${from === 'first' ? '?2 IS NULL' : 'key > ?2'} ${conditions[which]} ORDER BY key LIMIT ?3`

/** Records that a fact is not shown to a model, and why. */
export const saveSkip = `
  INSERT INTO skips VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
  ON CONFLICT (name, version, key, position) DO UPDATE SET event_id = ?5, reason = ?6, actor = ?7, at = ?8`

/** Saves one model; answers its number. */
export const saveModel = `
  INSERT INTO models (projection, key, text, shown_up_to, stale, blocked, since_snapshot) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
  ON CONFLICT (projection, key) DO UPDATE SET text = ?3, shown_up_to = ?4, stale = ?5, blocked = ?6, since_snapshot = ?7
  RETURNING id`

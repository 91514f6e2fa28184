/** Saves one model, with a run of places that were not saved before (null: none). */
export const saveModel = `
  INSERT INTO models (projection, key, text, shown_up_to, stale, blocked, since_snapshot, recent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, coalesce(?8, x''))
  ON CONFLICT (projection, key) DO UPDATE SET
    text = ?3, shown_up_to = ?4, stale = ?5, blocked = ?6, since_snapshot = ?7, recent = CASE WHEN ?8 IS NULL THEN recent ELSE CAST(recent || ?8 AS BLOB) END`

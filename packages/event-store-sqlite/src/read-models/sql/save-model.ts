/** Saves one model, with a run of places that were not saved before (null: none). */
export const saveModel = `
  INSERT INTO models (projection, key, text, shown_up_to, stale, blocked, recent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, coalesce(?7, x''))
  ON CONFLICT (projection, key) DO UPDATE SET
    text = ?3, shown_up_to = ?4, stale = ?5, blocked = ?6, recent = CASE WHEN ?7 IS NULL THEN recent ELSE CAST(recent || ?7 AS BLOB) END`

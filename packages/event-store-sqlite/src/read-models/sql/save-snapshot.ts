/** Keeps a snapshot of model ?1, whose facts are saved already. */
export const saveSnapshot = `
  INSERT OR REPLACE INTO snapshots (model, shown_up_to, shown_to, position, spoiled_at, latest_day, bytes, text)
  VALUES (?1, ?2, ?3, ?4, NULL, coalesce((SELECT max(day) FROM places WHERE model = ?1), 0), octet_length(?5), ?5)`

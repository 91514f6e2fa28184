/** All skips, those of dropped projections among them. */
export const selectAllSkips = `
  SELECT name, version, key, position, event_id, reason, actor, at FROM skips
  ORDER BY name, version, key, position`

/** All snapshots of projection ?1, without their texts, by key and by what they hold. */
export const selectSnapshots = `
  SELECT models.key, s.shown_up_to, s.shown_to, s.position, s.bytes, s.spoiled_at FROM snapshots AS s JOIN models ON models.id = s.model
  WHERE models.projection = ?1 ORDER BY models.key, s.shown_up_to, s.shown_to, s.position`

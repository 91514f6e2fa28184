/** All snapshots of projection ?1, without their texts, by key and by what they hold. */
export const selectSnapshots = `
  SELECT key, shown_up_to, shown_to, position, bytes, length, spoiled_at FROM snapshots
  WHERE projection = ?1 ORDER BY key, shown_up_to, shown_to, position`
